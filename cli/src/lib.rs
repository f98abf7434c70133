//! The native driver of ocivet, and its command.
//!
//! [`check`] brings a file, a pipe or the directory of an OCI layout to [`ocivet_core`], on several threads,
//! and gives its report. With the feature `cli` there is also `command`, the whole command line tool as a
//! function of arguments and streams; the binary and the Python package both call that.
#![forbid(unsafe_code)]

#[cfg(feature = "cli")]
pub mod command;
mod driver;
#[cfg(feature = "fetch")]
mod fetch;
#[cfg(feature = "cli")]
mod load;
#[cfg(feature = "fetch")]
mod registry;
#[cfg(feature = "cli")]
mod tarball;

pub use driver::{Control, Fed, Feeder, InputError, Panicked, Progress, Source, Task, check, feed};
pub use ocivet_core::{Options, OptionsError, Report};
