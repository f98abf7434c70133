//! Blocks decoded by the C library.

use core::hash::Hasher as _;

use twox_hash::XxHash64;
use zstd_safe::{DCtx, DParameter, InBuffer, OutBuffer, ResetDirective, get_error_name};

use super::header::FrameHeader;
use super::section::Sections;
use super::sequences::Sequences;
use super::{BLOCK_MAX, BackEnd, Blocks};
use crate::model::to_u64;

/// libzstd, fed block by block. What it refuses the reference decides: see `Decoder::is_doubtful`.
///
/// Differs: it accepts two things that the reference denies. Literals whose streams do not hold what they should are found for
/// both, before they decode; offsets beyond the window are left to the reference here.
pub(super) struct Library {
    context: DCtx<'static>,
    sequences: Sequences,
    window: u64,
    /// What the frame gave.
    seen: u64,
    hasher: XxHash64,
    has_checksum: bool,
}

impl Blocks for Library {
    const BACK_END: BackEnd = BackEnd::Native;

    fn new(_window: u64) -> Self {
        Self {
            context: DCtx::create(),
            sequences: Sequences::new(),
            window: 0,
            seen: 0,
            hasher: XxHash64::with_seed(0),
            has_checksum: false,
        }
    }

    fn begin(&mut self, header: &FrameHeader) -> Result<(), String> {
        self.window = header.window;
        self.seen = 0;
        self.hasher = XxHash64::with_seed(0);
        self.has_checksum = header.has_checksum();
        self.context.reset(ResetDirective::SessionOnly).map_err(name)?;
        // The header's window was compared with the limit.
        self.context.set_parameter(DParameter::WindowLogMax(31)).map_err(name)?;
        self.feed(&header.plain, &mut []).map(|_| ())
    }

    fn decode(
        &mut self,
        block: &[u8],
        sections: Option<&Sections<'_>>,
        out: &mut [u8],
    ) -> Result<usize, String> {
        if let Some(sections) = sections {
            self.confirm_reach(sections).ok_or("offset beyond the window")?;
        }
        let (wrote, is_over) = self.feed(block, out)?;
        if is_over != block.first().is_some_and(|header| header & 1 != 0) {
            return Err("decoder holds bytes back".into());
        }
        self.seen = self.seen.saturating_add(to_u64(wrote));
        if self.has_checksum {
            self.hasher.write(out.get(..wrote).unwrap_or_default());
        }
        Ok(wrote)
    }

    fn read(&mut self, _out: &mut [u8]) -> usize {
        0
    }

    fn checksum(&self) -> Option<u32> {
        let hash = self.hasher.finish();
        u32::try_from(hash & u64::from(u32::MAX)).ok()
    }
}

impl Library {
    /// Gives the library some input, all of which it has to use up. Says how much it wrote, and whether that was the last
    /// of the frame.
    fn feed(&mut self, input: &[u8], out: &mut [u8]) -> Result<(usize, bool), String> {
        let mut input = InBuffer::around(input);
        let mut out = OutBuffer::around(out);
        let wanted = self.context.decompress_stream(&mut out, &mut input).map_err(name)?;
        if input.pos() < input.src.len() {
            return Err("decoder makes no progress".into());
        }
        Ok((out.pos(), wanted == 0))
    }

    /// Takes the tables of a compressed block; none where it may reach beyond the window.
    fn confirm_reach(&mut self, sections: &Sections<'_>) -> Option<()> {
        let section = self.sequences.update(sections)?;
        let is_all_within = self.seen.saturating_add(to_u64(BLOCK_MAX)) <= self.window;
        let is_within =
            is_all_within || self.sequences.reaches_within(&section, self.window) == Some(true);
        is_within.then_some(())
    }
}

fn name(code: usize) -> String {
    get_error_name(code).to_owned()
}
