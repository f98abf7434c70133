//! What follows the end-of-archive blocks.
//!
//! Source: POSIX.1-2024 pax, "ustar Interchange Format": the archive ends with at least two zero blocks.

use super::block::is_zero;
use crate::model::{Anomaly, AnomalyKind, Limits, to_u64};

/// The bytes from the end of the archive up to the next header or the end of the stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trailer {
    start: u64,
    /// Offset of the first byte that is not zero, and the one behind the last.
    data: Option<(u64, u64)>,
}

impl Trailer {
    /// Begins behind the two zero blocks.
    pub(super) const fn new(start: u64) -> Self {
        Self { start, data: None }
    }

    /// Looks at bytes that are no header.
    pub(super) fn read(&mut self, offset: u64, bytes: &[u8]) {
        if is_zero(bytes) {
            return;
        }
        let at = |index: usize| offset.saturating_add(to_u64(index));
        let first = bytes.iter().position(|&byte| byte != 0).map_or(offset, at);
        let last = bytes.iter().rposition(|&byte| byte != 0).map_or(offset, at);
        let first = self.data.map_or(first, |(first, _)| first);
        self.data = Some((first, last.saturating_add(1)));
    }

    /// What is to be told about it, when it ends at `offset`.
    pub(super) fn finish(self, offset: u64) -> impl Iterator<Item = Anomaly> {
        let data = self.data.map(|(first, end)| (first, end.saturating_sub(first)));
        let length = offset.saturating_sub(self.start);
        let zeros = length.saturating_sub(data.map_or(0, |(_, bytes)| bytes));
        let zeros = (zeros > Limits::TRAILING_ZEROS).then_some(Anomaly {
            offset: self.start,
            entry: None,
            kind: AnomalyKind::TrailingZeros { bytes: zeros },
        });
        let data = data.map(|(offset, bytes)| Anomaly {
            offset,
            entry: None,
            kind: AnomalyKind::TrailingData { bytes },
        });
        zeros.into_iter().chain(data)
    }
}
