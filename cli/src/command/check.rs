//! `ocivet check`.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use ocivet_core::{Options, Report};

use super::{
    FAILED, FOUND, Failure, PASS, Streams,
    args::{CheckArgs, Given, Reporting, Running},
    config,
    output::{self, Target},
    progress,
};
use crate::{Control, InputError, Progress, Source, check};

/// Checks all inputs, reports, and says what the exit code is.
pub(super) fn run(args: &CheckArgs, given: &[Given], streams: &mut Streams) -> Result<u8, Failure> {
    let inputs = inputs(args, streams)?;
    let configuration = config::load_judging(&args.judging)?;
    if args.reporting.verbose {
        streams.note(&configuration.origin());
    }
    let targets = output::targets(given, |ansi| args.reporting.text(ansi), streams)?;
    check_all(&inputs, &configuration.options, &args.running, &args.reporting, targets, streams)
}

/// The inputs to check; standard input where none is named and something is piped.
fn inputs(args: &CheckArgs, streams: &Streams) -> Result<Vec<PathBuf>, Failure> {
    if args.inputs.is_empty() {
        return if streams.input.is_terminal {
            Err(Failure::new("no input; name a file, a layout directory, or - for standard input"))
        } else {
            Ok(vec![PathBuf::from("-")])
        };
    }
    read_once(args.inputs.iter())?;
    Ok(args.inputs.clone())
}

pub(super) fn is_standard(path: impl AsRef<Path>) -> bool {
    path.as_ref() == Path::new("-")
}

/// Refuses words of which more than one stand for standard input.
pub(super) fn read_once(words: impl Iterator<Item: AsRef<Path>>) -> Result<(), Failure> {
    match words.filter(|word| is_standard(word)).count() {
        0 | 1 => Ok(()),
        _ => Err(Failure::new("standard input can be read only once")),
    }
}

/// Checks all inputs that can be read, reports, and says what the exit code is.
pub(super) fn check_all(
    inputs: &[PathBuf],
    options: &Options,
    running: &Running,
    reporting: &Reporting,
    targets: Vec<Target>,
    streams: &mut Streams,
) -> Result<u8, Failure> {
    let mut reports = Vec::new();
    let mut failed = false;
    for input in inputs {
        let options = options.clone().with_name(&input.to_string_lossy());
        let source = if is_standard(input) { None } else { Some(Source::from(input.as_path())) };
        match examine(source, &options, running, reporting.quiet, streams) {
            Ok(report) => {
                for target in targets.iter().filter(|target| target.follows()) {
                    target.write_next(&report, reports.is_empty(), streams)?;
                }
                reports.push(report);
            }
            Err(error) => {
                failed = true;
                streams.error(&error);
            }
        }
    }
    output::finish(targets, &reports, inputs.len() > 1, streams)?;
    let found = reports.iter().any(|report: &Report| report.has(reporting.fail_on));
    Ok(match (failed, found && !reporting.exit_zero) {
        (true, _) => FAILED,
        (false, true) => FOUND,
        (false, false) => PASS,
    })
}

/// Checks one input, standard input where there is no source, and shows how far it is.
pub(super) fn examine(
    source: Option<Source<'_>>,
    options: &Options,
    running: &Running,
    quiet: bool,
    streams: &mut Streams,
) -> Result<Report, InputError> {
    let counters = Progress::new();
    let mut control = Control::new(&counters);
    if let Some(jobs) = running.jobs {
        control.jobs = jobs;
    }
    let shown = progress::wanted(quiet, streams);
    let start = Instant::now();
    let report = progress::show_while(shown, &counters, || match source {
        None => check(Source::Reader(&mut *streams.input.reader), options, &control),
        Some(source) => check(source, options, &control),
    })?;
    if shown {
        let name = &report.input.name;
        streams.note(&progress::summary(name, report.input.size, start.elapsed()));
    }
    Ok(report)
}
