//! Input of a decoder, cut where the stream says and never where the caller's chunks end.

use core::ops::Range;

use crate::model::to_u64;

/// Bytes of earlier chunks that are not used up yet.
///
/// Bounds: what the codecs ask for at once, twice; the largest is a zstd block of 128 KiB.
#[derive(Debug, Default)]
pub(super) struct Held {
    bytes: Vec<u8>,
    /// Bytes at the front of `bytes` that are used up.
    start: usize,
    /// Bytes of the stream that are used up.
    offset: u64,
}

impl Held {
    /// Bytes of the stream that are used up.
    pub(super) const fn offset(&self) -> u64 {
        self.offset
    }

    /// The bytes in a range that [`Held::release`] gave.
    pub(super) fn get(&self, range: Range<usize>) -> &[u8] {
        self.bytes.get(range).unwrap_or_default()
    }

    /// Marks all bytes as used up and says where they are until the next use.
    pub(super) fn release(&mut self) -> Range<usize> {
        let range = self.start..self.bytes.len();
        self.advance(range.len());
        range
    }

    /// Counts bytes as used up that never were held.
    pub(super) fn pass(&mut self, length: usize) {
        self.offset = self.offset.saturating_add(to_u64(length));
    }

    fn length(&self) -> usize {
        self.bytes.len().saturating_sub(self.start)
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    fn advance(&mut self, length: usize) {
        let length = length.min(self.length());
        self.start = self.start.saturating_add(length);
        self.pass(length);
    }

    /// Takes bytes over from the caller until `want` are held.
    fn fill(&mut self, chunk: &mut &[u8], want: usize) {
        let missing = want.saturating_sub(self.length()).min(chunk.len());
        let Some((taken, rest)) = chunk.split_at_checked(missing) else { return };
        // Moving the bytes to the front only when that frees half of the buffer keeps the cost of
        // many small steps linear.
        if self.start == self.bytes.len() {
            self.bytes.clear();
            self.start = 0;
        } else if self.start > self.bytes.len() / 2 {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
        self.bytes.extend_from_slice(taken);
        *chunk = rest;
    }
}

/// The input as a codec sees it: what is held, then the caller's chunk.
///
/// A codec asks for a number of bytes that follows from the stream alone and gets exactly these in
/// one piece. So every call of the decompressors below is a function of the stream, and with them
/// the output, the anomalies and their offsets.
#[derive(Debug)]
pub(super) struct Source<'d, 'c> {
    held: &'d mut Held,
    chunk: &'d mut &'c [u8],
    /// Nothing follows the chunk.
    last: bool,
}

impl<'d, 'c> Source<'d, 'c> {
    pub(super) fn new(held: &'d mut Held, chunk: &'d mut &'c [u8], last: bool) -> Self {
        Self { held, chunk, last }
    }

    /// Offset in the stream of the next byte.
    pub(super) fn offset(&self) -> u64 {
        self.held.offset()
    }

    /// The next `want` bytes, fewer only at the end of the stream; none while they are not there.
    pub(super) fn peek(&mut self, want: usize) -> Option<&[u8]> {
        if self.held.length() == 0 && self.chunk.len() >= want {
            return self.chunk.get(..want);
        }
        self.held.fill(self.chunk, want);
        let length = self.held.length();
        (length >= want || self.last).then(|| {
            let rest = self.held.rest();
            rest.get(..want).unwrap_or(rest)
        })
    }

    /// Some of the next bytes, none of them only at the end of the stream. How many is up to the
    /// caller's chunks: only for what is looked at byte by byte.
    pub(super) fn available(&mut self) -> Option<&[u8]> {
        let rest = if self.held.length() == 0 { *self.chunk } else { self.held.rest() };
        (!rest.is_empty() || self.last).then_some(rest)
    }

    /// Uses up bytes that were looked at.
    pub(super) fn consume(&mut self, length: usize) {
        if self.held.length() == 0 {
            let (used, rest) = self.chunk.split_at_checked(length).unwrap_or((*self.chunk, &[]));
            self.held.pass(used.len());
            *self.chunk = rest;
        } else {
            self.held.advance(length);
        }
    }
}
