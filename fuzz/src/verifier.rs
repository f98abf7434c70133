//! The whole verifier.

use crate::{case::Case, sound::assert_sound};

/// Any bytes, with any options, give a sound report, and no panic.
pub fn verifier(data: &[u8]) {
    let case = Case::read(data);
    assert_sound(&case.report(), case.bytes().len());
}
