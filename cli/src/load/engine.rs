//! Container engines: their load commands, and what they say that they have afterwards.

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io::{self, Read, Seek as _, SeekFrom},
    process::{Command, Stdio},
    thread,
};

use ocivet_core::{Digest, Reference, Report, escape};

/// Bytes of what a command says that are kept.
const SAID: usize = 64 << 10;

/// An engine that is known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Engine {
    Containerd,
    Docker,
    Podman,
}

impl Engine {
    pub(crate) const fn program(self) -> &'static str {
        match self {
            Self::Containerd => "ctr",
            Self::Docker => "docker",
            Self::Podman => "podman",
        }
    }

    const fn load(self) -> &'static [&'static str] {
        match self {
            Self::Containerd => &["images", "import", "-"],
            Self::Docker | Self::Podman => &["load"],
        }
    }

    /// What tells the digest that an image of this name has in the engine.
    fn inspect(self, name: &str) -> Vec<String> {
        let words: &[&str] = match self {
            Self::Containerd => &["images", "ls"],
            Self::Docker | Self::Podman => &["image", "inspect", "--format", "{{.Id}}"],
        };
        let name = if self == Self::Containerd { format!("name=={name}") } else { name.to_owned() };
        words.iter().map(|&word| word.to_owned()).chain([name]).collect()
    }
}

/// Where the bytes go.
#[derive(Clone, Debug)]
pub(crate) enum Recipient {
    Engine(Engine),
    /// A program and its arguments.
    Command(Vec<OsString>),
}

/// What a command said, escaped, from its first lines on.
#[derive(Clone, Debug)]
pub(crate) struct Said(String);

impl Said {
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        self.0.lines()
    }
}

/// Why an image is not in an engine, or is another there than it should be.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoadError {
    #[error("cannot run {program}: {error}; install it, or name another engine with --into")]
    Start { program: String, error: io::Error },
    #[error("{program} failed ({status}){said}")]
    Failed { program: String, status: String, said: String },
    #[error(
        "{program} has {found} under {name}, and {expected} was verified; do not run it: remove it and look what \
         else writes to this engine"
    )]
    Other { program: &'static str, name: String, found: String, expected: String },
    #[error("{program} does not say what it has under {name}{said}; look at it before you run it")]
    Silent { program: &'static str, name: String, said: String },
}

/// Gives the copy, from its first byte on, to the recipient's standard input, and waits for its end.
pub(crate) fn hand_over(recipient: &Recipient, copy: &File) -> Result<Said, LoadError> {
    let (program, arguments): (&OsStr, Vec<&OsStr>) = match recipient {
        Recipient::Engine(engine) => {
            (engine.program().as_ref(), engine.load().iter().map(AsRef::as_ref).collect())
        }
        Recipient::Command(words) => {
            let mut words = words.iter().map(OsString::as_os_str);
            (words.next().unwrap_or_default(), words.collect())
        }
    };
    let name = escape(program.as_encoded_bytes());
    let start = |error| LoadError::Start { program: name.clone(), error };
    let mut input = copy.try_clone().map_err(start)?;
    input.seek(SeekFrom::Start(0)).map_err(start)?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::from(input));
    let ran = run(command).map_err(start)?;
    if ran.status.success() {
        return Ok(Said(ran.said));
    }
    Err(LoadError::Failed {
        program: name,
        status: ran.status.to_string(),
        said: indent(&ran.said),
    })
}

/// Asks an engine what it has under each name of the images of a report, and compares. Gives the name and digest
/// of each image that is there.
///
/// `tops` are digests that stand for an image as well: those of its indexes.
pub(crate) fn confirm(
    engine: Engine,
    report: &Report,
    tops: &[Digest],
) -> Result<Vec<(String, String)>, LoadError> {
    let mut loaded = Vec::new();
    for image in &report.images {
        let own: Vec<Digest> = image.config.into_iter().chain(image.manifest).collect();
        let mut names: Vec<String> =
            image.references.iter().filter_map(|name| full_name(name)).collect();
        if names.is_empty() && engine != Engine::Containerd {
            names.extend(image.config.map(|config| config.to_string()));
        }
        for name in names {
            let expected = || own.iter().chain(tops).map(ToString::to_string);
            let found = ask(engine, &name)?;
            if !expected().any(|digest| digest == found) {
                let expected = expected().next().unwrap_or_default();
                return Err(LoadError::Other { program: engine.program(), name, found, expected });
            }
            loaded.push((name, found));
        }
    }
    Ok(loaded)
}

/// A name as engines keep it. A tag alone is none: nobody says of what.
fn full_name(text: &str) -> Option<String> {
    let named = text.contains([':', '/', '@']);
    named.then(|| Reference::parse(text).ok()).flatten().map(|reference| reference.to_string())
}

fn ask(engine: Engine, name: &str) -> Result<String, LoadError> {
    let mut command = Command::new(engine.program());
    command.args(engine.inspect(name)).stdin(Stdio::null());
    let start = |error| LoadError::Start { program: engine.program().to_owned(), error };
    let ran = run(command).map_err(start)?;
    let digest = ran.said.split_whitespace().find_map(as_digest).filter(|_| ran.status.success());
    digest.ok_or_else(|| LoadError::Silent {
        program: engine.program(),
        name: name.to_owned(),
        said: indent(&ran.said),
    })
}

/// Podman leaves the algorithm out.
fn as_digest(word: &str) -> Option<String> {
    let digest = Digest::parse(word).or_else(|_| Digest::parse(&format!("sha256:{word}")));
    digest.ok().map(|digest| digest.to_string())
}

fn indent(said: &str) -> String {
    said.lines().fold(String::new(), |text, line| text + "\n  " + line)
}

struct Ran {
    status: std::process::ExitStatus,
    said: String,
}

/// Runs a command to its end; output first, errors after it.
fn run(mut command: Command) -> io::Result<Ran> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let errors = child.stderr.take().map(|errors| thread::spawn(move || keep(errors)));
    let mut said = child.stdout.take().map(keep).unwrap_or_default();
    if let Some(errors) = errors {
        said.extend(errors.join().unwrap_or_default());
    }
    let status = child.wait()?;
    let lines: Vec<String> = said
        .split(|&byte| matches!(byte, b'\n' | b'\r'))
        .filter(|line| !line.is_empty())
        .map(escape)
        .collect();
    Ok(Ran { status, said: lines.join("\n") })
}

/// Reads all, so that the command does not wait, and keeps the first bytes.
fn keep(mut output: impl Read) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut buffer = [0; 4096];
    // What cannot be read is a command that went away, which its status tells.
    while let Ok(count @ 1..) = output.read(&mut buffer) {
        let room = SAID.saturating_sub(kept.len()).min(count);
        kept.extend_from_slice(buffer.get(..room).unwrap_or_default());
    }
    kept
}
