//! What the user has decided: allowances, and names that are trusted or blocked.

mod blocked;
mod stale_allow;
mod unchecked;
mod unmet;
mod unpinned;
mod unqualified;
mod unsigned;
mod untrusted;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &blocked::BLOCKED,
    &stale_allow::STALE_ALLOW,
    &unchecked::UNCHECKED,
    &unmet::UNMET,
    &unpinned::UNPINNED,
    &unqualified::UNQUALIFIED,
    &unsigned::UNSIGNED,
    &untrusted::UNTRUSTED,
];
