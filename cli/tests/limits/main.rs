//! Bombs: input that is made to take memory or time without end. The command is run on each as a process, fed
//! through a pipe as it is made, and its peak memory and its processor time are measured when it has ended.
//!
//! Time is judged by growth alone, at three sizes: four times the input may take nine times as long, where a
//! quadratic step would take sixteen times as long.
#![expect(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "helpers of tests fail them, and all input is made here"
)]

#[cfg(unix)]
mod compressed;
#[cfg(unix)]
mod documents;
#[cfg(unix)]
mod measure;
#[cfg(unix)]
mod tars;
#[cfg(target_os = "linux")]
mod threads;

use std::process::ExitCode;

#[cfg(unix)]
fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    if let Some((first, command)) = words.split_first()
        && first == measure::WRAP
    {
        return measure::wrap(command);
    }
    let bombs = [tars::bombs(), compressed::bombs(), documents::bombs()];
    let bombs = bombs.into_iter().flatten().map(measure::Bomb::into_trial);
    #[cfg(target_os = "linux")]
    let bombs = bombs.chain(threads::trials());
    libtest_mimic::run(&libtest_mimic::Arguments::from_args(), bombs.collect()).exit_code()
}

#[cfg(not(unix))]
fn main() -> ExitCode {
    ExitCode::SUCCESS
}
