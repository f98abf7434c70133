//! Names of entries.

mod parent_escape;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[&parent_escape::PARENT_ESCAPE];
