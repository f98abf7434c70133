//! The contents of one xz block: LZMA2 chunks, padding and check.
//!
//! Source: The .xz File Format 1.2.1, sections 3.2 to 3.4. The framing of LZMA2 chunks has no
//! specification; it is that of XZ Utils' `lzma2_decoder.c`.

use core::fmt;

use lzma_rust2::{Action, Lzma2Stream, Status};

use super::super::codec::Step;
use super::super::facts::Facts;
use super::super::feed::{Fed, Feed, Run};
use super::super::source::Source;
use super::block_header::BlockHeader;
use super::check::Check;
use super::crc64::Crc64Table;
use super::index::Record;
use super::{corrupt, truncated};
use crate::model::{FramingKind, to_u64};

/// A block whose header is read.
pub(super) struct Block {
    state: State,
    lzma2: Lzma2Stream,
    header: BlockHeader,
    /// Length of the header.
    header_length: u64,
    /// Offset at which the compressed data starts.
    start: u64,
    check: Check,
    /// Bytes that came out.
    length: u64,
}

enum State {
    /// Before an LZMA2 chunk.
    Chunk,
    /// Within an LZMA2 chunk. It is decoded as a whole, so that what comes out before a fault does
    /// not depend on how it arrived.
    Data(Feed),
    /// After so many bytes of compressed data.
    End { compressed: u64 },
}

impl Block {
    pub(super) fn new(
        header: BlockHeader,
        header_length: u64,
        start: u64,
        check: Check,
    ) -> Result<Self, String> {
        let dictionary = u32::try_from(header.dictionary).unwrap_or(u32::MAX);
        let mut lzma2 = Lzma2Stream::new(dictionary);
        if let Some(filter) = &header.filter {
            lzma2.set_filters(core::slice::from_ref(filter)).map_err(|fault| fault.to_string())?;
        }
        Ok(Self { state: State::Chunk, lzma2, header, header_length, start, check, length: 0 })
    }

    /// Does one step; gives the block's record for the index when it is over.
    pub(super) fn step(
        &mut self,
        source: &mut Source<'_, '_>,
        out: &mut [u8],
        crc64: &Crc64Table,
        facts: &mut Facts,
    ) -> Option<(Step, Option<Record>)> {
        match &mut self.state {
            State::Chunk => {
                let length = chunk_length(source)?;
                self.state = State::Data(Feed::block(length));
                Some((Step::Wrote(0), None))
            }
            State::Data(feed) => {
                let lzma2 = &mut self.lzma2;
                let (wrote, outcome) =
                    feed.pump(source, out, |chunk, out| run(lzma2, chunk, out))?;
                self.check.update(out.get(..wrote).unwrap_or_default(), crc64);
                self.length = self.length.saturating_add(to_u64(wrote));
                Some((self.after(source, wrote, outcome, facts), None))
            }
            State::End { compressed } => {
                let compressed = *compressed;
                self.step_end(source, compressed, facts)
            }
        }
    }

    fn after(
        &mut self,
        source: &mut Source<'_, '_>,
        wrote: usize,
        outcome: Fed,
        facts: &mut Facts,
    ) -> Step {
        match outcome {
            Fed::Full => {}
            Fed::Used => self.state = State::Chunk,
            Fed::Ended => {
                let compressed = source.offset().saturating_sub(self.start);
                self.state = State::End { compressed };
            }
            Fed::Failed(fault) => {
                facts.note(source.offset(), fault);
                return Step::Last(wrote);
            }
        }
        Step::Wrote(wrote)
    }

    fn step_end(
        &mut self,
        source: &mut Source<'_, '_>,
        compressed: u64,
        facts: &mut Facts,
    ) -> Option<(Step, Option<Record>)> {
        let offset = source.offset();
        let padding = usize::from(compressed.wrapping_neg().to_le_bytes()[0] & 3);
        let length = padding.saturating_add(self.check.length());
        let tail = source.peek(length)?;
        if tail.len() < length {
            return Some((truncated(source, facts), None));
        }
        let (padding, check) = tail.split_at_checked(padding).unwrap_or_default();
        if padding.iter().any(|byte| *byte != 0) {
            return Some((corrupt(offset, "block padding is not zero", facts), None));
        }
        if !self.check.matches(check) {
            let padding = to_u64(padding.len());
            facts.note(offset.saturating_add(padding), FramingKind::Checksum);
        }
        let check = to_u64(check.len());
        source.consume(length);
        self.check_sizes(compressed, facts);
        let unpadded = self.header_length.saturating_add(compressed).saturating_add(check);
        Some((Step::Wrote(0), Some(Record { unpadded, uncompressed: self.length })))
    }

    fn check_sizes(&self, compressed: u64, facts: &mut Facts) {
        let offset = self.start.saturating_sub(self.header_length);
        let sizes = [
            (self.header.compressed_size, compressed),
            (self.header.uncompressed_size, self.length),
        ];
        for (stated, seen) in sizes {
            if let Some(stated) = stated.filter(|stated| *stated != seen) {
                facts.note(offset, FramingKind::Length { stated, seen });
            }
        }
    }
}

/// Length of the LZMA2 chunk that comes next, its header included. A chunk that is cut short or of
/// unknown type is left to the decoder.
fn chunk_length(source: &mut Source<'_, '_>) -> Option<usize> {
    let control = source.peek(1)?.first().copied().unwrap_or(0);
    let header = match control {
        0 | 3..0x80 => return Some(1),
        1 | 2 => 3,
        0x80..0xc0 => 5,
        0xc0..=0xff => 6,
    };
    let ([_, _, _, high, low] | [_, _, _, high, low, _] | [_, high, low]) = *source.peek(header)?
    else {
        return Some(header);
    };
    let data = usize::from(u16::from_le_bytes([low, high])).saturating_add(1);
    Some(header.saturating_add(data))
}

fn run(lzma2: &mut Lzma2Stream, chunk: &[u8], out: &mut [u8]) -> Run {
    match lzma2.process(chunk, out, Action::Run) {
        Ok(result) => Run {
            used: result.bytes_consumed,
            wrote: result.bytes_produced,
            ended: Ok(matches!(result.status, Status::StreamEnd)),
        },
        Err(fault) => Run { used: 0, wrote: 0, ended: Err(fault.to_string()) },
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Block")
            .field("header", &self.header)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}
