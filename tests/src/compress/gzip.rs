//! gzip members, RFC 1952.

use serde::Deserialize;

use super::Part;
use crate::{
    RecipeError,
    bytes::Bytes,
    edit::{self, Patch},
};

/// One member.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct GzipMember {
    /// How many bytes of the contents it takes.
    pub take: Option<usize>,
    /// Level of deflate, 1 to 9; without one the contents are stored.
    pub level: Option<u8>,
    /// FLG bits over those that the fields below set.
    pub flags: u8,
    /// MTIME.
    pub mtime: u32,
    /// XFL.
    pub xfl: u8,
    /// OS; 255 is unknown.
    pub os: Option<u8>,
    /// FEXTRA, without its length.
    pub extra: Option<Bytes>,
    /// FNAME, without its NUL.
    pub name: Option<Bytes>,
    /// FCOMMENT, without its NUL.
    pub comment: Option<Bytes>,
    /// FHCRC.
    pub header_crc: bool,
    /// CRC32 in place of the right one.
    pub crc: Option<u32>,
    /// ISIZE in place of the right one.
    pub isize: Option<u32>,
    /// Leave CRC32 and ISIZE out.
    pub no_trailer: bool,
    /// Changes to the member's bytes.
    pub patch: Vec<Patch>,
    /// Keep the member's bytes up to here.
    pub truncate: Option<i64>,
    /// Bytes behind the member.
    pub trailing: Bytes,
}

impl GzipMember {
    fn header(&self) -> Result<Vec<u8>, RecipeError> {
        let flag = |set: bool, bit: u32| u8::from(set) << bit;
        let flags = self.flags
            | flag(self.header_crc, 1)
            | flag(self.extra.is_some(), 2)
            | flag(self.name.is_some(), 3)
            | flag(self.comment.is_some(), 4);
        let mut header = vec![0x1f, 0x8b, 8, flags];
        header.extend_from_slice(&self.mtime.to_le_bytes());
        header.extend_from_slice(&[self.xfl, self.os.unwrap_or(255)]);
        if let Some(extra) = &self.extra {
            let extra = extra.to_vec()?;
            let length = u16::try_from(extra.len())
                .map_err(|_| RecipeError::new("extra is over 65535 bytes"))?;
            header.extend_from_slice(&length.to_le_bytes());
            header.extend_from_slice(&extra);
        }
        for text in [&self.name, &self.comment].into_iter().flatten() {
            header.extend_from_slice(&text.to_vec()?);
            header.push(0);
        }
        if self.header_crc {
            let crc = crc32fast::hash(&header).to_le_bytes();
            header.extend_from_slice(&crc[..2]);
        }
        Ok(header)
    }
}

impl Part for GzipMember {
    fn take(&self) -> Option<usize> {
        self.take
    }

    fn write(&self, data: &[u8], out: &mut Vec<u8>) -> Result<(), RecipeError> {
        let mut member = self.header()?;
        match self.level {
            Some(level) => {
                member.extend_from_slice(&miniz_oxide::deflate::compress_to_vec(data, level));
            }
            None => store(data, &mut member),
        }
        if !self.no_trailer {
            let crc = self.crc.unwrap_or_else(|| crc32fast::hash(data));
            member.extend_from_slice(&crc.to_le_bytes());
            // ISIZE is the length modulo 2^32.
            let length = u64::try_from(data.len()).unwrap_or(u64::MAX) & u64::from(u32::MAX);
            let isize = self.isize.unwrap_or(u32::try_from(length).unwrap_or(u32::MAX));
            member.extend_from_slice(&isize.to_le_bytes());
        }
        edit::finish(&mut member, &self.patch, self.truncate)?;
        out.extend_from_slice(&member);
        out.extend_from_slice(&self.trailing.to_vec()?);
        Ok(())
    }
}

/// Stored blocks, RFC 1951 3.2.4.
fn store(data: &[u8], out: &mut Vec<u8>) {
    let mut rest = data;
    loop {
        let (block, after) = rest.split_at(rest.len().min(0xffff));
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(u8::from(after.is_empty()));
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
        if after.is_empty() {
            return;
        }
        rest = after;
    }
}
