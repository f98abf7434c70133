//! zstd: frames and blocks.
//!
//! Source: RFC 8878 (frames and blocks; the blocks' contents are decoded by what implements [`Blocks`]).

mod bits;
mod blocks;
mod chunked;
#[cfg(feature = "zstd-c")]
mod distribution;
mod header;
#[cfg(feature = "zstd-c")]
mod library;
mod literals;
mod section;
#[cfg(feature = "zstd-c")]
mod sequences;

use core::fmt;

use self::blocks::{Blocks, Reference};
use self::header::{Frame, FrameHeader};
#[cfg(feature = "zstd-c")]
use self::library::Library;
use self::literals::Literals;
use self::section::Sections;
use super::BackEnd;
use super::codec::{Codec, Step};
use super::facts::Facts;
use super::source::Source;
use crate::model::{FramingKind, to_u64};

/// First bytes of a frame.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// What a block holds at most, compressed or not.
const BLOCK_MAX: usize = 128 << 10;
/// An empty block that ends the frame. After it, the decoder gives out its whole window.
const END_BLOCK: [u8; 3] = [1, 0, 0];

/// A decoder whose windows are of so many bytes at most: `Limits::zstd_window`.
pub(super) fn codec(window: u64, back_end: BackEnd) -> Box<dyn Codec> {
    match back_end {
        #[cfg(feature = "zstd-c")]
        BackEnd::Native => Box::new(Zstd::<Library>::new(window)),
        _ => Box::new(Zstd::<Reference>::new(window)),
    }
}

/// A stream of zstd frames.
struct Zstd<B> {
    state: State,
    decoder: B,
    literals: Literals,
    /// `Limits::zstd_window`.
    window: u64,
    frame: Frame,
}

#[derive(Clone, Copy)]
enum State {
    /// Before a frame, or at the end.
    Frame,
    Header,
    Block,
    /// Gives out what is decoded, and goes on with that.
    Drain(After),
    Checksum,
    SkipHeader,
    /// Within a skippable frame that starts at `start` and holds `bytes`.
    Skip {
        start: u64,
        bytes: u32,
        left: u32,
    },
}

/// What follows when all that is decoded is given out.
#[derive(Clone, Copy)]
enum After {
    Block,
    FrameEnd,
    /// The stream cannot be read on.
    Stop,
}

impl<B: Blocks> Zstd<B> {
    fn new(window: u64) -> Self {
        let literals = Literals::new();
        Self {
            state: State::Frame,
            decoder: B::new(window),
            literals,
            window,
            frame: Frame::default(),
        }
    }

    fn step_frame(&mut self, source: &mut Source<'_, '_>) -> Option<Step> {
        let start = source.offset();
        self.state = match source.peek(MAGIC.len())? {
            [] => return Some(Step::Last(0)),
            magic if magic == MAGIC => State::Header,
            [0x50..=0x5f, 0x2a, 0x4d, 0x18] => State::SkipHeader,
            _ => return Some(Step::Rest { start }),
        };
        Some(Step::Wrote(0))
    }

    fn step_header(&mut self, source: &mut Source<'_, '_>, facts: &mut Facts) -> Option<Step> {
        let offset = source.offset();
        let length = FrameHeader::length(source.peek(FrameHeader::LEAST)?);
        let Some(header) = FrameHeader::parse(source.peek(length)?) else {
            return Some(truncated(source, facts));
        };
        source.consume(length);
        if header.reserved {
            facts.note(offset.saturating_add(4), FramingKind::ReservedBits);
        }
        if header.dictionary != 0 {
            let reason = format!("needs dictionary {}", header.dictionary);
            return Some(corrupt(offset, reason, facts));
        }
        if header.window > self.window {
            let (asked, limit) = (header.window, self.window);
            facts.note(offset, FramingKind::Window { asked, limit });
            return Some(Step::Last(0));
        }
        self.frame = header.frame(offset);
        if let Err(reason) = self.decoder.begin(&header) {
            return Some(corrupt(offset, reason, facts));
        }
        self.literals.reset();
        self.state = State::Block;
        Some(Step::Wrote(0))
    }

    fn step_block(
        &mut self,
        source: &mut Source<'_, '_>,
        out: &mut [u8],
        facts: &mut Facts,
    ) -> Option<Step> {
        let offset = source.offset();
        let &[b0, b1, b2] = source.peek(3)? else { return Some(self.cut(source, facts)) };
        let header = u32::from_le_bytes([b0, b1, b2, 0]);
        let size = usize::try_from(header >> 3).unwrap_or(usize::MAX);
        let kind = (header >> 1) & 3;
        let is_compressed = kind == 2;
        let size = match kind {
            1 => 1,
            3 => return Some(self.broken(offset, "reserved block type".into(), facts)),
            _ if size > BLOCK_MAX => {
                return Some(self.broken(offset, "block of more than 128 KiB".into(), facts));
            }
            _ => size,
        };
        let length = size.saturating_add(3);
        let block = source.peek(length)?;
        if block.len() < length {
            return Some(self.cut(source, facts));
        }
        let sections = is_compressed.then(|| Sections::parse(block.get(3..)?)).flatten();
        let fault = sections.as_ref().and_then(|sections| self.fault(sections));
        let decoded = match fault {
            Some(fault) => Err(fault),
            None => self.decoder.decode(block, sections.as_ref(), out),
        };
        source.consume(length);
        let wrote = match decoded {
            Ok(wrote) => wrote,
            Err(reason) => return Some(self.broken(offset, reason, facts)),
        };
        self.frame.seen = self.frame.seen.saturating_add(to_u64(wrote));
        let is_last = header & 1 != 0;
        self.state = State::Drain(if is_last { After::FrameEnd } else { After::Block });
        Some(Step::Wrote(wrote))
    }

    /// What is wrong with a compressed block, and what decoders do not look at.
    fn fault(&mut self, block: &Sections<'_>) -> Option<String> {
        let reserved =
            block.has_reserved_bits().then(|| "reserved bits of sequences are set".into());
        self.literals.fault(block).or(reserved)
    }

    fn step_drain(&mut self, after: After, out: &mut [u8], facts: &mut Facts) -> Step {
        let wrote = self.decoder.read(out);
        self.frame.seen = self.frame.seen.saturating_add(to_u64(wrote));
        if wrote == out.len() {
            return Step::Wrote(wrote);
        }
        match after {
            After::Stop => return Step::Last(wrote),
            After::Block => self.state = State::Block,
            After::FrameEnd => {
                self.frame.check_length(facts);
                self.state = if self.frame.checksum { State::Checksum } else { State::Frame };
            }
        }
        Step::Wrote(wrote)
    }

    fn step_checksum(&mut self, source: &mut Source<'_, '_>, facts: &mut Facts) -> Option<Step> {
        let offset = source.offset();
        let Ok(stated) = <[u8; 4]>::try_from(source.peek(4)?) else {
            return Some(truncated(source, facts));
        };
        source.consume(4);
        if self.decoder.checksum() != Some(u32::from_le_bytes(stated)) {
            facts.note(offset, FramingKind::Checksum);
        }
        self.state = State::Frame;
        Some(Step::Wrote(0))
    }

    fn step_skip_header(&mut self, source: &mut Source<'_, '_>, facts: &mut Facts) -> Option<Step> {
        let start = source.offset();
        let &[_, _, _, _, s0, s1, s2, s3] = source.peek(8)? else {
            return Some(truncated(source, facts));
        };
        let bytes = u32::from_le_bytes([s0, s1, s2, s3]);
        if let Some(length) = chunked::footer_length(bytes) {
            let frame = source.peek(length)?;
            if frame.len() == length
                && let Some(footer) = chunked::Footer::parse(frame)
            {
                source.consume(length);
                facts.withdraw(|anomaly| footer.names(anomaly));
                self.state = State::Frame;
                return Some(Step::Wrote(0));
            }
        }
        source.consume(8);
        self.state = State::Skip { start, bytes, left: bytes };
        Some(Step::Wrote(0))
    }

    fn step_skip(
        &mut self,
        source: &mut Source<'_, '_>,
        facts: &mut Facts,
        (start, bytes, left): (u64, u32, u32),
    ) -> Option<Step> {
        if left == 0 {
            facts.note(start, FramingKind::SkippableFrame { bytes: bytes.into() });
            self.state = State::Frame;
            return Some(Step::Wrote(0));
        }
        let some = source.available()?.len();
        if some == 0 {
            return Some(truncated(source, facts));
        }
        let used = u32::try_from(some).unwrap_or(u32::MAX).min(left);
        source.consume(usize::try_from(used).unwrap_or(some));
        self.state = State::Skip { start, bytes, left: left.saturating_sub(used) };
        Some(Step::Wrote(0))
    }

    /// The stream ends within a frame: what was decoded still comes out.
    fn cut(&mut self, source: &mut Source<'_, '_>, facts: &mut Facts) -> Step {
        truncated(source, facts);
        self.close()
    }

    /// A block cannot be decoded: what was decoded before still comes out.
    fn broken(&mut self, offset: u64, reason: String, facts: &mut Facts) -> Step {
        corrupt(offset, reason, facts);
        self.close()
    }

    fn close(&mut self) -> Step {
        if self.decoder.decode(&END_BLOCK, None, &mut []).is_err() {
            return Step::Last(0);
        }
        self.state = State::Drain(After::Stop);
        Step::Wrote(0)
    }
}

fn truncated(source: &mut Source<'_, '_>, facts: &mut Facts) -> Step {
    let left = source.available().map_or(0, <[u8]>::len);
    source.consume(left);
    facts.note(source.offset(), FramingKind::Truncated);
    Step::Last(0)
}

fn corrupt(offset: u64, reason: String, facts: &mut Facts) -> Step {
    facts.note(offset, FramingKind::Corrupt { reason });
    Step::Last(0)
}

impl<B: Blocks> Codec for Zstd<B> {
    fn step(
        &mut self,
        source: &mut Source<'_, '_>,
        out: &mut [u8],
        facts: &mut Facts,
    ) -> Option<Step> {
        match self.state {
            State::Frame => self.step_frame(source),
            State::Header => self.step_header(source, facts),
            State::Block => self.step_block(source, out, facts),
            State::Drain(after) => Some(self.step_drain(after, out, facts)),
            State::Checksum => self.step_checksum(source, facts),
            State::SkipHeader => self.step_skip_header(source, facts),
            State::Skip { start, bytes, left } => {
                self.step_skip(source, facts, (start, bytes, left))
            }
        }
    }

    fn back_end(&self) -> BackEnd {
        B::BACK_END
    }
}

impl<B> fmt::Debug for Zstd<B> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Zstd").field("frame", &self.frame).finish_non_exhaustive()
    }
}
