//! zstd: bitstreams, which are read from their last bit to their first.
//!
//! Source: RFC 8878, 4.1 and 4.2.2 (the last byte holds the highest bits, and a one above them).

/// Bits that [`Bits::peek`] gives at least, where there are so many.
pub(super) const PEEKED: usize = 57;

/// What is left of a bitstream.
#[derive(Clone, Copy)]
pub(super) struct Bits<'a> {
    stream: &'a [u8],
    left: usize,
}

impl<'a> Bits<'a> {
    /// None where no bit marks the end.
    pub(super) fn new(stream: &'a [u8]) -> Option<Self> {
        let mark = stream.last()?.checked_ilog2()?;
        let whole = stream.len().checked_sub(1)?.checked_mul(8)?;
        Some(Self { stream, left: whole.checked_add(usize::try_from(mark).ok()?)? })
    }

    /// How many bits are left.
    pub(super) const fn left(&self) -> usize {
        self.left
    }

    /// The next bits from the highest place on: [`PEEKED`], or all that are left.
    pub(super) fn peek(&self) -> u64 {
        let bytes = self.stream.get(..self.left.div_ceil(8)).unwrap_or_default();
        let word = bytes.last_chunk().copied().unwrap_or_else(|| {
            let mut word = [0; 8];
            let places = word.iter_mut().rev();
            places.zip(bytes.iter().rev()).for_each(|(place, &byte)| *place = byte);
            word
        });
        // Above them are fewer than 8 that were read already.
        let read = self.left.wrapping_neg() & 7;
        u64::from_le_bytes(word) << read
    }

    /// Passes over the next bits; none where there are fewer.
    pub(super) fn skip(&mut self, bits: u8) -> Option<()> {
        self.left = self.left.checked_sub(bits.into())?;
        Some(())
    }

    /// Reads the next bits, [`PEEKED`] at most; none where there are fewer.
    #[cfg(feature = "zstd-c")]
    pub(super) fn take(&mut self, bits: u8) -> Option<u64> {
        let value = self.peek().checked_shr(u64::BITS.checked_sub(bits.into())?).unwrap_or(0);
        self.skip(bits)?;
        Some(value)
    }
}
