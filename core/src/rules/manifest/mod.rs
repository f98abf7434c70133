//! Documents of images: indexes, manifests, and the files that name them.

mod ambiguous_type;
mod case_key;
mod digest_algorithm;
mod digest_syntax;
mod duplicate_key;
mod duplicate_member;
mod duplicate_ref;
mod embedded_data;
mod empty;
mod fields;
mod foreign_urls;
mod hybrid_mismatch;
mod index_missing;
mod invalid_field;
mod invalid_json;
mod layer_media_type;
mod layout_missing;
mod layout_version;
mod r#loop;
mod media_type_mismatch;
mod missing;
mod missing_field;
mod no_layers;
mod path_escape;
mod repositories_mismatch;
mod schema_version;
mod size_range;
mod symlink_escape;

pub(super) use fields::field_faults;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &ambiguous_type::AMBIGUOUS_TYPE,
    &case_key::CASE_KEY,
    &digest_algorithm::DIGEST_ALGORITHM,
    &digest_syntax::DIGEST_SYNTAX,
    &duplicate_key::DUPLICATE_KEY,
    &duplicate_member::DUPLICATE_MEMBER,
    &duplicate_ref::DUPLICATE_REF,
    &embedded_data::EMBEDDED_DATA,
    &empty::EMPTY,
    &foreign_urls::FOREIGN_URLS,
    &hybrid_mismatch::HYBRID_MISMATCH,
    &index_missing::INDEX_MISSING,
    &invalid_field::INVALID_FIELD,
    &invalid_json::INVALID_JSON,
    &layer_media_type::LAYER_MEDIA_TYPE,
    &layout_missing::LAYOUT_MISSING,
    &layout_version::LAYOUT_VERSION,
    &r#loop::LOOP,
    &media_type_mismatch::MEDIA_TYPE_MISMATCH,
    &missing::MISSING,
    &missing_field::MISSING_FIELD,
    &no_layers::NO_LAYERS,
    &path_escape::PATH_ESCAPE,
    &repositories_mismatch::REPOSITORIES_MISMATCH,
    &schema_version::SCHEMA_VERSION,
    &size_range::SIZE_RANGE,
    &symlink_escape::SYMLINK_ESCAPE,
];
