//! The command line tool, as a function of its arguments and streams.

mod args;
mod check;
mod checksum;
mod completions;
mod config;
mod explain;
#[cfg(feature = "fetch")]
mod fetch;
#[cfg(feature = "fetch")]
mod fetch_args;
mod interrupt;
mod load;
mod load_args;
mod name;
mod output;
mod policy;
mod policy_args;
mod progress;
mod rules;
mod streams;
mod vouching_args;

use std::{
    ffi::OsString,
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
};

use clap::{ArgMatches, CommandFactory, FromArgMatches};

use self::args::{Cli, Command};
pub use self::streams::{Input, Output, Streams};

/// Why the command itself could not do its work: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Failure(String);

impl Failure {
    fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

/// Nothing at or above `--fail-on` was found.
const PASS: u8 = 0;
/// Something at or above `--fail-on` was found.
const FOUND: u8 = 1;
/// Wrong usage, an input or output that failed, or a fault of ocivet's own.
const FAILED: u8 = 2;

/// The whole process: the arguments, streams and signals that it has.
pub fn main() -> ExitCode {
    ExitCode::from(main_with(std::env::args_os()))
}

/// The same for a process that has its arguments from elsewhere; gives the exit code as [`run`] does.
pub fn main_with(args: impl IntoIterator<Item = OsString>) -> u8 {
    interrupt::install();
    run(args, &mut Streams::standard())
}

/// Runs the command; `args` starts with the command's own name. Gives the exit code: 0 where all passed, 1
/// where something was found, 2 where the command could not do its work.
pub fn run(args: impl IntoIterator<Item = OsString>, streams: &mut Streams) -> u8 {
    let run = AssertUnwindSafe(|| dispatch(args, streams));
    match catch_unwind(run) {
        Ok(Ok(code)) => code,
        Ok(Err(failure)) => {
            streams.error(&failure);
            FAILED
        }
        Err(_) => {
            streams.error(&"internal error: this is a fault of ocivet; please report it");
            FAILED
        }
    }
}

fn dispatch(
    args: impl IntoIterator<Item = OsString>,
    streams: &mut Streams,
) -> Result<u8, Failure> {
    let parsed = Cli::command().try_get_matches_from(args).and_then(|matches| {
        let cli = Cli::from_arg_matches(&matches)?;
        Ok((cli, matches))
    });
    match parsed {
        Ok((cli, matches)) => {
            streams.set_color(cli.color);
            perform(cli.command, &matches, streams)
        }
        Err(error) => streams.usage(&error),
    }
}

fn perform(command: Command, matches: &ArgMatches, streams: &mut Streams) -> Result<u8, Failure> {
    match command {
        Command::Check(args) => check::run(&args, &pairs(matches), streams),
        Command::Checksum(args) => checksum::run(&args, &pairs(matches), streams),
        Command::Completions(args) => completions::completions(&args, streams),
        Command::Explain(args) => explain::run(&args, streams),
        #[cfg(feature = "fetch")]
        Command::Fetch(args) => fetch::run(&args, streams),
        Command::Load(args) => load::run(&args, streams),
        Command::Man(args) => completions::man(&args),
        Command::Name(args) => name::run(&args, &pairs(matches), streams),
        Command::Policy(command) => policy::run(&command, streams),
        #[cfg(feature = "fetch")]
        Command::Pull(args) => fetch::pull(&args, streams),
        Command::Rules(args) => rules::run(&args, streams),
    }
}

/// Formats and files of the report, in the order in which they were given to the command.
fn pairs(matches: &ArgMatches) -> Vec<args::Given> {
    matches.subcommand().map(|(_, matches)| args::pairs(matches)).unwrap_or_default()
}
