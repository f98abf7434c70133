//! Bounds on what is read.

mod blobs;
mod descriptors;
mod document_total;
mod expanded_size;
mod index_depth;
mod index_size;
mod json_depth;
mod json_size;
mod manifest_count;
mod manifest_size;
mod path_depth;
mod path_length;
mod ratio;
mod window;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &blobs::BLOBS,
    &descriptors::DESCRIPTORS,
    &document_total::DOCUMENT_TOTAL,
    &expanded_size::EXPANDED_SIZE,
    &index_depth::INDEX_DEPTH,
    &index_size::INDEX_SIZE,
    &json_depth::JSON_DEPTH,
    &json_size::JSON_SIZE,
    &manifest_count::MANIFEST_COUNT,
    &manifest_size::MANIFEST_SIZE,
    &path_depth::PATH_DEPTH,
    &path_length::PATH_LENGTH,
    &ratio::RATIO,
    &window::WINDOW,
];
