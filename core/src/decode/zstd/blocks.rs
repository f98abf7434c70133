//! What decodes the blocks of a frame.

use std::io::Read as _;

use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::BackEnd;
use super::header::FrameHeader;
use super::section::Sections;

/// A decoder of the blocks of one frame after another.
pub(super) trait Blocks: Send {
    /// Who decodes.
    const BACK_END: BackEnd;

    /// A decoder whose windows are of so many bytes at most.
    fn new(window: u64) -> Self;

    /// Starts a frame. It has no checksum for the decoder, which is to expect none.
    fn begin(&mut self, header: &FrameHeader) -> Result<(), String>;

    /// Decodes one block with its header, of which `sections` are the content if it is compressed. All that came out before
    /// was read. Says how much of this block is in `out` already, which holds any block.
    fn decode(
        &mut self,
        block: &[u8],
        sections: Option<&Sections<'_>>,
        out: &mut [u8],
    ) -> Result<usize, String>;

    /// Gives out what is decoded: less than `out` holds only where that is all for now.
    fn read(&mut self, out: &mut [u8]) -> usize;

    /// The low half of the xxh64 of all that the frame gave out.
    fn checksum(&self) -> Option<u32>;
}

/// The decoder that every build has, and that decides what is wrong with a stream.
pub(super) struct Reference(FrameDecoder);

impl Blocks for Reference {
    const BACK_END: BackEnd = BackEnd::Reference;

    fn new(window: u64) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(window);
        Self(decoder)
    }

    fn begin(&mut self, header: &FrameHeader) -> Result<(), String> {
        self.0.reset(header.plain.as_slice()).map_err(|fault| fault.to_string())
    }

    fn decode(
        &mut self,
        block: &[u8],
        _sections: Option<&Sections<'_>>,
        _out: &mut [u8],
    ) -> Result<usize, String> {
        let decoded = self.0.decode_blocks(block, BlockDecodingStrategy::UptoBlocks(1));
        decoded.map(|_| 0).map_err(|fault| fault.to_string())
    }

    fn read(&mut self, out: &mut [u8]) -> usize {
        // Reading from the decoder's own buffer into ours cannot fail.
        self.0.read(out).unwrap_or(0)
    }

    fn checksum(&self) -> Option<u32> {
        self.0.get_calculated_checksum()
    }
}
