//! Writes the generated files of this repository: `generate` writes, `generate --check` names stale ones.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to its user")]

use std::{env, io, process::ExitCode};

use ocivet_tests::generated::{FILES, stale};

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => write(),
        ["--check"] => check(),
        _ => {
            eprintln!("usage: generate [--check]");
            return ExitCode::from(2);
        }
    };
    done.unwrap_or_else(|fault| {
        eprintln!("generate: {fault}");
        ExitCode::from(2)
    })
}

fn write() -> io::Result<ExitCode> {
    for file in FILES {
        if file.write()? {
            println!("written: {}", file.path);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check() -> io::Result<ExitCode> {
    let stale = stale()?;
    for path in &stale {
        eprintln!("stale: {path}");
    }
    Ok(if stale.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
