//! zstd frames, RFC 8878.

use std::hash::Hasher as _;

use serde::Deserialize;

use super::Part;
use crate::{
    RecipeError,
    bytes::Bytes,
    edit::{self, Patch},
};

/// Most bytes of one block.
const BLOCK: usize = 128 * 1024;

/// Most bytes of a frame whose window is all of it: decoders bound their windows.
const LARGEST_SEGMENT: usize = 8 << 20;

/// How a frame holds its contents.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Blocks {
    /// Raw blocks; runs of one byte that fill a block are written as such.
    #[default]
    Stored,
    /// By an encoder; only `patch`, `truncate` and `trailing` apply then.
    Compressed,
}

/// One frame.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ZstdFrame {
    /// How many bytes of the contents it takes.
    pub take: Option<usize>,
    /// How it holds them.
    pub blocks: Blocks,
    /// Makes it a skippable frame with that payload, which takes no contents.
    pub skippable: Option<Bytes>,
    /// Last four bits of a skippable frame's magic number.
    pub skippable_magic: u8,
    /// Frame content size in place of the right one.
    pub content_size: Option<u64>,
    /// Leave the frame content size out, and with it the single segment.
    pub no_content_size: bool,
    /// Window descriptor byte, in place of a single segment.
    pub window: Option<u8>,
    /// The content checksum in place of the right one.
    pub checksum: Option<u32>,
    /// Leave the content checksum out.
    pub no_checksum: bool,
    /// Set the reserved bit of the frame header descriptor.
    pub reserved: bool,
    /// Dictionary ID.
    pub dictionary: Option<u32>,
    /// Changes to the frame's bytes.
    pub patch: Vec<Patch>,
    /// Keep the frame's bytes up to here.
    pub truncate: Option<i64>,
    /// Bytes behind the frame.
    pub trailing: Bytes,
}

impl ZstdFrame {
    fn frame(&self, data: &[u8]) -> Result<Vec<u8>, RecipeError> {
        if let Some(payload) = &self.skippable {
            let payload = payload.to_vec()?;
            let magic = 0x184D_2A50_u32 | u32::from(self.skippable_magic & 0xf);
            let length = u32::try_from(payload.len())
                .map_err(|_| RecipeError::new("a skippable frame holds less than 4 GiB"))?;
            return Ok([&magic.to_le_bytes()[..], &length.to_le_bytes(), &payload].concat());
        }
        if self.blocks == Blocks::Compressed {
            let level = ruzstd::encoding::CompressionLevel::Fastest;
            return Ok(ruzstd::encoding::compress_to_vec(data, level));
        }
        let mut frame = self.header(data.len());
        write_blocks(data, &mut frame);
        if !self.no_checksum {
            let mut hasher = twox_hash::XxHash64::with_seed(0);
            hasher.write(data);
            let low = hasher.finish().to_le_bytes();
            let low = u32::from_le_bytes([low[0], low[1], low[2], low[3]]);
            frame.extend_from_slice(&self.checksum.unwrap_or(low).to_le_bytes());
        }
        Ok(frame)
    }

    /// Magic number, descriptor, window, dictionary ID, and the content size in eight bytes.
    fn header(&self, length: usize) -> Vec<u8> {
        let single_segment =
            self.window.is_none() && !self.no_content_size && length <= LARGEST_SEGMENT;
        let descriptor = if self.no_content_size { 0 } else { 3 << 6 }
            | u8::from(single_segment) << 5
            | u8::from(self.reserved) << 3
            | u8::from(!self.no_checksum) << 2
            | if self.dictionary.is_some() { 3 } else { 0 };
        let mut header = 0xFD2F_B528_u32.to_le_bytes().to_vec();
        header.push(descriptor);
        if !single_segment {
            // 8 MiB: exponent 13, mantissa 0.
            header.push(self.window.unwrap_or(13 << 3));
        }
        if let Some(dictionary) = self.dictionary {
            header.extend_from_slice(&dictionary.to_le_bytes());
        }
        if !self.no_content_size {
            let length = u64::try_from(length).unwrap_or(u64::MAX);
            header.extend_from_slice(&self.content_size.unwrap_or(length).to_le_bytes());
        }
        header
    }
}

impl Part for ZstdFrame {
    fn take(&self) -> Option<usize> {
        if self.skippable.is_some() { Some(0) } else { self.take }
    }

    fn write(&self, data: &[u8], out: &mut Vec<u8>) -> Result<(), RecipeError> {
        let mut frame = self.frame(data)?;
        edit::finish(&mut frame, &self.patch, self.truncate)?;
        out.extend_from_slice(&frame);
        out.extend_from_slice(&self.trailing.to_vec()?);
        Ok(())
    }
}

fn write_blocks(data: &[u8], out: &mut Vec<u8>) {
    let mut rest = data;
    loop {
        let (block, after) = rest.split_at(rest.len().min(BLOCK));
        let run = block.len() == BLOCK && block.iter().all(|&byte| byte == block[0]);
        let size = u32::try_from(block.len()).unwrap_or(u32::MAX);
        let header = size << 3 | u32::from(run) << 1 | u32::from(after.is_empty());
        out.extend_from_slice(&header.to_le_bytes()[..3]);
        out.extend_from_slice(if run { &block[..1] } else { block });
        if after.is_empty() {
            return;
        }
        rest = after;
    }
}
