//! How a tar stream is built.

mod checksum;
mod checksum_signed;
mod contiguous;
mod dangling_extension;
mod directory_with_data;
mod dropped_header;
mod empty;
mod entry_after_end;
mod entry_after_zero_block;
mod extension;
mod extension_order;
mod field_tail;
mod gnu_dumpdir;
mod gnu_long_no_nul;
mod gnu_long_nul;
mod gnu_multivolume;
mod gnu_names;
mod gnu_volume;
mod link_with_data;
mod magic;
mod missing_end;
mod mixed_long_name;
mod not_a_tar;
mod number_blank;
mod number_encoding;
mod number_invalid;
mod number_negative;
mod number_overflow;
mod padding_not_zero;
mod pax_bad_value;
mod pax_duplicate_key;
mod pax_embedded_record;
mod pax_empty_value;
mod pax_global_override;
mod pax_hdrcharset;
mod pax_ignored_name;
mod pax_malformed;
mod pax_nul;
mod pax_size_conflict;
mod prefix_with_gnu_magic;
mod prefix_without_ustar;
mod sparse_dialect;
mod sparse_incomplete;
mod sparse_map;
mod sparse_size;
mod special_with_data;
mod trailing_data;
mod trailing_zeros;
mod truncated;
mod two_readings;
mod unknown_type;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &checksum::CHECKSUM,
    &checksum_signed::CHECKSUM_SIGNED,
    &contiguous::CONTIGUOUS,
    &dangling_extension::DANGLING_EXTENSION,
    &directory_with_data::DIRECTORY_WITH_DATA,
    &dropped_header::DROPPED_HEADER,
    &empty::EMPTY,
    &entry_after_end::ENTRY_AFTER_END,
    &entry_after_zero_block::ENTRY_AFTER_ZERO_BLOCK,
    &extension_order::EXTENSION_ORDER,
    &field_tail::FIELD_TAIL,
    &gnu_dumpdir::GNU_DUMPDIR,
    &gnu_long_no_nul::GNU_LONG_NO_NUL,
    &gnu_long_nul::GNU_LONG_NUL,
    &gnu_multivolume::GNU_MULTIVOLUME,
    &gnu_names::GNU_NAMES,
    &gnu_volume::GNU_VOLUME,
    &link_with_data::LINK_WITH_DATA,
    &magic::MAGIC,
    &missing_end::MISSING_END,
    &mixed_long_name::MIXED_LONG_NAME,
    &not_a_tar::NOT_A_TAR,
    &number_blank::NUMBER_BLANK,
    &number_encoding::NUMBER_ENCODING,
    &number_invalid::NUMBER_INVALID,
    &number_negative::NUMBER_NEGATIVE,
    &number_overflow::NUMBER_OVERFLOW,
    &padding_not_zero::PADDING_NOT_ZERO,
    &pax_bad_value::PAX_BAD_VALUE,
    &pax_duplicate_key::PAX_DUPLICATE_KEY,
    &pax_embedded_record::PAX_EMBEDDED_RECORD,
    &pax_empty_value::PAX_EMPTY_VALUE,
    &pax_global_override::PAX_GLOBAL_OVERRIDE,
    &pax_hdrcharset::PAX_HDRCHARSET,
    &pax_ignored_name::PAX_IGNORED_NAME,
    &pax_malformed::PAX_MALFORMED,
    &pax_nul::PAX_NUL,
    &pax_size_conflict::PAX_SIZE_CONFLICT,
    &prefix_with_gnu_magic::PREFIX_WITH_GNU_MAGIC,
    &prefix_without_ustar::PREFIX_WITHOUT_USTAR,
    &sparse_dialect::SPARSE_DIALECT,
    &sparse_incomplete::SPARSE_INCOMPLETE,
    &sparse_map::SPARSE_MAP,
    &sparse_size::SPARSE_SIZE,
    &special_with_data::SPECIAL_WITH_DATA,
    &trailing_data::TRAILING_DATA,
    &trailing_zeros::TRAILING_ZEROS,
    &truncated::TRUNCATED,
    &unknown_type::UNKNOWN_TYPE,
];
