//! Signatures over what vouches for the input.

mod expired;
mod identity_mismatch;
mod invalid;
mod missing;
mod unknown_key;
mod unsigned_attribute;
mod unverified;
mod weak;

use super::rule::Rule;

/// The rules of this group.
pub(super) const RULES: &[&Rule] = &[
    &expired::EXPIRED,
    &identity_mismatch::IDENTITY_MISMATCH,
    &invalid::INVALID,
    &missing::MISSING,
    &unknown_key::UNKNOWN_KEY,
    &unsigned_attribute::UNSIGNED_ATTRIBUTE,
    &unverified::UNVERIFIED,
    &weak::WEAK,
];
