//! A tar archive or other bytes, and what is done to them: a whole input, or one layer of an image.

use serde::Deserialize;

use crate::{
    RecipeError,
    bytes::Bytes,
    compress::Compressions,
    edit::{self, Patch},
    tar::{BLOCK, Entry, Format},
};

/// Bytes in the making: entries and end of an archive, or data; then changes; then compression.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ByteStream {
    /// Entries of a tar archive.
    pub entry: Vec<Entry>,
    /// Layout of entries that name none.
    pub format: Format,
    /// Zero blocks behind the last entry; two where it is not given.
    pub end_blocks: Option<usize>,
    /// Bytes in place of an archive.
    pub data: Option<Bytes>,
    /// Bytes behind the end.
    pub trailing: Bytes,
    /// Changes before compression.
    pub patch: Vec<Patch>,
    /// Keep the bytes up to here, before compression.
    pub truncate: Option<i64>,
    /// The compressions, the innermost first.
    pub compress: Compressions,
    /// Media type of a layer, where it is not that of its compression.
    pub media_type: Option<String>,
}

impl ByteStream {
    /// A tar archive of those entries.
    pub fn tar(entry: Vec<Entry>) -> Self {
        Self { entry, ..Self::default() }
    }

    /// The bytes before compression.
    pub fn uncompressed(&self) -> Result<Vec<u8>, RecipeError> {
        let mut out = Vec::new();
        if let Some(data) = &self.data {
            if !self.entry.is_empty() || self.end_blocks.is_some() {
                return Err(RecipeError::new("`data` stands in place of an archive's entries"));
            }
            out = data.to_vec()?;
        } else {
            for (number, entry) in self.entry.iter().enumerate() {
                entry
                    .write(self.format, &mut out)
                    .map_err(|fault| fault.at(format_args!("entry {number}")))?;
            }
            out.resize(out.len() + self.end_blocks.unwrap_or(2) * BLOCK, 0);
        }
        out.extend_from_slice(&self.trailing.to_vec()?);
        edit::finish(&mut out, &self.patch, self.truncate)?;
        Ok(out)
    }

    /// The finished bytes.
    pub fn build(&self) -> Result<Vec<u8>, RecipeError> {
        self.compress.compress(self.uncompressed()?)
    }
}
