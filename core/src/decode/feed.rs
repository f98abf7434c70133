//! Feeds a decompressor blocks of the stream that are cut at fixed places.

use super::source::Source;
use crate::model::FramingKind;

/// What a decompressor did with one block.
#[derive(Debug)]
pub(super) struct Run {
    /// Bytes of the block that it used up.
    pub(super) used: usize,
    /// Bytes of output.
    pub(super) wrote: usize,
    /// The compressed data is over, or is broken.
    pub(super) ended: Result<bool, String>,
}

/// What became of one call.
#[derive(Debug)]
pub(super) enum Fed {
    /// The output is full; the block is not used up.
    Full,
    /// The block is used up.
    Used,
    /// The compressed data is over. What is left of the block follows it.
    Ended,
    /// It does not go on: the stream ends within the block, or is broken.
    Failed(FramingKind),
}

/// How much of the current block is left.
#[derive(Debug)]
pub(super) struct Feed {
    left: usize,
}

impl Feed {
    /// A block of that length.
    pub(super) const fn block(length: usize) -> Self {
        Self { left: length }
    }

    /// Runs the decompressor once over what is left of the block, and says how many bytes came out.
    /// None while the block is not there as a whole.
    pub(super) fn pump(
        &mut self,
        source: &mut Source<'_, '_>,
        out: &mut [u8],
        decompress: impl FnOnce(&[u8], &mut [u8]) -> Run,
    ) -> Option<(usize, Fed)> {
        let asked = self.left;
        let block = source.peek(asked)?;
        let given = block.len();
        let run = decompress(block, out);
        source.consume(run.used);
        self.left = self.left.saturating_sub(run.used);
        let fed = match run.ended {
            Err(reason) => Fed::Failed(FramingKind::Corrupt { reason }),
            Ok(true) => Fed::Ended,
            Ok(false) if run.wrote >= out.len() => Fed::Full,
            Ok(false) if given < asked => Fed::Failed(FramingKind::Truncated),
            Ok(false) if run.used < given => {
                let reason = "decoder makes no progress".into();
                Fed::Failed(FramingKind::Corrupt { reason })
            }
            Ok(false) => Fed::Used,
        };
        Some((run.wrote, fed))
    }
}
