//! Names of entries.

mod absolute;
mod backslash_escape;
mod bidi_control;
mod component_too_long;
mod control_char;
mod drive_letter;
mod empty;
mod not_canonical;
mod not_utf8;
mod nul_byte;
mod parent_component;
mod parent_escape;
mod root_replaced;
mod trailing_slash_file;
mod windows_reserved;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &absolute::ABSOLUTE,
    &backslash_escape::BACKSLASH_ESCAPE,
    &bidi_control::BIDI_CONTROL,
    &component_too_long::COMPONENT_TOO_LONG,
    &control_char::CONTROL_CHAR,
    &drive_letter::DRIVE_LETTER,
    &empty::EMPTY,
    &not_canonical::NOT_CANONICAL,
    &not_utf8::NOT_UTF8,
    &nul_byte::NUL_BYTE,
    &parent_component::PARENT_COMPONENT,
    &parent_escape::PARENT_ESCAPE,
    &root_replaced::ROOT_REPLACED,
    &trailing_slash_file::TRAILING_SLASH_FILE,
    &windows_reserved::WINDOWS_RESERVED,
];
