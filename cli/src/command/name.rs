//! `ocivet name`.

use std::{
    ffi::{OsStr, OsString},
    io::{self, Read},
};

use ocivet_core::{Options, check_name};

use super::{
    FOUND, Failure, PASS, Streams,
    args::{Given, NameArgs},
    check::{is_standard, read_once},
    config, output,
};

/// Names that one run takes.
const NAMES: usize = 100_000;
/// Bytes that are read from standard input.
const INPUT: u64 = 64 << 20;

/// Judges all names, reports, and says what the exit code is.
pub(super) fn run(args: &NameArgs, given: &[Given], streams: &mut Streams) -> Result<u8, Failure> {
    let names = names(args, streams)?;
    let configuration = config::load(&args.configuring)?;
    if args.reporting.verbose {
        streams.note(&configuration.origin());
    }
    let targets = output::targets(given, |ansi| args.reporting.text(ansi), streams)?;
    let options: &Options = &configuration.options;
    let mut reports = Vec::new();
    for name in &names {
        let report = check_name(name, options);
        for target in targets.iter().filter(|target| target.follows()) {
            target.write_next(&report, reports.is_empty(), streams)?;
        }
        reports.push(report);
    }
    output::finish(targets, &reports, names.len() > 1, streams)?;
    let found = reports.iter().any(|report| report.has(args.reporting.fail_on));
    Ok(if found && !args.reporting.exit_zero { FOUND } else { PASS })
}

/// The names to judge; lines of standard input where none is given and something is piped.
fn names(args: &NameArgs, streams: &mut Streams) -> Result<Vec<String>, Failure> {
    let standard: OsString = "-".into();
    let given = if args.names.is_empty() {
        if streams.input.is_terminal {
            return Err(Failure::new("no name; give one, or - for lines of standard input"));
        }
        std::slice::from_ref(&standard)
    } else {
        args.names.as_slice()
    };
    read_once(given.iter())?;
    let mut names = Vec::new();
    for name in given {
        if is_standard(name) {
            read_lines(streams, &mut names)?;
        } else {
            // What is not UTF-8 becomes a letter that no name has.
            names.push(OsStr::to_string_lossy(name).into_owned());
        }
    }
    if names.len() > NAMES {
        return Err(Failure::new(format!("more than {NAMES} names; give them in several runs")));
    }
    Ok(names)
}

fn read_lines(streams: &mut Streams, names: &mut Vec<String>) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    let mut limited = (&mut streams.input.reader).take(INPUT.saturating_add(1));
    let read: io::Result<usize> = limited.read_to_end(&mut bytes);
    read.map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > INPUT) {
        return Err(Failure::new(format!("standard input is longer than {INPUT} bytes")));
    }
    for line in bytes.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !line.is_empty() {
            names.push(String::from_utf8_lossy(line).into_owned());
        }
        if names.len() > NAMES {
            break;
        }
    }
    Ok(())
}
