//! The arguments that are about lists of checksums, and those of `ocivet checksum`.

use std::{path::PathBuf, time::UNIX_EPOCH};

use clap::{Args, ValueHint};

use super::args::{Configuring, Reporting, Running};

/// What must vouch for the inputs.
#[derive(Args, Debug)]
#[command(next_help_heading = "What must vouch for the inputs")]
pub(super) struct Vouching {
    /// List of checksums, by sha256sum or as BSD writes it, perhaps signed, that must name the inputs
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) checksums: Option<PathBuf>,
    #[command(flatten)]
    pub(super) signing: Signing,
    /// Key of which one must have signed each image (PEM or OpenPGP); may be repeated
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) image_key: Vec<PathBuf>,
    /// Signature or attestation apart from the image: sigstore bundle, DSSE, simple signing; may be repeated
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) image_signature: Vec<PathBuf>,
}

/// Who must have signed the list of checksums.
#[derive(Args, Debug)]
#[command(next_help_heading = "What must vouch for the inputs")]
pub(super) struct Signing {
    /// Signature of the list, where it lies in a file of its own (OpenPGP)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) checksums_signature: Option<PathBuf>,
    /// Keys of which one must have signed the list (OpenPGP, armoured or binary); may be repeated
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) keyring: Vec<PathBuf>,
    /// Refuse a list that is not signed; --keyring says so too
    #[arg(long)]
    pub(super) require_signature: bool,
    /// When keys must be valid, as 2026-01-31T12:00:00Z or in seconds since 1970 [default: now]
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    pub(super) time: Option<u64>,
}

fn seconds(text: &str) -> Result<u64, String> {
    let date = || {
        let time = humantime::parse_rfc3339_weak(text).ok()?;
        Some(time.duration_since(UNIX_EPOCH).ok()?.as_secs())
    };
    let wanted = "it needs a time such as 2026-01-31T12:00:00Z, or seconds since 1970";
    text.parse().ok().or_else(date).ok_or_else(|| wanted.to_owned())
}

/// Compares files with a list of checksums, and verifies the list's signature.
///
/// LIST is as sha256sum, shasum, cksum and openssl dgst write it, or a signed text that holds such lines (Fedora's
/// CHECKSUM). SHA-256, SHA-384 and SHA-512 count. Of a signed list only what is signed is used. A file is found
/// in the list by the end of its path.
#[derive(Args, Debug)]
#[command(after_help = CHECKSUM_HELP)]
pub(super) struct ChecksumArgs {
    /// The list, or - for standard input
    #[arg(value_name = "LIST", value_hint = ValueHint::FilePath)]
    pub(super) list: PathBuf,
    /// Files to compare [default: all that the list names, beside the list]
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) files: Vec<PathBuf>,
    /// Pass over files that are not there, as long as one is
    #[arg(long, conflicts_with = "files")]
    pub(super) ignore_missing: bool,
    #[command(flatten)]
    pub(super) signing: Signing,
    #[command(flatten)]
    pub(super) configuring: Configuring,
    #[command(flatten)]
    pub(super) reporting: Reporting,
    #[command(flatten)]
    pub(super) running: Running,
}

const CHECKSUM_HELP: &str = "\
Examples:
  ocivet checksum SHA256SUMS
  ocivet checksum CHECKSUM --keyring fedora.gpg --ignore-missing
  ocivet checksum SHA256SUMS --checksums-signature SHA256SUMS.gpg --keyring keys.asc image.tar

Exit codes: 0 nothing found, 1 something found, 2 a file could not be read, or is not there.";
