//! Bounds on what is read.

mod blobs;
mod descriptors;
mod dockerfile;
mod document_total;
mod entries;
mod expanded_size;
mod index_depth;
mod index_size;
mod json_depth;
mod json_size;
mod layer_merge;
mod long_name;
mod manifest_count;
mod manifest_size;
mod path_depth;
mod path_length;
mod pax_size;
mod ratio;
mod sparse_expansion;
mod sparse_map;
mod window;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &blobs::BLOBS,
    &descriptors::DESCRIPTORS,
    &dockerfile::DOCKERFILE,
    &document_total::DOCUMENT_TOTAL,
    &entries::ENTRIES,
    &expanded_size::EXPANDED_SIZE,
    &index_depth::INDEX_DEPTH,
    &index_size::INDEX_SIZE,
    &json_depth::JSON_DEPTH,
    &json_size::JSON_SIZE,
    &layer_merge::LAYER_MERGE,
    &long_name::LONG_NAME,
    &manifest_count::MANIFEST_COUNT,
    &manifest_size::MANIFEST_SIZE,
    &path_depth::PATH_DEPTH,
    &path_length::PATH_LENGTH,
    &pax_size::PAX_SIZE,
    &ratio::RATIO,
    &sparse_expansion::SPARSE_EXPANSION,
    &sparse_map::SPARSE_MAP,
    &window::WINDOW,
];
