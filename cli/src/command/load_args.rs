//! The arguments of `ocivet load`.

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, ValueEnum, ValueHint};

use super::args::{Judging, Running, Saying};

/// Verifies an image and hands exactly the verified bytes to a container engine.
///
/// The input is copied to a file without a name that no other process can open, verified there, and given from
/// there to the engine's load command, only if nothing speaks against it.
#[derive(Args, Debug)]
#[command(after_help = LOAD_HELP)]
pub(super) struct LoadArgs {
    /// Image archive, layout folder, or - for standard input
    #[arg(value_name = "IMAGE", value_hint = ValueHint::AnyPath)]
    pub(super) image: PathBuf,
    #[command(flatten)]
    pub(super) into: Into,
    #[command(flatten)]
    pub(super) judging: Judging,
    #[command(flatten)]
    pub(super) saying: Saying,
    #[command(flatten)]
    pub(super) running: Running,
}

/// Where verified bytes go.
#[derive(Args, Debug)]
#[command(next_help_heading = "Where it goes")]
pub(super) struct Into {
    /// Container engine [default: docker, or podman where there is no docker]
    #[arg(long = "into", value_enum, value_name = "ENGINE")]
    pub(super) engine: Option<Engine>,
    /// Folder for the copy that is verified [default: TMPDIR, or /tmp]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) spool: Option<PathBuf>,
    /// Command that reads the image from its standard input, instead of an engine
    #[arg(last = true, value_name = "COMMAND", conflicts_with = "engine")]
    pub(super) command: Vec<OsString>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(super) enum Engine {
    /// ctr images import
    Containerd,
    /// docker load
    Docker,
    /// podman load
    Podman,
}

const LOAD_HELP: &str = "\
Examples:
  ocivet load app.tar
  ocivet load layout/ --into podman
  ocivet load app.tar --fail-on warn -- ssh host docker load

The engine is asked afterwards what it has; another image than the verified one is an error.
A command after -- is not asked: its exit code counts.

Exit codes: 0 loaded, 1 something found and nothing loaded, 2 not loaded, or not what was verified.";
