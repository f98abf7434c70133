//! The archives that are compared: every tar that a recipe makes or that is in `wild/`, and the layers in them; and
//! those of a folder that `OCIVET_ARCHIVES` names.

use std::{
    collections::BTreeSet,
    env, fs,
    io::{Read as _, Write as _},
    process::{Command, Stdio},
};

use ocivet_tests::{
    cases::{Case, files_below, folder},
    recipe::{Input, Kind},
};

/// One uncompressed archive.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// The recipe or file, and the member in it.
    pub(crate) name: String,
    /// Its file in the folder that the readers get.
    pub(crate) file: String,
    pub(crate) bytes: Vec<u8>,
    /// What it is verified as; none where its contents decide.
    pub(crate) kind: Option<&'static str>,
}

/// Longer ones are bombs that limits are tested by; readers take minutes for them.
const LONGEST: usize = 32 << 20;

#[derive(Default)]
struct Corpus {
    items: Vec<Item>,
    seen: BTreeSet<(Option<&'static str>, Vec<u8>)>,
}

/// All of them, each once.
pub(crate) fn all() -> Vec<Item> {
    let mut corpus = Corpus::default();
    for case in Case::all().0 {
        let recipe = case.recipe().unwrap();
        let (name, kind) = (case.name(), recipe.kind);
        match recipe.uncompressed() {
            Some(bytes) => {
                let kind = if kind == Kind::Layer { "layer" } else { "package" };
                corpus.add(&name, bytes.unwrap(), Some(kind));
            }
            None if kind == Kind::Document => {}
            None => match recipe.build().unwrap() {
                Input::File(bytes) => corpus.add_image(&name, bytes),
                Input::Folder(_) | Input::Name(_) => {}
            },
        }
    }
    for path in files_below(&folder("wild")) {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        if !["make", "README.md"].contains(&file.as_str()) {
            corpus.add_image(&format!("wild/{file}"), fs::read(path).unwrap());
        }
    }
    for path in env::var_os("OCIVET_ARCHIVES").iter().flat_map(|own| files_below(own.as_ref())) {
        corpus.add_image(&path.to_string_lossy(), fs::read(&path).unwrap());
    }
    corpus.items
}

impl Corpus {
    fn add(&mut self, name: &str, bytes: Vec<u8>, kind: Option<&'static str>) {
        if bytes.len() > LONGEST || !self.seen.insert((kind, bytes.clone())) {
            return;
        }
        let file = format!("{:05}.tar", self.items.len());
        self.items.push(Item { name: name.to_owned(), file, bytes, kind });
    }

    /// An image archive and its layers: all members that are tars themselves.
    fn add_image(&mut self, name: &str, bytes: Vec<u8>) {
        let Some(bytes) = decompress(bytes) else { return };
        for (member, content) in members(&bytes) {
            if let Some(layer) = decompress(content)
                && layer.get(257..262) == Some(b"ustar")
            {
                self.add(&format!("{name}:{member}"), layer, Some("layer"));
            }
        }
        self.add(name, bytes, None);
    }
}

fn members(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut members = Vec::new();
    for entry in tar::Archive::new(archive).entries().into_iter().flatten() {
        let Ok(mut entry) = entry else { break };
        let mut content = Vec::new();
        if entry.header().entry_type().is_file() && entry.read_to_end(&mut content).is_ok() {
            let name = entry.path_bytes().into_owned();
            members.push((String::from_utf8_lossy(&name).into_owned(), content));
        }
    }
    members
}

/// The bytes behind all compressions; none where they are damaged.
fn decompress(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    loop {
        bytes = match *bytes.get(..4).unwrap_or(&bytes) {
            [0x1f, 0x8b, ..] => gunzip(&bytes)?,
            [0x28, 0xb5, 0x2f, 0xfd] => by_command("zstd", &bytes)?,
            [0xfd, b'7', b'z', b'X'] => by_command("xz", &bytes)?,
            [b'B', b'Z', b'h', _] => by_command("bzip2", &bytes)?,
            _ => return Some(bytes),
        }
    }
}

fn gunzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut plain).ok()?;
    Some(plain)
}

fn by_command(command: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut child = Command::new(command)
        .args(["-d", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    let output = std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(bytes));
        child.wait_with_output()
    });
    output.ok().filter(|output| output.status.success()).map(|output| output.stdout)
}
