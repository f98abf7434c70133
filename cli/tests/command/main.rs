//! The command, run as a process.

mod configuration;
mod information;
mod inputs;
#[cfg(unix)]
mod layout;
mod outputs;
#[cfg(unix)]
mod signals;
mod support;
