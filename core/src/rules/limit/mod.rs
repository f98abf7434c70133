//! Bounds on what is read.

mod expanded_size;
mod index_size;
mod path_depth;
mod path_length;
mod ratio;
mod window;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &expanded_size::EXPANDED_SIZE,
    &index_size::INDEX_SIZE,
    &path_depth::PATH_DEPTH,
    &path_length::PATH_LENGTH,
    &ratio::RATIO,
    &window::WINDOW,
];
