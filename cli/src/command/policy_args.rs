//! The arguments of `ocivet policy`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use ocivet_core::PolicyForm;

use super::args::{Configuring, names};

#[derive(Debug, Subcommand)]
pub(super) enum PolicyCommand {
    /// Says whether the policy is sound, what has no effect, and what is not judged
    Check(PolicyCheckArgs),
    /// Writes the policy's blocks for other programs; no file of the system is touched
    Emit(PolicyEmitArgs),
    /// Says which scope decides about a name, and what it demands
    Explain(PolicyExplainArgs),
}

/// Says whether the policy is sound, what has no effect, and what is not judged.
///
/// Exit codes: 0 sound, 1 sound but to be mended, 2 refused.
#[derive(Args, Debug)]
pub(super) struct PolicyCheckArgs {
    #[command(flatten)]
    pub(super) configuring: Configuring,
}

/// Says which scope decides about a name, and what it demands.
#[derive(Args, Debug)]
pub(super) struct PolicyExplainArgs {
    /// Names of images
    #[arg(value_name = "NAME", required = true)]
    pub(super) names: Vec<String>,
    #[command(flatten)]
    pub(super) configuring: Configuring,
}

/// Writes the policy's blocks for other programs.
///
/// What the form cannot say is told on standard error.
#[derive(Args, Debug)]
#[command(after_help = EMIT_HELP)]
pub(super) struct PolicyEmitArgs {
    /// What to write
    #[arg(value_name = "FORM", value_parser = names(&PolicyForm::ALL, PolicyForm::name))]
    pub(super) form: String,
    /// File to write [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) configuring: Configuring,
}

const EMIT_HELP: &str = "\
Examples:
  ocivet policy emit hosts | sudo tee -a /etc/hosts
  ocivet policy emit registries.conf -o 50-ocivet.conf";
