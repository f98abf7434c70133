//! Lists of checksums, and the file that they are to vouch for.

mod duplicate_name;
mod malformed;
mod mismatch;
mod missing_entry;
mod path_escape;
mod unsigned_text;
mod weak_algorithm;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &duplicate_name::DUPLICATE_NAME,
    &malformed::MALFORMED,
    &mismatch::MISMATCH,
    &missing_entry::MISSING_ENTRY,
    &path_escape::PATH_ESCAPE,
    &unsigned_text::UNSIGNED_TEXT,
    &weak_algorithm::WEAK_ALGORITHM,
];
