//! `ocivet completions` and `ocivet man`.

use clap::CommandFactory;

use super::{
    Failure, PASS, Streams,
    args::{Cli, CompletionsArgs, ManArgs},
    config::show,
};

/// Writes a completion script.
pub(super) fn completions(args: &CompletionsArgs, streams: &mut Streams) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "ocivet", &mut script);
    streams.write(&String::from_utf8_lossy(&script))?;
    Ok(PASS)
}

/// Writes a manual page for the command and for each of its subcommands.
pub(super) fn man(args: &ManArgs) -> Result<u8, Failure> {
    std::fs::create_dir_all(&args.out)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), &args.out))
        .map_err(|error| Failure::new(format!("cannot write {}: {error}", show(&args.out))))?;
    Ok(PASS)
}
