//! Why a text is no reference.

use core::fmt;

/// A part of a reference.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ReferencePart {
    /// All of it.
    Whole,
    /// The registry's host.
    Domain,
    /// The registry's port.
    Port,
    /// The repository within its registry.
    Path,
    /// What stands behind the colon.
    Tag,
    /// What stands behind the `@`.
    Digest,
}

impl ReferencePart {
    const fn name(self) -> &'static str {
        match self {
            Self::Whole => "name",
            Self::Domain => "registry",
            Self::Port => "port",
            Self::Path => "path",
            Self::Tag => "tag",
            Self::Digest => "digest",
        }
    }
}

/// Why a text is no reference, and where: `path has a capital letter, at byte 4`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ReferenceError {
    part: ReferencePart,
    offset: usize,
    reason: &'static str,
}

impl ReferenceError {
    pub(super) const fn new(part: ReferencePart, offset: usize, reason: &'static str) -> Self {
        Self { part, offset, reason }
    }

    /// The part that is wrong.
    pub const fn part(&self) -> ReferencePart {
        self.part
    }

    /// Bytes from the start of the text to what is wrong.
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}, at byte {}", self.part.name(), self.reason, self.offset)
    }
}

impl core::error::Error for ReferenceError {}
