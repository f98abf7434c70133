//! The check over the contents of an xz block.
//!
//! Source: The .xz File Format 1.2.1, sections 2.1.1.2 and 3.4.

use sha2::{Digest as _, Sha256};

use super::crc64::Crc64Table;

/// Which check the blocks of a stream have.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum CheckKind {
    #[default]
    None,
    Crc32,
    Crc64,
    Sha256,
    /// A check without a meaning yet, of that length.
    Unknown {
        length: usize,
    },
}

impl CheckKind {
    /// The check of that ID, 0 to 15.
    pub(super) const fn from_id(id: u8) -> Self {
        match id {
            0 => Self::None,
            1 => Self::Crc32,
            4 => Self::Crc64,
            10 => Self::Sha256,
            2 | 3 => Self::Unknown { length: 4 },
            5 | 6 => Self::Unknown { length: 8 },
            7..=9 => Self::Unknown { length: 16 },
            11 | 12 => Self::Unknown { length: 32 },
            _ => Self::Unknown { length: 64 },
        }
    }

    pub(super) const fn is_unknown(self) -> bool {
        matches!(self, Self::Unknown { .. })
    }
}

/// The check of one block as far as the block is decoded.
#[derive(Debug)]
pub(super) enum Check {
    None,
    Crc32(crc32fast::Hasher),
    Crc64(u64),
    Sha256(Box<Sha256>),
    Unknown { length: usize },
}

impl Check {
    pub(super) fn new(kind: CheckKind) -> Self {
        match kind {
            CheckKind::None => Self::None,
            CheckKind::Crc32 => Self::Crc32(crc32fast::Hasher::new()),
            CheckKind::Crc64 => Self::Crc64(0),
            CheckKind::Sha256 => Self::Sha256(Box::new(Sha256::new())),
            CheckKind::Unknown { length } => Self::Unknown { length },
        }
    }

    /// Bytes that it takes at the end of a block.
    pub(super) const fn length(&self) -> usize {
        match self {
            Self::None => 0,
            Self::Crc32(_) => 4,
            Self::Crc64(_) => 8,
            Self::Sha256(_) => 32,
            Self::Unknown { length } => *length,
        }
    }

    pub(super) fn update(&mut self, bytes: &[u8], table: &Crc64Table) {
        match self {
            Self::Crc32(state) => state.update(bytes),
            Self::Crc64(state) => *state = table.update(*state, bytes),
            Self::Sha256(state) => state.update(bytes),
            Self::None | Self::Unknown { .. } => {}
        }
    }

    /// The stored check is that of the bytes, or there is nothing to compare.
    pub(super) fn matches(&self, stored: &[u8]) -> bool {
        match self {
            Self::None | Self::Unknown { .. } => true,
            Self::Crc32(state) => state.clone().finalize().to_le_bytes() == stored,
            Self::Crc64(state) => state.to_le_bytes() == stored,
            Self::Sha256(state) => state.as_ref().clone().finalize().as_slice() == stored,
        }
    }
}
