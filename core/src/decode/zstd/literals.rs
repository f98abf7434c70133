//! zstd: the Huffman streams of literals hold what they should.
//!
//! Source: RFC 8878, 3.1.1.3.1 (literals section) and 4.2.2 (a bitstream that is not consumed exactly is an error).
//!
//! `ruzstd` counts the literals of four streams together, and looks at the end of four streams alone. libzstd writes each
//! stream to its own place, so that without this check the two would read different bytes.

use ruzstd::huff0::{HuffmanDecoder, HuffmanTable};

use super::bits::{Bits, PEEKED};
use super::section::{Kind, Sections};

/// What the longest code has, in bits.
const CODE_MAX: usize = 11;
/// Codes that [`Bits::peek`] gives at least.
const CODES: usize = PEEKED / CODE_MAX;
/// Values of so many bits.
const VALUES: usize = 1 << CODE_MAX;
/// Sizes of the first three of four streams, of two bytes each.
const JUMP_TABLE: usize = 6;

/// The code that the last tree of a frame gave, by which blocks without a tree are read as well.
pub(super) struct Literals {
    tree: HuffmanTable,
    /// For each value of the next bits, how many of them are a code.
    lengths: Box<[u8; VALUES]>,
    /// The frame had a tree.
    is_known: bool,
}

/// A stream, the codes that were counted, and how many it should have.
struct Stream<'a> {
    bits: Bits<'a>,
    count: usize,
    due: usize,
}

impl Literals {
    pub(super) fn new() -> Self {
        Self { tree: HuffmanTable::new(), lengths: Box::new([0; VALUES]), is_known: false }
    }

    /// A new frame starts: no tree of the last one holds.
    pub(super) const fn reset(&mut self) {
        self.is_known = false;
    }

    /// Says what is wrong with the streams of a block. What cannot be read at all is left to the decoder.
    pub(super) fn fault(&mut self, block: &Sections<'_>) -> Option<String> {
        let mut streams = block.content;
        match block.kind {
            Kind::Raw | Kind::Run => return None,
            Kind::Tree => {
                let used = self.tree.build_decoder(streams).ok()?;
                streams = streams.get(usize::try_from(used).ok()?..)?;
                self.measure()?;
            }
            Kind::Treeless => {}
        }
        if !self.is_known {
            return None;
        }
        if !block.four {
            return self.fault_of(&mut [stream(streams, block.literals)]);
        }
        let each = block.literals.div_ceil(4);
        let Some(last) = block.literals.checked_sub(each.saturating_mul(3)) else {
            return Some(format!("{} literals in four streams", block.literals));
        };
        self.fault_of(&mut split(streams, each, last)?)
    }

    /// Lengths of codes: a code of `n` bits stands in the table for all values that start with it.
    fn measure(&mut self) -> Option<()> {
        let bits = self.tree.max_num_bits;
        let repeat = VALUES.checked_shr(bits.into()).filter(|repeat| *repeat > 0)?;
        let mut decoder = HuffmanDecoder::new(&self.tree);
        let symbols = (0..1_u64 << bits).map(|value| {
            decoder.state = value;
            decoder.decode_symbol()
        });
        let symbols: Vec<u8> = symbols.collect();
        // A code of no bits would not end.
        if symbols.first() == symbols.last() {
            return None;
        }
        let mut rest = self.lengths.as_mut_slice();
        for run in symbols.chunk_by(|a, b| a == b) {
            let spare = u8::try_from(run.len().ilog2()).unwrap_or(bits);
            let values = run.len().saturating_mul(repeat);
            rest.split_off_mut(..values)?.fill(bits.saturating_sub(spare));
        }
        self.is_known = true;
        Some(())
    }

    /// What is wrong with the streams.
    ///
    /// Four are counted in turn: the code that a stream goes on with is known only when the one before is looked up.
    fn fault_of(&self, streams: &mut [Option<Stream<'_>>]) -> Option<String> {
        if let [Some(a), Some(b), Some(c), Some(d)] = streams {
            self.count_in_turn([a, b, c, d]);
        }
        (1..).zip(streams).find_map(|(number, stream)| {
            let whole = stream.as_mut().and_then(|stream| {
                self.count_rest(stream)?;
                Some((stream.count, stream.due))
            });
            match whole {
                Some((count, due)) if count == due => None,
                Some((count, due)) => {
                    Some(format!("stream {number} has {count} literals, and should have {due}"))
                }
                None => Some(format!("stream {number} of literals does not end with a code")),
            }
        })
    }

    /// Counts while all streams have what a look at them gives.
    fn count_in_turn(&self, mut streams: [&mut Stream<'_>; 4]) {
        while streams.iter().all(|stream| stream.bits.left() >= PEEKED) {
            let mut looks = streams.each_ref().map(|stream| (stream.bits.peek(), 0_u8));
            for _ in 0..CODES {
                for (bits, used) in &mut looks {
                    let length = self.length(*bits);
                    *bits = bits.wrapping_shl(length.into());
                    *used = used.wrapping_add(length);
                }
            }
            for (stream, (_, used)) in streams.iter_mut().zip(looks) {
                if stream.bits.skip(used).is_none() {
                    return;
                }
                stream.count = stream.count.wrapping_add(CODES);
            }
        }
    }

    fn count_rest(&self, stream: &mut Stream<'_>) -> Option<()> {
        while stream.bits.left() > 0 {
            stream.bits.skip(self.length(stream.bits.peek()))?;
            stream.count = stream.count.checked_add(1)?;
        }
        Some(())
    }

    /// Length of the code that the bits start with.
    fn length(&self, bits: u64) -> u8 {
        let value = usize::try_from(bits >> (64 - CODE_MAX)).unwrap_or(0);
        self.lengths.get(value).copied().unwrap_or(0)
    }
}

/// A stream with so many codes; none where its end has no mark.
fn stream(stream: &[u8], due: usize) -> Option<Stream<'_>> {
    Some(Stream { bits: Bits::new(stream)?, count: 0, due })
}

/// The four streams of literals.
fn split(streams: &[u8], each: usize, last: usize) -> Option<[Option<Stream<'_>>; 4]> {
    let (&[a0, a1, b0, b1, c0, c1], streams) = streams.split_first_chunk::<JUMP_TABLE>()?;
    let (a, streams) = streams.split_at_checked(u16::from_le_bytes([a0, a1]).into())?;
    let (b, streams) = streams.split_at_checked(u16::from_le_bytes([b0, b1]).into())?;
    let (c, d) = streams.split_at_checked(u16::from_le_bytes([c0, c1]).into())?;
    Some([stream(a, each), stream(b, each), stream(c, each), stream(d, last)])
}
