//! The index of an xz stream: a list of its blocks.
//!
//! Source: The .xz File Format 1.2.1, sections 1.2 and 4.

use crc32fast::Hasher;
use sha2::{Digest as _, Sha256};

use super::super::codec::Step;
use super::super::facts::Facts;
use super::super::source::Source;
use super::{corrupt, truncated};
use crate::model::{FramingKind, to_u64};

/// Longest encoding of an integer.
const INTEGER: usize = 9;

/// What the index says of one block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// Bytes of the block without its padding.
    pub(super) unpadded: u64,
    /// Bytes that come out.
    pub(super) uncompressed: u64,
}

/// All records of one stream, in constant memory: their number, sum and hash.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    count: u64,
    uncompressed: u64,
    hash: Sha256,
}

impl Blocks {
    pub(super) fn push(&mut self, record: Record) {
        self.count = self.count.saturating_add(1);
        self.uncompressed = self.uncompressed.saturating_add(record.uncompressed);
        self.hash.update(record.unpadded.to_le_bytes());
        self.hash.update(record.uncompressed.to_le_bytes());
    }

    fn is(&self, other: &Self) -> bool {
        self.count == other.count && self.hash.clone().finalize() == other.hash.clone().finalize()
    }
}

/// An index as far as it is read.
#[derive(Debug)]
pub(super) struct Index {
    state: State,
    /// Where it starts.
    start: u64,
    crc: Hasher,
    stated: Blocks,
}

#[derive(Debug)]
enum State {
    Count,
    Unpadded { left: u64 },
    Uncompressed { left: u64, unpadded: u64 },
    End,
}

impl Index {
    pub(super) fn new(start: u64) -> Self {
        Self { state: State::Count, start, crc: Hasher::new(), stated: Blocks::default() }
    }

    /// Does one step; gives the index' length when it is over.
    pub(super) fn step(
        &mut self,
        source: &mut Source<'_, '_>,
        blocks: &mut Blocks,
        facts: &mut Facts,
    ) -> Option<(Step, Option<u64>)> {
        if matches!(self.state, State::End) {
            return self.step_end(source, blocks, facts);
        }
        let offset = source.offset();
        // The first integer follows the zero byte that tells the index from a block.
        let skip = usize::from(matches!(self.state, State::Count));
        let bytes = source.peek(INTEGER.saturating_add(skip))?;
        let (value, length) = match integer(bytes.get(skip..).unwrap_or_default()) {
            Integer::Value(value, length) => (value, length.saturating_add(skip)),
            Integer::Short => return Some((truncated(source, facts), None)),
            Integer::Invalid => {
                return Some((corrupt(offset, "index has an invalid integer", facts), None));
            }
        };
        self.crc.update(bytes.get(..length).unwrap_or_default());
        source.consume(length);
        self.take(value);
        Some((Step::Wrote(0), None))
    }

    fn take(&mut self, value: u64) {
        let left = match self.state {
            State::Count => value,
            State::Unpadded { left } => {
                self.state = State::Uncompressed { left, unpadded: value };
                return;
            }
            State::Uncompressed { left, unpadded } => {
                self.stated.push(Record { unpadded, uncompressed: value });
                left.saturating_sub(1)
            }
            State::End => 0,
        };
        self.state = if left == 0 { State::End } else { State::Unpadded { left } };
    }

    fn step_end(
        &mut self,
        source: &mut Source<'_, '_>,
        blocks: &Blocks,
        facts: &mut Facts,
    ) -> Option<(Step, Option<u64>)> {
        let offset = source.offset();
        let length = offset.saturating_sub(self.start);
        let padding = usize::from(length.wrapping_neg().to_le_bytes()[0] & 3);
        let tail = source.peek(padding.saturating_add(4))?;
        let (padding, stated) = tail.split_at_checked(padding).unwrap_or_default();
        let Ok(stated) = <[u8; 4]>::try_from(stated) else {
            return Some((truncated(source, facts), None));
        };
        if padding.iter().any(|byte| *byte != 0) {
            return Some((corrupt(offset, "index padding is not zero", facts), None));
        }
        self.crc.update(padding);
        if self.crc.clone().finalize() != u32::from_le_bytes(stated) {
            facts.note(self.start, FramingKind::Checksum);
        }
        self.compare(blocks, facts);
        let used = tail.len();
        source.consume(used);
        Some((Step::Wrote(0), Some(length.saturating_add(to_u64(used)))))
    }

    fn compare(&self, blocks: &Blocks, facts: &mut Facts) {
        let (stated, seen) = (self.stated.uncompressed, blocks.uncompressed);
        if stated != seen {
            facts.note(self.start, FramingKind::Length { stated, seen });
        } else if !self.stated.is(blocks) {
            facts.note(self.start, FramingKind::Checksum);
        }
    }
}

/// An integer of variable length.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Integer {
    /// Its value, and the bytes it takes.
    Value(u64, usize),
    /// The bytes end within it.
    Short,
    /// Longer than nine bytes, or than it needs to be.
    Invalid,
}

/// Reads the integer that `bytes` starts with (section 1.2).
pub(super) fn integer(bytes: &[u8]) -> Integer {
    let mut value = 0_u64;
    let mut length = 0_usize;
    for (byte, shift) in bytes.iter().take(INTEGER).zip((0_u32..).step_by(7)) {
        length = length.saturating_add(1);
        value |= u64::from(byte & 0x7f).wrapping_shl(shift);
        if byte & 0x80 == 0 {
            return if *byte == 0 && shift > 0 {
                Integer::Invalid
            } else {
                Integer::Value(value, length)
            };
        }
    }
    if length < INTEGER { Integer::Short } else { Integer::Invalid }
}
