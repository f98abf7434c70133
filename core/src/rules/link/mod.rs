//! Symlinks and hard links.

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[];
