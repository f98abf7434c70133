//! xz: streams, blocks, index and footer around LZMA2.
//!
//! Source: The .xz File Format 1.2.1 (LZMA2, delta and BCJ by `lzma-rust2`).

mod block;
mod block_header;
mod check;
mod crc64;
mod index;

use self::block::Block;
use self::block_header::BlockHeader;
use self::check::{Check, CheckKind};
use self::crc64::Crc64Table;
use self::index::{Blocks, Index};
use super::codec::{Codec, Step};
use super::facts::Facts;
use super::source::Source;
use crate::model::{FramingKind, to_u64};

/// First bytes of a stream.
const MAGIC: [u8; 6] = [0xfd, b'7', b'z', b'X', b'Z', 0];
/// Last bytes of a stream.
const FOOTER_MAGIC: [u8; 2] = *b"YZ";
/// Length of a stream header and of a stream footer.
const STREAM_HEADER: usize = 12;

/// A sequence of xz streams.
#[derive(Debug)]
pub(super) struct Xz {
    state: State,
    /// `Limits::xz_dictionary`.
    dictionary: u64,
    /// The flags of this stream's header.
    flags: [u8; 2],
    check: CheckKind,
    /// What the index has to say.
    blocks: Blocks,
    crc64: Crc64Table,
}

#[derive(Debug)]
enum State {
    /// Before a stream, or at the end. All bytes since `start`, the end of the last stream, are
    /// zero.
    Stream {
        start: u64,
    },
    /// Before a block or the index.
    BlockHeader,
    Block(Box<Block>),
    Index(Index),
    /// After an index of that length.
    Footer {
        index: u64,
    },
}

impl Xz {
    pub(super) fn new(dictionary: u64) -> Self {
        Self {
            state: State::Stream { start: 0 },
            dictionary,
            flags: [0; 2],
            check: CheckKind::default(),
            blocks: Blocks::default(),
            crc64: Crc64Table::new(),
        }
    }

    /// Streams may be padded with zeros to a multiple of four bytes (section 2.2).
    fn step_stream(
        &mut self,
        source: &mut Source<'_, '_>,
        start: u64,
        facts: &mut Facts,
    ) -> Option<Step> {
        let offset = source.offset();
        let aligned = offset.wrapping_sub(start).is_multiple_of(4);
        let header = source.peek(STREAM_HEADER)?;
        if header.starts_with(&MAGIC) && aligned {
            return Some(self.step_stream_header(source, facts));
        }
        let word = header.get(..4).unwrap_or(header);
        let zeros = word.iter().take_while(|byte| **byte == 0).count();
        if zeros == word.len() && zeros > 0 {
            source.consume(zeros);
            return Some(Step::Wrote(0));
        }
        Some(if word.is_empty() && aligned { Step::Last(0) } else { Step::Rest { start } })
    }

    fn step_stream_header(&mut self, source: &mut Source<'_, '_>, facts: &mut Facts) -> Step {
        let offset = source.offset();
        let header = source.peek(STREAM_HEADER).unwrap_or_default();
        let &[_, _, _, _, _, _, f0, f1, c0, c1, c2, c3] = header else {
            return truncated(source, facts);
        };
        source.consume(STREAM_HEADER);
        self.flags = [f0, f1];
        if crc32fast::hash(&self.flags) != u32::from_le_bytes([c0, c1, c2, c3]) {
            facts.note(offset.saturating_add(8), FramingKind::HeaderChecksum);
        }
        self.check = CheckKind::from_id(f1 & 0x0f);
        // An unknown check cannot be verified: that must not pass in silence.
        if f0 != 0 || f1 & 0xf0 != 0 || self.check.is_unknown() {
            facts.note(offset.saturating_add(6), FramingKind::ReservedBits);
        }
        self.blocks = Blocks::default();
        self.state = State::BlockHeader;
        Step::Wrote(0)
    }

    fn step_block_header(
        &mut self,
        source: &mut Source<'_, '_>,
        facts: &mut Facts,
    ) -> Option<Step> {
        let offset = source.offset();
        let &[size] = source.peek(1)? else { return Some(truncated(source, facts)) };
        if size == 0 {
            self.state = State::Index(Index::new(offset));
            return Some(Step::Wrote(0));
        }
        let length = usize::from(size).saturating_add(1).saturating_mul(4);
        let header = source.peek(length)?;
        if header.len() < length {
            return Some(truncated(source, facts));
        }
        let header = match BlockHeader::parse(header, offset, facts) {
            Ok(header) => header,
            Err(reason) => return Some(corrupt(offset, reason, facts)),
        };
        source.consume(length);
        if header.dictionary > self.dictionary {
            let (asked, limit) = (header.dictionary, self.dictionary);
            facts.note(offset, FramingKind::Window { asked, limit });
            return Some(Step::Last(0));
        }
        match Block::new(header, to_u64(length), source.offset(), Check::new(self.check)) {
            Ok(block) => self.state = State::Block(Box::new(block)),
            Err(reason) => return Some(corrupt(offset, reason, facts)),
        }
        Some(Step::Wrote(0))
    }

    fn step_block(
        &mut self,
        source: &mut Source<'_, '_>,
        out: &mut [u8],
        facts: &mut Facts,
    ) -> Option<Step> {
        let State::Block(block) = &mut self.state else { return Some(Step::Last(0)) };
        let (step, record) = block.step(source, out, &self.crc64, facts)?;
        if let Some(record) = record {
            self.blocks.push(record);
            self.state = State::BlockHeader;
        }
        Some(step)
    }

    fn step_index(&mut self, source: &mut Source<'_, '_>, facts: &mut Facts) -> Option<Step> {
        let State::Index(index) = &mut self.state else { return Some(Step::Last(0)) };
        let (step, length) = index.step(source, &mut self.blocks, facts)?;
        if let Some(index) = length {
            self.state = State::Footer { index };
        }
        Some(step)
    }

    fn step_footer(
        &mut self,
        source: &mut Source<'_, '_>,
        index: u64,
        facts: &mut Facts,
    ) -> Option<Step> {
        let offset = source.offset();
        let &[c0, c1, c2, c3, ref covered @ .., m0, m1] = source.peek(STREAM_HEADER)? else {
            return Some(truncated(source, facts));
        };
        let &[b0, b1, b2, b3, f0, f1] = covered else { return Some(truncated(source, facts)) };
        if [m0, m1] != FOOTER_MAGIC {
            return Some(corrupt(offset, "stream footer has no magic", facts));
        }
        let checksum = crc32fast::hash(covered);
        source.consume(STREAM_HEADER);
        if checksum != u32::from_le_bytes([c0, c1, c2, c3]) || self.flags != [f0, f1] {
            facts.note(offset, FramingKind::HeaderChecksum);
        }
        let stated = u64::from(u32::from_le_bytes([b0, b1, b2, b3])).saturating_add(1);
        let stated = stated.saturating_mul(4);
        if stated != index {
            facts.note(offset.saturating_add(4), FramingKind::Length { stated, seen: index });
        }
        self.state = State::Stream { start: source.offset() };
        Some(Step::Wrote(0))
    }
}

fn truncated(source: &mut Source<'_, '_>, facts: &mut Facts) -> Step {
    let left = source.available().map_or(0, <[u8]>::len);
    source.consume(left);
    facts.note(source.offset(), FramingKind::Truncated);
    Step::Last(0)
}

fn corrupt(offset: u64, reason: impl Into<String>, facts: &mut Facts) -> Step {
    facts.note(offset, FramingKind::Corrupt { reason: reason.into() });
    Step::Last(0)
}

impl Codec for Xz {
    fn step(
        &mut self,
        source: &mut Source<'_, '_>,
        out: &mut [u8],
        facts: &mut Facts,
    ) -> Option<Step> {
        match self.state {
            State::Stream { start } => self.step_stream(source, start, facts),
            State::BlockHeader => self.step_block_header(source, facts),
            State::Block(_) => self.step_block(source, out, facts),
            State::Index(_) => self.step_index(source, facts),
            State::Footer { index } => self.step_footer(source, index, facts),
        }
    }
}
