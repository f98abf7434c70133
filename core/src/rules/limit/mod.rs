//! Bounds on what is read.

mod expanded_size;
mod ratio;
mod window;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[&expanded_size::EXPANDED_SIZE, &ratio::RATIO, &window::WINDOW];
