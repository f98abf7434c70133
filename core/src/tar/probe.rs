//! The two readings of an entry that has a size and takes no data.
//!
//! Links, directories and devices have no data by POSIX, and readers disagree on whether a size is skipped
//! over all the same. Where the block after such a header is good without data, that reading is followed,
//! and the place where the other one would go on is looked at when the stream passes it.

use std::collections::VecDeque;

use super::{
    block::{BLOCK, BLOCK_SIZE, Block, is_zero},
    checksum::is_header,
};
use crate::model::{
    Anomaly, AnomalyKind, EntryKind, EntryPath, GoesOn, Limits, saturating_usize, to_u64,
};

/// An entry with a size that it should not have.
#[derive(Clone, Debug)]
pub(super) struct Suspect {
    /// Offset of its header.
    pub(super) header: u64,
    /// Its name.
    pub(super) path: EntryPath,
    /// What it is.
    pub(super) kind: EntryKind,
    /// The size.
    pub(super) size: u64,
}

impl Suspect {
    /// What is to be told about it.
    pub(super) fn anomaly(self, goes_on: GoesOn) -> Anomaly {
        let Self { header, path, kind, size } = self;
        let kind = match kind {
            EntryKind::HardLink | EntryKind::Symlink => AnomalyKind::LinkWithData { size, goes_on },
            EntryKind::Directory => AnomalyKind::DirectoryWithData { size, goes_on },
            _ => AnomalyKind::SpecialWithData { size, goes_on },
        };
        Anomaly { offset: header, entry: Some(path), kind }
    }
}

/// Blocks to be looked at when the stream passes them.
///
/// Bounds: `Limits::OPEN_READINGS` of them, with names of at most `Limits::path_length`. Whatever does not
/// fit counts as ambiguous.
#[derive(Debug)]
pub(super) struct Probes {
    open: Vec<(u64, Suspect)>,
    /// The nearest one's offset; the largest number where there is none.
    next: u64,
    /// What was seen of the block at `next`.
    seen: Block,
    /// What is resolved and not yet told.
    pub(super) resolved: VecDeque<Anomaly>,
}

impl Probes {
    pub(super) const fn new() -> Self {
        Self { open: Vec::new(), next: u64::MAX, seen: [0; BLOCK], resolved: VecDeque::new() }
    }

    /// Adds one whose other reading goes on at `at`, which is on a block's start and not yet passed.
    pub(super) fn add(&mut self, at: u64, suspect: Suspect, limits: &Limits) {
        let long = to_u64(suspect.path.as_bytes().len()) > limits.path_length;
        if long || self.open.len() >= Limits::OPEN_READINGS {
            self.resolved.push_back(suspect.anomaly(GoesOn::Both));
            return;
        }
        self.open.push((at, suspect));
        self.next = self.next.min(at);
    }

    /// Where the nearest block ends: no single read goes beyond it.
    pub(super) const fn end(&self) -> u64 {
        self.next.saturating_add(BLOCK_SIZE)
    }

    /// Bytes from `offset` on that need not be looked at.
    pub(super) const fn distance(&self, offset: u64) -> u64 {
        self.next.saturating_sub(offset)
    }

    /// Looks at bytes that pass; they end at [`end`](Self::end) at the latest.
    pub(super) fn watch(&mut self, offset: u64, bytes: &[u8]) {
        let after = offset.saturating_add(to_u64(bytes.len()));
        if after <= self.next {
            return;
        }
        let skipped = saturating_usize(self.next.saturating_sub(offset));
        let held = saturating_usize(offset.saturating_sub(self.next));
        for (to, from) in self.seen.iter_mut().skip(held).zip(bytes.iter().skip(skipped)) {
            *to = *from;
        }
        if after >= self.end() {
            let both = is_zero(&self.seen) || is_header(&self.seen);
            self.resolve(self.next, both);
        }
    }

    /// The stream ends at `offset`.
    pub(super) fn finish(&mut self, offset: u64) {
        while !self.open.is_empty() {
            let seen = offset.checked_sub(self.next).map(saturating_usize);
            // An end of the stream is as good an end as zero blocks, and so is one within them.
            let both = seen.is_some_and(|seen| self.seen.get(..seen).is_some_and(is_zero));
            self.resolve(self.next, both);
        }
    }

    fn resolve(&mut self, at: u64, both: bool) {
        let goes_on = if both { GoesOn::Both } else { GoesOn::WithoutData };
        let here = self.open.extract_if(.., |(offset, _)| *offset == at);
        self.resolved.extend(here.map(|(_, suspect)| suspect.anomaly(goes_on)));
        self.next = self.open.iter().map(|(offset, _)| *offset).min().unwrap_or(u64::MAX);
    }
}
