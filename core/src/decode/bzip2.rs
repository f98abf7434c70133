//! bzip2: a sequence of streams.
//!
//! Source: there is no specification; the format is that of bzip2 1.0 (by `bzip2`).

use core::fmt;

use ::bzip2::{Decompress, Status};

use super::codec::{Codec, Step};
use super::facts::Facts;
use super::feed::{Fed, Feed, Run};
use super::source::Source;
use crate::model::saturating_usize;

/// Length of the blocks of input that the decompressor is fed with.
const BLOCK: usize = 32 << 10;

/// A stream without contents: header, end mark and the combined CRC of no block. It is skipped
/// because setting up the decompressor for each of a million of them would take minutes.
const EMPTY: [u8; 10] = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90, 0, 0, 0, 0];

/// A sequence of bzip2 streams.
pub(super) struct Bzip2 {
    state: State,
}

enum State {
    /// Before a stream, or at the end.
    Stream,
    Body(Decompress, Feed),
}

impl Bzip2 {
    pub(super) const fn new() -> Self {
        Self { state: State::Stream }
    }

    fn step_stream(&mut self, source: &mut Source<'_, '_>) -> Option<Step> {
        let start = source.offset();
        match source.peek(14)? {
            [] => Some(Step::Last(0)),
            [b'B', b'Z', b'h', b'1'..=b'9', rest @ ..] if rest == EMPTY => {
                source.consume(14);
                Some(Step::Wrote(0))
            }
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => {
                self.state = State::Body(Decompress::new(false), Feed::block(BLOCK));
                Some(Step::Wrote(0))
            }
            _ => Some(Step::Rest { start }),
        }
    }

    fn step_body(
        &mut self,
        source: &mut Source<'_, '_>,
        out: &mut [u8],
        facts: &mut Facts,
    ) -> Option<Step> {
        let State::Body(decompress, feed) = &mut self.state else { return Some(Step::Last(0)) };
        let (wrote, outcome) = feed.pump(source, out, |block, out| run(decompress, block, out))?;
        match outcome {
            Fed::Full => {}
            Fed::Used => *feed = Feed::block(BLOCK),
            Fed::Ended => self.state = State::Stream,
            Fed::Failed(fault) => {
                facts.note(source.offset(), fault);
                return Some(Step::Last(wrote));
            }
        }
        Some(Step::Wrote(wrote))
    }
}

fn run(decompress: &mut Decompress, block: &[u8], out: &mut [u8]) -> Run {
    let (read, written) = (decompress.total_in(), decompress.total_out());
    let status = decompress.decompress(block, out);
    Run {
        used: saturating_usize(decompress.total_in().saturating_sub(read)),
        wrote: saturating_usize(decompress.total_out().saturating_sub(written)),
        ended: match status {
            Ok(Status::MemNeeded) => Err("out of memory".into()),
            Ok(status) => Ok(status == Status::StreamEnd),
            Err(fault) => Err(fault.to_string()),
        },
    }
}

impl Codec for Bzip2 {
    fn step(
        &mut self,
        source: &mut Source<'_, '_>,
        out: &mut [u8],
        facts: &mut Facts,
    ) -> Option<Step> {
        match self.state {
            State::Stream => self.step_stream(source),
            State::Body(..) => self.step_body(source, out, facts),
        }
    }
}

impl fmt::Debug for Bzip2 {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Bzip2")
    }
}
