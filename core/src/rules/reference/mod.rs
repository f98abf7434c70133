//! Names of images: what is no name, and what is taken for another one.

mod duplicate;
mod invalid;
mod look_alike;
mod untagged_latest;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &duplicate::DUPLICATE,
    &invalid::INVALID,
    &look_alike::LOOK_ALIKE,
    &untagged_latest::UNTAGGED_LATEST,
];
