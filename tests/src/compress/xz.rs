//! xz streams, The .xz File Format 1.2.

use std::io::Write as _;

use serde::Deserialize;
use sha2::Digest as _;

use super::Part;
use crate::{
    RecipeError,
    bytes::Bytes,
    edit::{self, Patch},
};

/// The check over a block's contents.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// No check.
    None,
    /// CRC-32.
    Crc32,
    /// CRC-64.
    #[default]
    Crc64,
    /// SHA-256.
    Sha256,
}

impl Check {
    const fn id(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Crc32 => 1,
            Self::Crc64 => 4,
            Self::Sha256 => 10,
        }
    }

    fn of(self, data: &[u8]) -> Vec<u8> {
        match self {
            Self::None => Vec::new(),
            Self::Crc32 => crc32(data),
            Self::Crc64 => crc64(data).to_le_bytes().to_vec(),
            Self::Sha256 => sha2::Sha256::digest(data).to_vec(),
        }
    }
}

/// One stream.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct XzStream {
    /// How many bytes of the contents it takes.
    pub take: Option<usize>,
    /// Preset of LZMA2, 0 to 9; without one the contents are stored.
    pub level: Option<u32>,
    /// Bytes of the contents in each block; all of them in one where it is not given.
    pub block_size: Option<usize>,
    /// The check.
    pub check: Check,
    /// Number of the check in the stream flags, in place of that of `check`.
    pub check_id: Option<u8>,
    /// The check's bytes in place of the right ones, in every block.
    pub check_value: Option<Bytes>,
    /// Dictionary size byte of the filter, 0 to 40; 22 is 8 MiB.
    pub dictionary: Option<u8>,
    /// Write both sizes into the block headers.
    pub sizes: bool,
    /// Uncompressed size in the block headers and the index in place of the right one.
    pub uncompressed_size: Option<u64>,
    /// Changes to the stream's bytes.
    pub patch: Vec<Patch>,
    /// Keep the stream's bytes up to here.
    pub truncate: Option<i64>,
    /// Bytes behind the stream.
    pub trailing: Bytes,
}

impl XzStream {
    fn flags(&self) -> [u8; 2] {
        [0, self.check_id.unwrap_or(self.check.id())]
    }

    fn stream(&self, data: &[u8]) -> Result<Vec<u8>, RecipeError> {
        let mut out = b"\xfd7zXZ\0".to_vec();
        out.extend_from_slice(&self.flags());
        out.extend_from_slice(&crc32(&self.flags()));
        let mut records = Vec::new();
        for block in data.chunks(self.block_size.unwrap_or(data.len()).max(1)) {
            records.push(self.write_block(block, &mut out)?);
        }
        let index = index(&records);
        out.extend_from_slice(&index);
        // Stored in units of four bytes, less one.
        let backward = u32::try_from(index.len() / 4 - 1).unwrap_or(u32::MAX);
        let footer = [&backward.to_le_bytes()[..], &self.flags()].concat();
        out.extend_from_slice(&crc32(&footer));
        out.extend_from_slice(&footer);
        out.extend_from_slice(b"YZ");
        Ok(out)
    }

    /// Writes a block; gives its unpadded and its uncompressed size.
    fn write_block(&self, data: &[u8], out: &mut Vec<u8>) -> Result<(u64, u64), RecipeError> {
        let packed = self.lzma2(data)?;
        let length = |bytes: &[u8]| u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let uncompressed = self.uncompressed_size.unwrap_or_else(|| length(data));
        let mut header = vec![0, if self.sizes { 0xc0 } else { 0 }];
        if self.sizes {
            write_number(length(&packed), &mut header);
            write_number(uncompressed, &mut header);
        }
        header.extend_from_slice(&[0x21, 1, self.dictionary.unwrap_or(22)]);
        pad4(&mut header);
        // Stored in units of four bytes, its own CRC32 included, less one.
        header[0] = u8::try_from(header.len() / 4).unwrap_or(u8::MAX);
        header.extend_from_slice(&crc32(&header));
        let check = match &self.check_value {
            Some(bytes) => bytes.to_vec()?,
            None => self.check.of(data),
        };
        let unpadded = length(&header) + length(&packed) + length(&check);
        let mut block = [header, packed].concat();
        pad4(&mut block);
        out.extend_from_slice(&block);
        out.extend_from_slice(&check);
        Ok((unpadded, uncompressed))
    }

    fn lzma2(&self, data: &[u8]) -> Result<Vec<u8>, RecipeError> {
        if let Some(level) = self.level {
            let options = lzma_rust2::Lzma2Options::with_preset(level);
            let mut writer = lzma_rust2::Lzma2Writer::new(Vec::new(), options);
            return writer
                .write_all(data)
                .and_then(|()| writer.finish())
                .map_err(|fault| RecipeError::new(fault.to_string()));
        }
        let mut out = Vec::new();
        for (number, chunk) in data.chunks(0x1_0000).enumerate() {
            // 1 stores and resets the dictionary, as the first chunk must; 2 only stores.
            out.push(if number == 0 { 1 } else { 2 });
            let length = u16::try_from(chunk.len() - 1).unwrap_or(u16::MAX);
            out.extend_from_slice(&length.to_be_bytes());
            out.extend_from_slice(chunk);
        }
        out.push(0);
        Ok(out)
    }
}

impl Part for XzStream {
    fn take(&self) -> Option<usize> {
        self.take
    }

    fn write(&self, data: &[u8], out: &mut Vec<u8>) -> Result<(), RecipeError> {
        let mut stream = self.stream(data)?;
        edit::finish(&mut stream, &self.patch, self.truncate)?;
        out.extend_from_slice(&stream);
        out.extend_from_slice(&self.trailing.to_vec()?);
        Ok(())
    }
}

fn index(records: &[(u64, u64)]) -> Vec<u8> {
    let mut index = vec![0];
    write_number(u64::try_from(records.len()).unwrap_or(u64::MAX), &mut index);
    for &(unpadded, uncompressed) in records {
        write_number(unpadded, &mut index);
        write_number(uncompressed, &mut index);
    }
    pad4(&mut index);
    let crc = crc32(&index);
    index.extend_from_slice(&crc);
    index
}

/// Seven bits a byte, the lowest first.
fn write_number(mut number: u64, out: &mut Vec<u8>) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or(0);
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

fn pad4(out: &mut Vec<u8>) {
    out.resize(out.len().next_multiple_of(4), 0);
}

fn crc32(data: &[u8]) -> Vec<u8> {
    crc32fast::hash(data).to_le_bytes().to_vec()
}

/// CRC-64 of ECMA-182, reflected.
fn crc64(data: &[u8]) -> u64 {
    !data.iter().fold(u64::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u64::from(byte), |crc, _| {
            (crc >> 1) ^ if crc & 1 == 1 { 0xC96C_5795_D787_0F42 } else { 0 }
        })
    })
}
