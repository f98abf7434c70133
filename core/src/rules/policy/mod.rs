//! What the user has decided: allowances, and names that are trusted or blocked.

mod stale_allow;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[&stale_allow::STALE_ALLOW];
