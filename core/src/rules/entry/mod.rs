//! Entries of a tar stream: what they are, whom they belong to, and what they hide.

mod aufs_metadata;
mod capability_xattr;
mod case_collision;
mod device;
mod duplicate;
mod fifo;
mod id_range;
mod mode_bits;
mod mtime_range;
mod overlay_whiteout_device;
mod overlay_xattr;
mod parent_not_directory;
mod setuid;
mod setuid_writable;
mod type_changed;
mod unexpected_linkname;
mod unicode_collision;
mod whiteout_invalid;
mod whiteout_not_empty;
mod whiteout_root;
mod whiteout_same_layer;
mod whiteout_through_symlink;
mod whiteout_type;
mod world_writable;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &aufs_metadata::AUFS_METADATA,
    &capability_xattr::CAPABILITY_XATTR,
    &case_collision::CASE_COLLISION,
    &device::DEVICE,
    &duplicate::DUPLICATE,
    &fifo::FIFO,
    &id_range::ID_RANGE,
    &mode_bits::MODE_BITS,
    &mtime_range::MTIME_RANGE,
    &overlay_whiteout_device::OVERLAY_WHITEOUT_DEVICE,
    &overlay_xattr::OVERLAY_XATTR,
    &parent_not_directory::PARENT_NOT_DIRECTORY,
    &setuid::SETUID,
    &setuid_writable::SETUID_WRITABLE,
    &type_changed::TYPE_CHANGED,
    &unexpected_linkname::UNEXPECTED_LINKNAME,
    &unicode_collision::UNICODE_COLLISION,
    &whiteout_invalid::WHITEOUT_INVALID,
    &whiteout_not_empty::WHITEOUT_NOT_EMPTY,
    &whiteout_root::WHITEOUT_ROOT,
    &whiteout_same_layer::WHITEOUT_SAME_LAYER,
    &whiteout_through_symlink::WHITEOUT_THROUGH_SYMLINK,
    &whiteout_type::WHITEOUT_TYPE,
    &world_writable::WORLD_WRITABLE,
];
