//! gzip: member headers and trailers, around raw deflate.
//!
//! Source: RFC 1952 (gzip), RFC 1951 (deflate, by `flate2`).

mod header;

use core::fmt;

use crc32fast::Hasher;
use flate2::{Decompress, FlushDecompress, Status};

use self::header::Header;
use super::codec::{Codec, Step};
use super::facts::Facts;
use super::feed::{Fed, Feed, Run};
use super::source::Source;
use crate::model::{FramingKind, saturating_usize, to_u64};

/// First bytes of a member: the magic, and the only method there is.
pub(super) const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

/// Length of the blocks that inflate is fed with.
const BLOCK: usize = 32 << 10;

/// A stream of gzip members.
pub(super) struct Gzip {
    state: State,
    inflate: Decompress,
    crc: Hasher,
    /// Bytes that came out of this member.
    length: u64,
}

enum State {
    /// Before a member, or at the end.
    Member,
    Header(Header),
    Body(Feed),
    Trailer,
}

impl Gzip {
    pub(super) fn new() -> Self {
        Self {
            state: State::Member,
            inflate: Decompress::new(false),
            crc: Hasher::new(),
            length: 0,
        }
    }

    fn step_member(&mut self, source: &mut Source<'_, '_>) -> Option<Step> {
        let offset = source.offset();
        let magic = source.peek(MAGIC.len())?;
        if magic == MAGIC {
            self.state = State::Header(Header::new());
            return Some(Step::Wrote(0));
        }
        Some(if magic.is_empty() { Step::Last(0) } else { Step::Rest { start: offset } })
    }

    fn step_body(
        &mut self,
        source: &mut Source<'_, '_>,
        out: &mut [u8],
        facts: &mut Facts,
    ) -> Option<Step> {
        let State::Body(feed) = &mut self.state else { return Some(Step::Last(0)) };
        let inflate = &mut self.inflate;
        let (wrote, outcome) = feed.pump(source, out, |block, out| run(inflate, block, out))?;
        self.crc.update(out.get(..wrote).unwrap_or_default());
        self.length = self.length.wrapping_add(to_u64(wrote));
        match outcome {
            Fed::Full => {}
            Fed::Used => self.state = State::Body(Feed::block(BLOCK)),
            Fed::Ended => self.state = State::Trailer,
            Fed::Failed(fault) => {
                facts.note(source.offset(), fault);
                return Some(Step::Last(wrote));
            }
        }
        Some(Step::Wrote(wrote))
    }

    fn step_trailer(&mut self, source: &mut Source<'_, '_>, facts: &mut Facts) -> Option<Step> {
        let offset = source.offset();
        let trailer = source.peek(8)?;
        let &[c0, c1, c2, c3, s0, s1, s2, s3] = trailer else {
            let end = offset.saturating_add(to_u64(trailer.len()));
            facts.note(end, FramingKind::Truncated);
            return Some(Step::Last(0));
        };
        source.consume(8);
        if u32::from_le_bytes([c0, c1, c2, c3]) != self.crc.clone().finalize() {
            facts.note(offset, FramingKind::Checksum);
        }
        let stated = u64::from(u32::from_le_bytes([s0, s1, s2, s3]));
        let seen = self.length & u64::from(u32::MAX);
        if stated != seen {
            facts.note(offset.saturating_add(4), FramingKind::Length { stated, seen });
        }
        self.state = State::Member;
        Some(Step::Wrote(0))
    }

    fn begin_body(&mut self) {
        self.inflate.reset(false);
        self.crc.reset();
        self.length = 0;
        self.state = State::Body(Feed::block(BLOCK));
    }
}

fn run(inflate: &mut Decompress, block: &[u8], out: &mut [u8]) -> Run {
    let (read, written) = (inflate.total_in(), inflate.total_out());
    let status = inflate.decompress(block, out, FlushDecompress::None);
    Run {
        used: saturating_usize(inflate.total_in().saturating_sub(read)),
        wrote: saturating_usize(inflate.total_out().saturating_sub(written)),
        ended: match status {
            Ok(status) => Ok(matches!(status, Status::StreamEnd)),
            Err(fault) => Err(fault.message().unwrap_or("invalid deflate data").into()),
        },
    }
}

impl Codec for Gzip {
    fn step(
        &mut self,
        source: &mut Source<'_, '_>,
        out: &mut [u8],
        facts: &mut Facts,
    ) -> Option<Step> {
        match &mut self.state {
            State::Member => self.step_member(source),
            State::Header(header) => {
                if header.read(source, facts)? {
                    self.begin_body();
                    return Some(Step::Wrote(0));
                }
                facts.note(source.offset(), FramingKind::Truncated);
                Some(Step::Last(0))
            }
            State::Body(_) => self.step_body(source, out, facts),
            State::Trailer => self.step_trailer(source, facts),
        }
    }
}

impl fmt::Debug for Gzip {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Gzip").field("length", &self.length).finish_non_exhaustive()
    }
}
