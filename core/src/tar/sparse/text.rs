//! The map at the start of the data: PAX version 1.0.

use super::MapCheck;
use crate::{
    model::{AnomalyKind, Limits},
    tar::block::padded,
};

/// Sparse 1.0: the map at the start of the data, decimal numbers that each end in a newline.
///
/// It is read as it passes; nothing of it is kept.
#[derive(Clone, Copy, Debug)]
pub(in crate::tar) struct MapText {
    pub(in crate::tar) real_size: u64,
    map: MapCheck,
    /// Bytes read.
    length: u64,
    number: Option<u64>,
    count: Option<u64>,
    offset: Option<u64>,
    done: bool,
}

impl MapText {
    pub(in crate::tar) fn new(real_size: u64) -> Self {
        let map = MapCheck::default();
        Self { real_size, map, length: 0, number: None, count: None, offset: None, done: false }
    }

    /// More of it is to come.
    pub(in crate::tar) const fn is_open(&self) -> bool {
        !self.done
    }

    /// Reads data as it passes.
    pub(in crate::tar) fn read(&mut self, data: &[u8], limits: &Limits) {
        for &byte in data {
            if self.done {
                return;
            }
            self.length = self.length.saturating_add(1);
            if self.length > Limits::SPARSE_MAP_TEXT {
                self.stop_at(self.count.unwrap_or_default());
                return;
            }
            match (byte, self.number) {
                (b'0'..=b'9', _) => {
                    let digit = u64::from(byte.wrapping_sub(b'0'));
                    let number = self.number.unwrap_or_default();
                    self.number = Some(number.saturating_mul(10).saturating_add(digit));
                }
                (b'\n', Some(number)) => {
                    self.number = None;
                    self.take(number, limits);
                }
                _ => {
                    self.map.fault("it is not numbers");
                    self.done = true;
                }
            }
        }
    }

    fn take(&mut self, number: u64, limits: &Limits) {
        match (self.count, self.offset.take()) {
            (None, _) if number > limits.sparse_map => self.stop_at(number),
            (None, _) => self.count = Some(number),
            (_, None) => self.offset = Some(number),
            (_, Some(offset)) => self.map.region(offset, number),
        }
        self.done |= self.count == Some(self.map.regions);
    }

    fn stop_at(&mut self, regions: u64) {
        self.map.regions = regions;
        self.map.too_large = true;
        self.done = true;
    }

    /// What is to be told at the end of `stored` bytes of data.
    pub(in crate::tar) fn verdict(mut self, stored: u64, limits: &Limits) -> Vec<AnomalyKind> {
        if !self.done {
            self.map.fault("it does not end within the data");
        }
        self.map.verdict(self.real_size, stored.saturating_sub(padded(self.length)), limits)
    }
}
