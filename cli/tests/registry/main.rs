//! `fetch`, `pull` and `load`: against servers that lie, Debian's registry, and real engines. All on loopback.
#![cfg(all(unix, feature = "fetch"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "helpers of tests fail them, and all input is made here"
)]

mod access;
mod breaking;
mod containers_policy;
mod debian;
mod ends;
mod engines;
mod faults;
mod files;
mod hostile;
mod image;
mod loading;
mod place;
mod referrers;
mod server;
mod signatures;
mod signers;
mod skopeo;
