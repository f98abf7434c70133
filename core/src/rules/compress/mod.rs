//! Compressed streams: checks, lengths, headers, and what surrounds them.

mod checksum;
mod header;
mod header_extra;
mod header_name;
mod length;
mod media_type_mismatch;
mod nested;
mod skippable_frame;
mod trailing_data;
mod truncated;
mod unreadable;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &checksum::CHECKSUM,
    &header::HEADER,
    &header_extra::HEADER_EXTRA,
    &header_name::HEADER_NAME,
    &length::LENGTH,
    &media_type_mismatch::MEDIA_TYPE_MISMATCH,
    &nested::NESTED,
    &skippable_frame::SKIPPABLE_FRAME,
    &trailing_data::TRAILING_DATA,
    &truncated::TRUNCATED,
    &unreadable::UNREADABLE,
];
