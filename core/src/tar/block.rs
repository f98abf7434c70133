//! Blocks of 512 bytes, and the reader that cuts a stream into them.

use std::borrow::Cow;

use super::probe::Probes;
use crate::model::{saturating_usize, to_u64};

/// Unit of a tar archive, in bytes.
pub(super) const BLOCK: usize = 512;

/// [`BLOCK`] as a stream length.
pub(super) const BLOCK_SIZE: u64 = to_u64(BLOCK);

/// One block.
pub(super) type Block = [u8; BLOCK];

/// All bytes are zero.
pub(super) fn is_zero(bytes: &[u8]) -> bool {
    // A plain fold over the block is one pass of wide instructions; a search is byte by byte. Most blocks
    // that are not zero begin with a name.
    bytes.chunks(BLOCK).all(|block| {
        block.first() == Some(&0) && block.iter().fold(0, |any, &byte| any | byte) == 0
    })
}

/// Bytes between `size` bytes of data and the end of their last block.
pub(super) const fn padding(size: u64) -> u64 {
    match size % BLOCK_SIZE {
        0 => 0,
        used => BLOCK_SIZE.wrapping_sub(used),
    }
}

/// `size` with its padding, or the largest number where that does not fit.
pub(super) const fn padded(size: u64) -> u64 {
    size.saturating_add(padding(size))
}

/// Takes bytes from the caller's chunks and counts them.
#[derive(Debug)]
pub(super) struct Reader {
    /// Bytes taken since the start of the stream.
    pub(super) offset: u64,
    /// Offsets that are to be looked at as blocks whatever is being read there.
    pub(super) probes: Probes,
    /// A block of which a part was in an earlier chunk.
    partial: Block,
    filled: usize,
}

impl Reader {
    pub(super) const fn new() -> Self {
        Self { offset: 0, probes: Probes::new(), partial: [0; BLOCK], filled: 0 }
    }

    /// Takes at most `most` bytes. It takes fewer where the input ends or a probe's block does, so that
    /// what the probe tells comes at the same place however the input is cut.
    pub(super) fn take<'c>(&mut self, input: &mut &'c [u8], most: u64) -> &'c [u8] {
        let most = saturating_usize(most.min(self.probes.end().saturating_sub(self.offset)));
        let (taken, rest) = input.split_at_checked(most).unwrap_or((*input, &[]));
        *input = rest;
        self.probes.watch(self.offset, taken);
        self.offset = self.offset.saturating_add(to_u64(taken.len()));
        taken
    }

    /// Takes one block: in place where the input has all of it. None where the input is used up before.
    pub(super) fn take_block<'c>(&mut self, input: &mut &'c [u8]) -> Option<Cow<'c, Block>> {
        if self.filled == 0 && input.len() >= BLOCK {
            let block = self.take(input, BLOCK_SIZE);
            return <&Block>::try_from(block).ok().map(Cow::Borrowed);
        }
        while self.filled < BLOCK && !input.is_empty() {
            let taken = self.take(input, BLOCK_SIZE.saturating_sub(to_u64(self.filled)));
            for (to, from) in self.partial.iter_mut().skip(self.filled).zip(taken) {
                *to = *from;
            }
            self.filled = self.filled.saturating_add(taken.len());
        }
        if self.filled < BLOCK {
            return None;
        }
        self.filled = 0;
        Some(Cow::Owned(self.partial))
    }

    /// What is there of a block whose end did not come.
    pub(super) fn partial(&self) -> &[u8] {
        self.partial.get(..self.filled).unwrap_or_default()
    }

    /// Bytes of it that are missing; 0 where none has begun.
    pub(super) fn missing(&self) -> u64 {
        padding(to_u64(self.filled))
    }

    /// Counts bytes that the driver did not show: see `TarParser::skip_data`.
    pub(super) fn skip(&mut self, length: u64) {
        self.offset = self.offset.saturating_add(length);
    }
}
