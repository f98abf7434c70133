//! Sparse files: the old GNU form in header blocks, and the three PAX forms.

use serde::Deserialize;

use super::{
    header::{BLOCK, Field, Header},
    pad,
    pax::Record,
};
use crate::{RecipeError, bytes::Bytes};

/// How a sparse map is written.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub enum Version {
    /// Typeflag `S`, the map in the header and in blocks behind it.
    #[serde(rename = "gnu")]
    Gnu,
    /// PAX records `GNU.sparse.offset` and `GNU.sparse.numbytes` in turn.
    #[serde(rename = "0.0")]
    V00,
    /// PAX record `GNU.sparse.map`.
    #[serde(rename = "0.1")]
    V01,
    /// The map in front of the data.
    #[serde(rename = "1.0")]
    V10,
}

/// A sparse file's figures, right or not.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sparse {
    /// How the map is written.
    pub version: Version,
    /// Offset and length of each region.
    #[serde(default)]
    pub map: Vec<(i64, i64)>,
    /// Size of the whole file; the end of the last region where it is not given.
    pub real_size: Option<i64>,
    /// Number of regions that is claimed, where it is not that of the map.
    pub regions: Option<i64>,
    /// The text of the map in place of the one made from `map`, for versions 0.1 and 1.0.
    pub map_text: Option<Bytes>,
}

impl Sparse {
    fn real_size(&self) -> i64 {
        let end = self.map.last().map_or(0, |&(offset, length)| offset.saturating_add(length));
        self.real_size.unwrap_or(end)
    }

    fn regions(&self) -> i64 {
        self.regions.unwrap_or_else(|| i64::try_from(self.map.len()).unwrap_or(i64::MAX))
    }

    /// Data for the regions where the recipe gives none.
    pub fn default_data(&self) -> Bytes {
        let lengths = self.map.iter().map(|&(_, length)| u64::try_from(length).unwrap_or(0));
        Bytes::repeat("x", lengths.sum())
    }

    /// The PAX records that tell of it, for an entry of that name.
    pub fn records(&self, path: &[u8]) -> Vec<Record> {
        let number = |key: &str, value: i64| Record::new(key, value.to_string());
        let mut records = Vec::new();
        match self.version {
            Version::Gnu => {}
            Version::V00 => {
                records.push(number("GNU.sparse.size", self.real_size()));
                records.push(number("GNU.sparse.numblocks", self.regions()));
                for &(offset, length) in &self.map {
                    records.push(number("GNU.sparse.offset", offset));
                    records.push(number("GNU.sparse.numbytes", length));
                }
            }
            Version::V01 => {
                records.push(number("GNU.sparse.size", self.real_size()));
                records.push(number("GNU.sparse.numblocks", self.regions()));
                let pairs = self.map.iter().map(|(offset, length)| format!("{offset},{length}"));
                let map = pairs.collect::<Vec<_>>().join(",").into();
                records.push(Record::new("GNU.sparse.map", self.map_text.clone().unwrap_or(map)));
                records.push(Record::new("GNU.sparse.name", path));
            }
            Version::V10 => {
                records.push(number("GNU.sparse.major", 1));
                records.push(number("GNU.sparse.minor", 0));
                records.push(Record::new("GNU.sparse.name", path));
                records.push(number("GNU.sparse.realsize", self.real_size()));
            }
        }
        records
    }

    /// The name in the header block.
    pub fn header_name(&self, path: &[u8]) -> Vec<u8> {
        match self.version {
            Version::Gnu | Version::V00 => path.to_vec(),
            Version::V01 | Version::V10 => [b"./GNUSparseFile.0/", path].concat(),
        }
    }

    /// The map that stands in front of the data.
    pub fn map_in_data(&self) -> Result<Vec<u8>, RecipeError> {
        if self.version != Version::V10 {
            return Ok(Vec::new());
        }
        let mut map = if let Some(text) = &self.map_text {
            text.to_vec()?
        } else {
            let lines = self.map.iter().map(|(offset, length)| format!("{offset}\n{length}\n"));
            (self.regions().to_string() + "\n" + &lines.collect::<String>()).into_bytes()
        };
        pad(&mut map);
        Ok(map)
    }

    /// Writes an old GNU map into the header; what does not fit follows in blocks, which are returned.
    pub fn write_gnu(&self, header: &mut Header) -> Result<Vec<u8>, RecipeError> {
        if self.version != Version::Gnu {
            return Ok(Vec::new());
        }
        let (first, rest) = self.map.split_at(self.map.len().min(4));
        header.text(Field::Sparse, &Self::slots(first))?;
        header.number(Field::Realsize, self.real_size());
        header.text(Field::Isextended, &[u8::from(!rest.is_empty())])?;
        let mut blocks = Vec::new();
        let groups = rest.chunks(21);
        let last = groups.len().saturating_sub(1);
        for (number, group) in groups.enumerate() {
            let mut block = Self::slots(group);
            block.resize(504, 0);
            block.push(u8::from(number < last));
            block.resize(BLOCK, 0);
            blocks.extend_from_slice(&block);
        }
        Ok(blocks)
    }

    /// Regions as pairs of twelve-byte numbers.
    fn slots(map: &[(i64, i64)]) -> Vec<u8> {
        let mut slots = Vec::new();
        for number in map.iter().flat_map(|&(offset, length)| [offset, length]) {
            let mut header = Header::new(super::Format::V7);
            header.number(Field::Size, number);
            slots.extend_from_slice(header.bytes(Field::Size));
        }
        slots
    }
}
