//! Sparse files: GNU's old maps in headers, and PAX versions 0.0, 0.1 and 1.0.
//!
//! Source: GNU tar manual, "Storing Sparse Files".

mod keys;
mod old;
mod text;

pub(super) use keys::{SparseForm, SparseKeys};
pub(super) use old::OldMap;
pub(super) use text::MapText;

use crate::model::{AnomalyKind, Limits};

/// What was seen of a map, region by region.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tar) struct MapCheck {
    regions: u64,
    /// End of the last region.
    end: u64,
    /// Sum of the regions' lengths.
    sum: u64,
    /// The first fault.
    fault: Option<&'static str>,
    /// There are more than `Limits::sparse_map` regions, or more than 1 MiB of them.
    too_large: bool,
}

impl MapCheck {
    fn region(&mut self, offset: u64, length: u64) {
        self.regions = self.regions.saturating_add(1);
        self.sum = self.sum.saturating_add(length);
        if offset < self.end {
            self.fault("its regions do not rise");
        }
        self.end = offset.saturating_add(length);
    }

    fn fault(&mut self, reason: &'static str) {
        self.fault = self.fault.or(Some(reason));
    }

    pub(in crate::tar) const fn regions(&self) -> u64 {
        self.regions
    }

    /// What is to be told once the whole map was seen. `stored` is the data without the map.
    pub(in crate::tar) fn verdict(
        &self,
        real_size: u64,
        stored: u64,
        limits: &Limits,
    ) -> Vec<AnomalyKind> {
        if self.too_large || self.regions > limits.sparse_map {
            return vec![AnomalyKind::SparseMapTooLarge { regions: self.regions }];
        }
        if let Some(reason) = self.fault {
            return vec![AnomalyKind::SparseMap { reason }];
        }
        let mut kinds = Vec::new();
        if self.end > real_size {
            kinds.push(AnomalyKind::SparseMap { reason: "it ends past the real size" });
        }
        if self.sum != stored {
            kinds.push(AnomalyKind::SparseSize { regions: self.sum, stored });
        }
        kinds
    }
}
