//! What decodes the blocks of a frame.

use std::io::Read as _;

use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// A decoder of the blocks of one frame after another.
pub(in super::super) trait Blocks: Send {
    /// A decoder whose windows are of so many bytes at most.
    fn new(window: u64) -> Self;
    /// Starts a frame that has this header, said to have no checksum. `checksum` says that it has one.
    fn begin(&mut self, header: &[u8], checksum: bool) -> Result<(), String>;
    /// Decodes one block with its header. All that came out before was read.
    fn decode(&mut self, block: &[u8]) -> Result<(), String>;
    /// Gives out what is decoded: less than `out` holds only where that is all for now.
    fn read(&mut self, out: &mut [u8]) -> usize;
    /// The start of the xxh64 of all that the frame gave out.
    fn checksum(&self) -> Option<u32>;
}

/// The decoder that every build has, and that decides what is wrong with a stream.
pub(in super::super) struct Reference(FrameDecoder);

impl Blocks for Reference {
    fn new(window: u64) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(window);
        Self(decoder)
    }

    fn begin(&mut self, header: &[u8], _checksum: bool) -> Result<(), String> {
        self.0.reset(header).map_err(|fault| fault.to_string())
    }

    fn decode(&mut self, block: &[u8]) -> Result<(), String> {
        let decoded = self.0.decode_blocks(block, BlockDecodingStrategy::UptoBlocks(1));
        decoded.map(|_| ()).map_err(|fault| fault.to_string())
    }

    fn read(&mut self, out: &mut [u8]) -> usize {
        // Reading from the decoder's own buffer into ours cannot fail.
        self.0.read(out).unwrap_or(0)
    }

    fn checksum(&self) -> Option<u32> {
        self.0.get_calculated_checksum()
    }
}
