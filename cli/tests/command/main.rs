//! The command, run as a process.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail them")]

mod checksums;
mod configuration;
#[cfg(unix)]
mod faults;
mod information;
mod inputs;
#[cfg(unix)]
mod layout;
mod names;
mod outputs;
#[cfg(unix)]
mod signals;
mod support;
