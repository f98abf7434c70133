//! PAX sparse records, and the maps of versions 0.0 and 0.1 that are in them.

use super::MapCheck;
use crate::tar::pax::decimal;

/// The `GNU.sparse.*` records of one PAX header, but for the name.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tar) struct SparseKeys {
    major: Option<u64>,
    minor: Option<u64>,
    real_size: Option<u64>,
    size: Option<u64>,
    blocks: Option<u64>,
    /// An offset whose length is still to come (0.0).
    offset: Option<u64>,
    /// Regions in records of their own (0.0).
    pairs: MapCheck,
    /// Regions in one record (0.1).
    list: Option<MapCheck>,
    /// There is any record at all.
    any: bool,
}

/// How a PAX header describes a sparse file.
#[derive(Clone, Copy, Debug)]
pub(in crate::tar) enum SparseForm {
    /// Keys that make no version.
    Incomplete,
    /// 1.0: the map stands in front of the data.
    InData { real_size: u64 },
    /// 0.0 and 0.1: the map is in the header.
    InHeader { real_size: u64, map: MapCheck },
    /// No such keys.
    None,
}

impl SparseKeys {
    /// Takes a record; `name` is its key without `GNU.sparse.`. False where the value is no number.
    pub(in crate::tar) fn take(&mut self, name: &[u8], value: &[u8]) -> bool {
        self.any = true;
        let number = decimal(value);
        match name {
            b"major" => self.major = number,
            b"minor" => self.minor = number,
            b"realsize" => self.real_size = number,
            b"size" => self.size = number,
            b"numblocks" => self.blocks = number,
            b"offset" => {
                if self.offset.replace(number.unwrap_or_default()).is_some() {
                    self.pairs.fault("an offset has no length");
                }
            }
            b"numbytes" => match self.offset.take() {
                Some(offset) => self.pairs.region(offset, number.unwrap_or_default()),
                None => self.pairs.fault("a length has no offset"),
            },
            b"map" => {
                self.list = Some(read_list(value));
                return true;
            }
            _ => return true,
        }
        number.is_some()
    }

    /// Which version the keys make.
    pub(in crate::tar) fn form(&self, named: bool) -> SparseForm {
        if !self.any && !named {
            return SparseForm::None;
        }
        let in_header = self.size.is_some() || self.blocks.is_some() || self.has_map();
        if let (Some(1), Some(0), Some(real_size)) = (self.major, self.minor, self.real_size)
            && named
            && !in_header
        {
            return SparseForm::InData { real_size };
        }
        let in_data = self.major.is_some() || self.minor.is_some() || self.real_size.is_some();
        let (Some(real_size), Some(blocks)) = (self.size, self.blocks) else {
            return SparseForm::Incomplete;
        };
        // A map in both forms is as ambiguous as half of one.
        if in_data || (self.list.is_some() && self.has_pairs()) {
            return SparseForm::Incomplete;
        }
        let mut map = self.list.unwrap_or(self.pairs);
        if self.offset.is_some() {
            map.fault("an offset has no length");
        }
        if map.regions != blocks {
            map.fault("the number of its regions is not numblocks");
        }
        SparseForm::InHeader { real_size, map }
    }

    const fn has_pairs(&self) -> bool {
        self.pairs.regions > 0 || self.pairs.fault.is_some() || self.offset.is_some()
    }

    const fn has_map(&self) -> bool {
        self.list.is_some() || self.has_pairs()
    }
}

/// Sparse 0.1: `offset,length,offset,length…`.
fn read_list(value: &[u8]) -> MapCheck {
    let mut map = MapCheck::default();
    let mut offset = None;
    for number in value.split(|&byte| byte == b',') {
        let Some(number) = decimal(number) else {
            map.fault("it is not numbers");
            break;
        };
        match offset.take() {
            Some(offset) => map.region(offset, number),
            None => offset = Some(number),
        }
    }
    if offset.is_some() {
        map.fault("an offset has no length");
    }
    map
}
