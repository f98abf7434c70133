//! Image configs, and whether they fit their layers.

mod diff_id_count;
mod diff_id_mismatch;
mod diff_id_syntax;
mod env_loader;
mod history_count;
mod label_reserved;
mod name_mismatch;
mod options;
mod platform_mismatch;
mod platform_missing;
mod rootfs_missing;
mod rootfs_type;
mod user_range;
mod volume_escape;
mod workdir_proc;
mod workdir_symlink;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &diff_id_count::DIFF_ID_COUNT,
    &diff_id_mismatch::DIFF_ID_MISMATCH,
    &diff_id_syntax::DIFF_ID_SYNTAX,
    &env_loader::ENV_LOADER,
    &history_count::HISTORY_COUNT,
    &label_reserved::LABEL_RESERVED,
    &name_mismatch::NAME_MISMATCH,
    &platform_mismatch::PLATFORM_MISMATCH,
    &platform_missing::PLATFORM_MISSING,
    &rootfs_missing::ROOTFS_MISSING,
    &rootfs_type::ROOTFS_TYPE,
    &user_range::USER_RANGE,
    &volume_escape::VOLUME_ESCAPE,
    &workdir_proc::WORKDIR_PROC,
    &workdir_symlink::WORKDIR_SYMLINK,
];
