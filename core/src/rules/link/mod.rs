//! Symlinks and hard links.

mod account_file_symlink;
mod drive_letter;
mod empty_target;
mod hardlink_absolute;
mod hardlink_escape;
mod hardlink_forward;
mod hardlink_missing;
mod hardlink_self;
mod hardlink_through_symlink;
mod hardlink_to_directory;
mod hardlink_to_symlink;
mod r#loop;
mod mountpoint_symlink;
mod nul_byte;
mod symlink_absolute;
mod symlink_escape;
mod write_through;
mod write_through_lower;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &account_file_symlink::ACCOUNT_FILE_SYMLINK,
    &drive_letter::DRIVE_LETTER,
    &empty_target::EMPTY_TARGET,
    &hardlink_absolute::HARDLINK_ABSOLUTE,
    &hardlink_escape::HARDLINK_ESCAPE,
    &hardlink_forward::HARDLINK_FORWARD,
    &hardlink_missing::HARDLINK_MISSING,
    &hardlink_self::HARDLINK_SELF,
    &hardlink_through_symlink::HARDLINK_THROUGH_SYMLINK,
    &hardlink_to_directory::HARDLINK_TO_DIRECTORY,
    &hardlink_to_symlink::HARDLINK_TO_SYMLINK,
    &r#loop::LOOP,
    &mountpoint_symlink::MOUNTPOINT_SYMLINK,
    &nul_byte::NUL_BYTE,
    &symlink_absolute::SYMLINK_ABSOLUTE,
    &symlink_escape::SYMLINK_ESCAPE,
    &write_through::WRITE_THROUGH,
    &write_through_lower::WRITE_THROUGH_LOWER,
];
