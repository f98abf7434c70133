//! Blocks decoded by the C library.

use core::hash::Hasher as _;

use twox_hash::XxHash64;
use zstd_safe::{DCtx, DParameter, InBuffer, OutBuffer, ResetDirective, get_error_name};

use super::{BLOCK_MAX, Blocks};

/// libzstd, fed block by block. What it refuses the reference decides: see `Decoder::is_doubtful`.
///
/// Differs: its quick loops accept Huffman streams that do not end where they should, of which the reference
/// says that they are corrupt. So it reads only frames with a checksum: one that was damaged is found out. One
/// that was made so on purpose, with a checksum that fits, is not.
pub(in super::super) struct Library {
    context: DCtx<'static>,
    /// What the last block gave.
    out: Vec<u8>,
    /// Bytes of it that were read.
    taken: usize,
    /// Of all that the frame gave.
    hasher: XxHash64,
}

impl Blocks for Library {
    fn new(_window: u64) -> Self {
        // One byte more than a block gives, so that a full buffer is never the end of one.
        let out = Vec::with_capacity(BLOCK_MAX.saturating_add(1));
        Self { context: DCtx::create(), out, taken: 0, hasher: XxHash64::with_seed(0) }
    }

    fn begin(&mut self, header: &[u8], checksum: bool) -> Result<(), String> {
        if !checksum {
            return Err("without a checksum".into());
        }
        self.hasher = XxHash64::with_seed(0);
        self.context.reset(ResetDirective::SessionOnly).map_err(name)?;
        // The header's window was compared with the limit.
        self.context.set_parameter(DParameter::WindowLogMax(31)).map_err(name)?;
        self.decode(header)
    }

    fn decode(&mut self, block: &[u8]) -> Result<(), String> {
        self.out.clear();
        self.taken = 0;
        let mut input = InBuffer::around(block);
        let mut output = OutBuffer::around(&mut self.out);
        self.context.decompress_stream(&mut output, &mut input).map_err(name)?;
        let (used, wrote) = (input.pos(), output.pos());
        // It may want to be called again for what it holds back.
        if used < block.len() || wrote > BLOCK_MAX {
            return Err("decoder makes no progress".into());
        }
        self.hasher.write(&self.out);
        Ok(())
    }

    fn read(&mut self, out: &mut [u8]) -> usize {
        let rest = self.out.get(self.taken..).unwrap_or_default();
        let length = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..length), rest.get(..length)) {
            to.copy_from_slice(from);
        }
        self.taken = self.taken.saturating_add(length);
        length
    }

    fn checksum(&self) -> Option<u32> {
        let hash = self.hasher.finish();
        u32::try_from(hash & u64::from(u32::MAX)).ok()
    }
}

fn name(code: usize) -> String {
    get_error_name(code).to_owned()
}
