//! The arguments of `ocivet fetch` and `ocivet pull`.

use std::{num::NonZeroU64, path::PathBuf};

use clap::{Args, ValueHint};

use super::{
    args::{Judging, Running, Saying},
    config::size,
    load_args::Into,
};

/// Downloads an image or a file, verifies it, and keeps it only if nothing speaks against it.
///
/// An image becomes one archive that Docker, Podman, containerd and Skopeo read: an OCI layout, and where it is of
/// one platform what docker load wants as well. Nothing is unpacked. Everything happens in FILE.part beside
/// the target; what is refused ends as FILE.denied, never as FILE.
#[derive(Args, Debug)]
#[command(after_help = FETCH_HELP, after_long_help = FETCH_LONG_HELP)]
pub(super) struct FetchArgs {
    /// Image with its registry, as registry.example/team/app:1, or the https address of a file
    #[arg(value_name = "REF|URL", value_hint = ValueHint::Url)]
    pub(super) source: String,
    /// File to make [default for an address: its last part]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) output: Option<PathBuf>,
    /// Make a folder of an OCI layout instead of an archive
    #[arg(long)]
    pub(super) layout: bool,
    #[command(flatten)]
    pub(super) selecting: Selecting,
    #[command(flatten)]
    pub(super) connecting: Connecting,
    #[command(flatten)]
    pub(super) judging: Judging,
    #[command(flatten)]
    pub(super) saying: Saying,
    #[command(flatten)]
    pub(super) running: Running,
}

/// Downloads an image, verifies it, and hands the verified bytes to a container engine: fetch and load in one.
///
/// The engine downloads nothing, and gets nothing that was refused.
#[derive(Args, Debug)]
#[command(after_help = PULL_HELP)]
pub(super) struct PullArgs {
    /// Image with its registry, as registry.example/team/app:1
    #[arg(value_name = "REF", value_hint = ValueHint::Url)]
    pub(super) source: String,
    #[command(flatten)]
    pub(super) into: Into,
    #[command(flatten)]
    pub(super) selecting: Selecting,
    #[command(flatten)]
    pub(super) connecting: Connecting,
    #[command(flatten)]
    pub(super) judging: Judging,
    #[command(flatten)]
    pub(super) saying: Saying,
    #[command(flatten)]
    pub(super) running: Running,
}

/// What of an image is brought.
#[derive(Args, Debug)]
#[command(next_help_heading = "What is brought")]
pub(super) struct Selecting {
    /// Platform of a multi-platform image: os/architecture, or with a variant [default: that of this machine]
    #[arg(long, value_name = "PLATFORM", conflicts_with = "all_platforms")]
    pub(super) platform: Option<String>,
    /// All platforms
    #[arg(long)]
    pub(super) all_platforms: bool,
    /// Signatures, attestations and whatever else refers to the image
    #[arg(long)]
    pub(super) referrers: bool,
    /// Bytes that it may have, as stored; units K, M, G, T are powers of 1024
    #[arg(long, value_name = "SIZE", default_value = "64G", value_parser = size)]
    pub(super) max_size: u64,
}

/// How servers are talked to.
#[derive(Args, Debug)]
#[command(next_help_heading = "How servers are talked to")]
pub(super) struct Connecting {
    /// Certificate authorities (PEM) to trust besides those of this machine
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) ca_file: Option<PathBuf>,
    /// Plain HTTP; only to this machine
    #[arg(long)]
    pub(super) insecure_http: bool,
    /// Credentials, as docker login and podman login write them [default: theirs]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) auth_file: Option<PathBuf>,
    /// Host besides the registry that may have its credentials; may be repeated
    #[arg(long = "auth-realm", value_name = "HOST[:PORT]")]
    pub(super) auth_realms: Vec<String>,
    /// Seconds to connect, and of silence or less than 1 KiB/s, after which a try is given up
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(super) timeout: NonZeroU64,
    /// How often something that broke is tried again
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(..=20))]
    pub(super) retries: u32,
}

fn seconds(text: &str) -> Result<NonZeroU64, String> {
    let seconds = text.parse().map_err(|_| "it needs a whole number from 1 to 3600".to_owned())?;
    if NonZeroU64::get(seconds) <= 3600 { Ok(seconds) } else { Err("it is over 3600".to_owned()) }
}

const FETCH_HELP: &str = "\
Examples:
  ocivet fetch registry.example/team/app:1 -o app.tar
  ocivet fetch registry.example/team/app@sha256:… --platform linux/arm64 --referrers -o app.tar
  ocivet fetch 127.0.0.1:5000/team/app:1 --insecure-http -o app.tar && ocivet load app.tar
  ocivet fetch https://example.com/image.tar.xz --expect sha256:…";

const FETCH_LONG_HELP: &str = "\
Examples:
  ocivet fetch registry.example/team/app:1 -o app.tar
  ocivet fetch registry.example/team/app@sha256:… --platform linux/arm64 --referrers -o app.tar
  ocivet fetch 127.0.0.1:5000/team/app:1 --insecure-http -o app.tar && ocivet load app.tar
  ocivet fetch https://example.com/image.tar.xz --expect sha256:…

A download that broke is gone on with by the same command; rm -r FILE.part forgets it.

Credentials:
  REGISTRY_AUTH_FILE if it is set; else containers/auth.json below XDG_RUNTIME_DIR and
  ~/.config, then config.json below DOCKER_CONFIG (~/.docker), with its helpers. They go to the
  registry over TLS, and to the host that gives its tokens if that is the registry itself, is
  known for it (auth.docker.io), or is named by --auth-realm. No redirect has them.

Proxies:
  HTTPS_PROXY, ALL_PROXY and NO_PROXY count, but never for this machine's own addresses.

Exit codes: 0 fetched and kept, 1 something found and FILE.denied made, 2 not fetched.";

const PULL_HELP: &str = "\
Examples:
  ocivet pull registry.example/team/app:1
  ocivet pull registry.example/team/app@sha256:… --into podman

Exit codes: 0 loaded, 1 something found and nothing loaded, 2 not fetched or not loaded.";
