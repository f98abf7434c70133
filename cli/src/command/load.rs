//! `ocivet load`, and the second half of `ocivet pull`.

use std::{
    env,
    fs::File,
    path::{Path, PathBuf},
};

use ocivet_core::{InputKind, Options, Report};

use super::{
    FOUND, Failure, PASS, Streams,
    args::{self, LoadArgs, Running, Saying},
    check::{examine, is_standard},
    config::{self, show},
};
use crate::{
    Source,
    load::{self, Engine, LoadError, Recipient, confirm, hand_over, spool, top_digests},
};

/// Copies, verifies, hands over, and asks what became of it.
pub(super) fn run(args: &LoadArgs, streams: &mut Streams) -> Result<u8, Failure> {
    let recipient = recipient(&args.into)?;
    let configuration = config::load_judging(&args.judging)?;
    let folder = spool_folder(&args.into);
    let source = if is_standard(&args.image) {
        load::Source::Reader(&mut *streams.input.reader)
    } else {
        load::Source::Path(&args.image)
    };
    let copy = spool(source, &folder).map_err(|error| {
        let (image, folder) = (show(&args.image), show(&folder));
        let advice = "a folder with more room is named with --spool";
        Failure::new(format!("cannot copy {image} to {folder}: {error}; {advice}"))
    })?;
    let options = configuration.options.with_name(&args.image.to_string_lossy());
    load_copy(&copy, &options, &recipient, &args.saying, &args.running, streams)
}

/// Verifies a file that nobody else can change, and hands it over if nothing speaks against it.
pub(super) fn load_copy(
    copy: &File,
    options: &Options,
    recipient: &Recipient,
    saying: &Saying,
    running: &Running,
    streams: &mut Streams,
) -> Result<u8, Failure> {
    let report = examine(Some(Source::File(copy)), options, running, saying.quiet, streams)
        .map_err(|error| Failure::new(error.to_string()))?;
    write_report(&report, saying, streams)?;
    if report.has(saying.fail_on) {
        streams.error(&"nothing was loaded; ocivet explain says more about each finding");
        return Ok(FOUND);
    }
    if !report.input.kind.is_image() {
        let kind = report.input.kind.name();
        return Err(Failure::new(format!("a {kind} is no image that could be loaded")));
    }
    let said = hand_over(recipient, copy).map_err(|error| explain(&error, recipient, &report))?;
    if saying.verbose {
        said.lines().for_each(|line| streams.note(&line));
    }
    tell(copy, recipient, &report, saying, streams)
}

/// What was loaded, as the engine has it.
fn tell(
    copy: &File,
    recipient: &Recipient,
    report: &Report,
    saying: &Saying,
    streams: &mut Streams,
) -> Result<u8, Failure> {
    let Recipient::Engine(engine) = recipient else {
        if !saying.quiet {
            streams.note(&"handed over; what became of it only the command knows");
        }
        return Ok(PASS);
    };
    let tops = top_digests(copy)
        .map_err(|error| Failure::new(format!("cannot read the copy: {error}")))?;
    let loaded =
        confirm(*engine, report, &tops).map_err(|error| Failure::new(error.to_string()))?;
    if !saying.quiet {
        for (name, id) in &loaded {
            streams.note(&format_args!("loaded {name} into {}: {id}", engine.program()));
        }
        if loaded.is_empty() {
            let program = engine.program();
            streams.note(&format_args!(
                "loaded into {program}; without a name it cannot be asked for"
            ));
        }
    }
    Ok(PASS)
}

/// Writes the report of one input to standard output.
pub(super) fn write_report(
    report: &Report,
    saying: &Saying,
    streams: &mut Streams,
) -> Result<(), Failure> {
    let format = saying
        .format(streams.output.color)
        .ok_or_else(|| Failure::new(format!("this build has no format {}", saying.format)))?;
    let text = report.render(format);
    streams.write(&text)
}

fn explain(error: &LoadError, recipient: &Recipient, report: &Report) -> Failure {
    let oci = matches!(report.input.kind, InputKind::OciArchive | InputKind::OciLayout);
    let docker = matches!(recipient, Recipient::Engine(Engine::Docker));
    let advice = if oci && docker && matches!(error, LoadError::Failed { .. }) {
        "\nDocker before 25 reads no OCI archive; ocivet fetch makes archives that every Docker reads"
    } else {
        ""
    };
    Failure::new(format!("{error}{advice}"))
}

/// The engine or command that was named, else the engine that is there.
pub(super) fn recipient(args: &args::Into) -> Result<Recipient, Failure> {
    if !args.command.is_empty() {
        return Ok(Recipient::Command(args.command.clone()));
    }
    let engine = match args.engine {
        Some(args::Engine::Containerd) => Engine::Containerd,
        Some(args::Engine::Docker) => Engine::Docker,
        Some(args::Engine::Podman) => Engine::Podman,
        None => [Engine::Docker, Engine::Podman]
            .into_iter()
            .find(|engine| is_there(engine.program()))
            .ok_or_else(|| {
                let advice = "install one, name one with --into, or give a command after --";
                Failure::new(format!("there is neither docker nor podman; {advice}"))
            })?,
    };
    Ok(Recipient::Engine(engine))
}

fn is_there(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Where the copy is made.
pub(super) fn spool_folder(args: &args::Into) -> PathBuf {
    args.spool.as_deref().map_or_else(env::temp_dir, Path::to_owned)
}
