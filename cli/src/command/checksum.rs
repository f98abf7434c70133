//! `ocivet checksum`.

use std::path::{Path, PathBuf};

use ocivet_core::Options;

use super::{
    Failure, Streams,
    args::{ChecksumArgs, Given},
    check::{check_all, is_standard, read_once},
    config::{self, put_list, put_list_from, put_signing, show},
    output,
};

/// Compares all files, reports, and says what the exit code is.
pub(super) fn run(
    args: &ChecksumArgs,
    given: &[Given],
    streams: &mut Streams,
) -> Result<u8, Failure> {
    read_once(std::iter::once(&args.list).chain(&args.files))?;
    let reader = &mut streams.input.reader;
    let configuration = config::load_for(&args.configuring, |object| {
        if is_standard(&args.list) {
            put_list_from(object, reader, "standard input")?;
        } else {
            put_list(object, &args.list)?;
        }
        put_signing(object, &args.signing)
    })?;
    if args.reporting.verbose {
        streams.note(&configuration.origin());
    }
    let options = configuration.options.for_any_file();
    let files = if args.files.is_empty() { listed(args, &options)? } else { args.files.clone() };
    let targets = output::targets(given, |ansi| args.reporting.text(ansi), streams)?;
    check_all(&files, &options, &args.running, &args.reporting, targets, streams)
}

/// The files that the list names, beside the list.
fn listed(args: &ChecksumArgs, options: &Options) -> Result<Vec<PathBuf>, Failure> {
    let folder = args.list.parent().unwrap_or(Path::new(""));
    let names = options.listed_files();
    let mut files: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    if files.is_empty() {
        let advice = "name a file to see what is wrong with the list";
        return Err(Failure::new(format!("{} names no file; {advice}", show(&args.list))));
    }
    if args.ignore_missing {
        files.retain(|path| path.exists());
    }
    if files.is_empty() {
        let advice = "name those that you have";
        return Err(Failure::new(format!(
            "of the files that {} names none is beside it; {advice}",
            show(&args.list)
        )));
    }
    Ok(files)
}
