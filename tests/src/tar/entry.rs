//! One entry as a recipe writes it.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de::Error as _};

use super::{
    header::{BLOCK, Checksum, Field, Format, Value},
    pax::Record,
    sparse::Sparse,
};
use crate::{RecipeError, bytes::Bytes};

/// What stands in the typeflag.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Type(pub u8);

impl Type {
    const NAMES: [(&'static str, u8); 8] = [
        ("file", b'0'),
        ("hardlink", b'1'),
        ("symlink", b'2'),
        ("char", b'3'),
        ("block", b'4'),
        ("dir", b'5'),
        ("fifo", b'6'),
        ("contiguous", b'7'),
    ];
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let named = Self::NAMES.iter().find(|&&(name, _)| name == text);
        match (named, text.as_bytes()) {
            (Some(&(_, flag)), _) | (None, &[flag]) => Ok(Self(flag)),
            _ => Err(D::Error::custom(format!(
                "type {text:?} is neither one character nor one of {}",
                Self::NAMES.map(|(name, _)| name).join(", ")
            ))),
        }
    }
}

/// One entry of an archive, or an extension header alone, or raw bytes between entries.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Entry {
    /// Its name. Without one the entry is its extension headers alone.
    pub path: Option<Bytes>,
    /// What it is: a name of [`Type`], or the typeflag itself.
    #[serde(rename = "type")]
    pub kind: Option<Type>,
    /// Makes it a symlink to that target.
    pub symlink: Option<Bytes>,
    /// Makes it a hard link to that target.
    pub hardlink: Option<Bytes>,
    /// A link target that does not change what it is.
    pub target: Option<Bytes>,
    /// Its contents.
    pub data: Option<Bytes>,
    /// The size that the header claims.
    pub size: Option<i64>,
    /// The mode field.
    pub mode: Option<i64>,
    /// The owner.
    pub uid: Option<i64>,
    /// The group.
    pub gid: Option<i64>,
    /// Modification time in seconds since 1970.
    pub mtime: Option<i64>,
    /// The owner's name.
    pub uname: Option<Bytes>,
    /// The group's name.
    pub gname: Option<Bytes>,
    /// Device numbers.
    pub device: Option<(i64, i64)>,
    /// Layout of the header.
    pub format: Option<Format>,
    /// Header fields by value or by bytes, over everything else.
    pub header: BTreeMap<Field, Value>,
    /// How the checksum is made.
    pub checksum: Checksum,
    /// Records of a PAX global header before it.
    pub global: Option<Vec<Record>>,
    /// Records of a PAX header before it.
    pub pax: Option<Vec<Record>>,
    /// A GNU long name before it.
    pub long_name: Option<Bytes>,
    /// A GNU long link before it.
    pub long_link: Option<Bytes>,
    /// A sparse map.
    pub sparse: Option<Sparse>,
    /// Bytes over the padding; what they do not fill stays NUL.
    pub padding: Option<Bytes>,
    /// Leave the padding out.
    pub unpadded: bool,
    /// Bytes in place of everything else.
    pub raw: Option<Bytes>,
    /// So many zero blocks in place of everything else.
    pub zero_blocks: Option<usize>,
    /// So many of it, with `{n}` in names, targets and PAX values counted up from 0.
    pub count: Option<u64>,
}

impl Entry {
    /// A regular file.
    pub fn file(path: impl Into<Bytes>, data: impl Into<Bytes>) -> Self {
        Self { path: Some(path.into()), data: Some(data.into()), ..Self::default() }
    }

    /// Appends its bytes. `format` is the layout where the entry names none.
    pub fn write(&self, format: Format, out: &mut Vec<u8>) -> Result<(), RecipeError> {
        let Some(count) = self.count else { return self.write_one(format, out) };
        for number in 0..count {
            self.numbered(&number.to_string()).write_one(format, out)?;
        }
        Ok(())
    }

    /// The same entry with `from` replaced by `to` in names, targets, contents and PAX values.
    #[must_use]
    pub fn replaced(&self, from: &str, to: &str) -> Self {
        let in_bytes = |bytes: &Option<Bytes>| bytes.as_ref().map(|bytes| bytes.replaced(from, to));
        let in_records = |records: &Option<Vec<Record>>| {
            let records = records.as_ref()?;
            Some(records.iter().map(|record| record.replaced(from, to)).collect())
        };
        Self {
            path: in_bytes(&self.path),
            symlink: in_bytes(&self.symlink),
            hardlink: in_bytes(&self.hardlink),
            target: in_bytes(&self.target),
            data: in_bytes(&self.data),
            long_name: in_bytes(&self.long_name),
            long_link: in_bytes(&self.long_link),
            pax: in_records(&self.pax),
            global: in_records(&self.global),
            ..self.clone()
        }
    }

    fn numbered(&self, number: &str) -> Self {
        self.replaced("{n}", number)
    }

    fn write_one(&self, format: Format, out: &mut Vec<u8>) -> Result<(), RecipeError> {
        let format = self.format.unwrap_or(format);
        match (&self.raw, self.zero_blocks, &self.path) {
            (Some(raw), ..) => out.extend_from_slice(&raw.to_vec()?),
            (None, Some(blocks), _) => out.resize(out.len() + blocks * BLOCK, 0),
            (None, None, Some(path)) => {
                let path = path.to_vec()?;
                let place = String::from_utf8_lossy(&path).into_owned();
                self.write_member(&path, format, out).map_err(|fault| fault.at(place))?;
            }
            (None, None, None) => {
                // The header's oddities are those of the extension header itself.
                if !self.write_extensions(None, self, out)? {
                    return Err(RecipeError::new(
                        "an entry needs `path`, an extension header, `raw` or `zero-blocks`",
                    ));
                }
            }
        }
        Ok(())
    }
}
