//! Blobs of an image archive: what refers to them, and whether they are what is said of them.

mod digest_mismatch;
mod missing;
mod not_expected;
mod not_regular;
mod size_mismatch;
mod stray_file;
mod unreadable;
mod unreferenced;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &digest_mismatch::DIGEST_MISMATCH,
    &missing::MISSING,
    &not_expected::NOT_EXPECTED,
    &not_regular::NOT_REGULAR,
    &size_mismatch::SIZE_MISMATCH,
    &stray_file::STRAY_FILE,
    &unreadable::UNREADABLE,
    &unreferenced::UNREFERENCED,
];
