//! GNU's old map, under typeflag `S`.

use tar::{GnuExtSparseHeader, GnuHeader, GnuSparseHeader};

use super::MapCheck;
use crate::{
    model::{Anomaly, HeaderField, Limits},
    tar::{block::Block, header::read_field, notes::note},
};

/// GNU's old format: four regions in the header, more in blocks behind it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tar) struct OldMap {
    pub(in crate::tar) real_size: u64,
    pub(in crate::tar) map: MapCheck,
    ended: bool,
    extended: bool,
}

impl OldMap {
    /// Reads what the header holds.
    pub(in crate::tar) fn new(gnu: &GnuHeader, offset: u64, notes: &mut Vec<Anomaly>) -> Self {
        let mut map = Self::default();
        let real_size = read_field(HeaderField::Sparse, &gnu.realsize, offset, notes);
        map.real_size = u64::try_from(real_size).unwrap_or_default();
        map.take(&gnu.sparse, gnu.isextended, offset, notes);
        map
    }

    /// A block with more of it follows.
    pub(in crate::tar) const fn is_extended(&self) -> bool {
        self.extended
    }

    /// Reads a block behind the header.
    pub(in crate::tar) fn read(
        &mut self,
        block: &Block,
        offset: u64,
        limits: &Limits,
        notes: &mut Vec<Anomaly>,
    ) {
        let mut more = GnuExtSparseHeader::new();
        *more.as_mut_bytes() = *block;
        if self.map.regions > limits.sparse_map {
            // Where the data begins must still be known.
            self.extended = more.isextended != [0];
            self.map.too_large = true;
            return;
        }
        self.take(&more.sparse, more.isextended, offset, notes);
    }

    fn take(
        &mut self,
        regions: &[GnuSparseHeader],
        extended: [u8; 1],
        offset: u64,
        notes: &mut Vec<Anomaly>,
    ) {
        for region in regions {
            // GNU tar ends at the first region without a length; others read on.
            if region.numbytes.first() == Some(&0) {
                self.ended = true;
                continue;
            }
            if self.ended {
                self.map.fault("it has a region behind its end");
            }
            let mut number = |bytes: &[u8]| {
                let number = read_field(HeaderField::Sparse, bytes, offset, notes);
                u64::try_from(number).ok()
            };
            match (number(&region.offset), number(&region.numbytes)) {
                (Some(start), Some(length)) => self.map.region(start, length),
                _ => self.map.fault("it has a negative number"),
            }
        }
        self.extended = extended != [0];
        if self.ended && self.extended {
            self.map.fault("it goes on behind its end");
        }
    }

    /// Tells what is odd about the whole map.
    pub(in crate::tar) fn finish(
        &self,
        offset: u64,
        stored: u64,
        limits: &Limits,
        notes: &mut Vec<Anomaly>,
    ) {
        for kind in self.map.verdict(self.real_size, stored, limits) {
            note(notes, offset, kind);
        }
    }
}
