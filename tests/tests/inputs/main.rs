//! Whole inputs through [`ocivet_core::Verifier`]: archives by real tools, and input that is no archive at all.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "helpers of tests, which end their test by a panic"
)]

mod bad_input;
mod real_images;
mod support;
mod wild;
