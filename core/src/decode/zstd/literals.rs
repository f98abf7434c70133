//! zstd: the Huffman streams of literals hold what they should.
//!
//! Source: RFC 8878, 3.1.1.3.1 (literals section) and 4.2.2 (a bitstream that is not consumed exactly is an error).
//!
//! `ruzstd` counts the literals of four streams together, and looks at the end of four streams alone. libzstd writes each
//! stream to its own place, so that without this check the two would read different bytes.

use ruzstd::huff0::{HuffmanDecoder, HuffmanTable};

use super::section::{Kind, Sections};

/// What the longest code has, in bits.
const CODE_MAX: usize = 11;
/// Codes that 56 bits hold at least.
const CODES: usize = 56 / CODE_MAX;
/// Sizes of the first three of four streams, of two bytes each.
const JUMP_TABLE: usize = 6;

/// The code that the last tree of a frame gave, by which blocks without a tree are read as well.
pub(super) struct Literals {
    tree: HuffmanTable,
    /// For each value of the next bits, how many of them are a code. Empty before the first tree.
    lengths: Vec<u8>,
}

impl Literals {
    pub(super) fn new() -> Self {
        Self { tree: HuffmanTable::new(), lengths: Vec::new() }
    }

    /// A new frame starts: no tree of the last one holds.
    pub(super) fn reset(&mut self) {
        self.lengths.clear();
    }

    /// Says what is wrong with the streams of a block. What cannot be read at all is left to the decoder.
    pub(super) fn fault(&mut self, block: &Sections<'_>) -> Option<String> {
        let mut streams = block.content;
        match block.kind {
            Kind::Raw | Kind::Run => return None,
            Kind::Tree => {
                let used = self.tree.build_decoder(streams).ok()?;
                streams = streams.get(usize::try_from(used).ok()?..)?;
                self.measure();
            }
            Kind::Treeless => {}
        }
        if self.lengths.is_empty() {
            return None;
        }
        if !block.four {
            return self.fault_of(1, streams, block.literals);
        }
        let (&[a0, a1, b0, b1, c0, c1], mut streams) = streams.split_first_chunk::<JUMP_TABLE>()?;
        let each = block.literals.div_ceil(4);
        let Some(last) = block.literals.checked_sub(each.saturating_mul(3)) else {
            return Some(format!("{} literals in four streams", block.literals));
        };
        for (number, length) in (1..).zip([[a0, a1], [b0, b1], [c0, c1]]) {
            let (stream, rest) = streams.split_at_checked(u16::from_le_bytes(length).into())?;
            streams = rest;
            if let Some(fault) = self.fault_of(number, stream, each) {
                return Some(fault);
            }
        }
        self.fault_of(4, streams, last)
    }

    /// Lengths of codes: a code of `n` bits stands in the table for all values that start with it.
    fn measure(&mut self) {
        let bits = self.tree.max_num_bits;
        let mut decoder = HuffmanDecoder::new(&self.tree);
        let symbols = (0..1_u64 << bits).map(|value| {
            decoder.state = value;
            decoder.decode_symbol()
        });
        let symbols: Vec<u8> = symbols.collect();
        self.lengths.clear();
        for run in symbols.chunk_by(|a, b| a == b) {
            let spare = u8::try_from(run.len().ilog2()).unwrap_or(bits);
            let length = bits.saturating_sub(spare);
            self.lengths.extend(core::iter::repeat_n(length, run.len()));
        }
    }

    fn fault_of(&self, number: u8, stream: &[u8], due: usize) -> Option<String> {
        match self.count(stream) {
            Some(count) if count == due => None,
            Some(count) => {
                Some(format!("stream {number} has {count} literals, and should have {due}"))
            }
            None => Some(format!("stream {number} of literals does not end with a code")),
        }
    }

    /// Codes in a stream, which is read from its last bit to its first. None where it does not end with a code.
    fn count(&self, stream: &[u8]) -> Option<usize> {
        let mark = stream.last()?.checked_ilog2()?;
        let whole = stream.len().checked_sub(1)?.checked_mul(8)?;
        let mut left = whole.checked_add(usize::try_from(mark).ok()?)?;
        let shift = u64::BITS.checked_sub(self.lengths.len().ilog2())?;
        let mut count = 0_usize;
        while left > 0 {
            let mut bits = last_bits(stream, left)?;
            for _ in 0..CODES {
                let value = usize::try_from(bits.checked_shr(shift)?).ok()?;
                let length = *self.lengths.get(value)?;
                left = left.checked_sub(length.into())?;
                bits = bits.checked_shl(length.into())?;
                count = count.saturating_add(1);
                if left == 0 {
                    break;
                }
            }
        }
        Some(count)
    }
}

/// The bits before bit `end`, 57 or all of them, the last in the highest place.
fn last_bits(stream: &[u8], end: usize) -> Option<u64> {
    let bytes = stream.get(..end.div_ceil(8))?;
    let word = bytes.last_chunk().copied().unwrap_or_else(|| {
        let mut word = [0; 8];
        let places = word.iter_mut().rev();
        places.zip(bytes.iter().rev()).for_each(|(place, &byte)| *place = byte);
        word
    });
    let unused = bytes.len().checked_mul(8)?.checked_sub(end)?;
    u64::from_le_bytes(word).checked_shl(u32::try_from(unused).ok()?)
}
