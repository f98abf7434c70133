//! What came out: its amount against the limits, and whether it is compressed once more.

use super::facts::Facts;
use super::{SNIFF_LENGTH, sniff};
use crate::model::{FramingKind, Limits, saturating_usize, to_u64};

/// Counts what comes out of one stream.
#[derive(Debug)]
pub(super) struct Meter {
    out: u64,
    ratio: u64,
    expanded_size: u64,
    /// The first bytes that came out, until there are enough to sniff.
    head: Option<Vec<u8>>,
    over: bool,
}

impl Meter {
    pub(super) const fn new(limits: &Limits) -> Self {
        Self {
            out: 0,
            ratio: limits.ratio,
            expanded_size: limits.expanded_size,
            head: Some(Vec::new()),
            over: false,
        }
    }

    /// A limit is reached: nothing more may come out.
    pub(super) const fn is_over(&self) -> bool {
        self.over
    }

    /// Counts bytes that were never compressed, for which there are no limits.
    pub(super) fn pass(&mut self, length: usize) {
        self.out = self.out.saturating_add(to_u64(length));
    }

    /// Counts a decompressed piece, and says how much of it may be handed out.
    ///
    /// `read` is what was used up of the compressed stream up to the end of the piece. Both follow
    /// from the stream alone, so a limit is reached at the same byte whatever the chunks.
    pub(super) fn count(&mut self, piece: &[u8], read: u64, facts: &mut Facts) -> usize {
        self.sniff(piece, facts);
        let left = self.expanded_size.saturating_sub(self.out);
        let allowed = piece.len().min(saturating_usize(left));
        self.pass(allowed);
        if allowed < piece.len() {
            facts.note(read, FramingKind::ExpandedSize { limit: self.expanded_size });
            self.over = true;
        } else if self.out > Limits::RATIO_GRACE && self.out > self.ratio.saturating_mul(read) {
            facts.note(read, FramingKind::Ratio { read, out: self.out });
            self.over = true;
        }
        allowed
    }

    /// Nothing more comes out.
    pub(super) fn finish(&mut self, facts: &mut Facts) {
        if let Some(head) = self.head.take() {
            note_nested(&head, facts);
        }
    }

    fn sniff(&mut self, piece: &[u8], facts: &mut Facts) {
        let Some(head) = &mut self.head else { return };
        let missing = SNIFF_LENGTH.saturating_sub(head.len());
        head.extend_from_slice(piece.get(..missing).unwrap_or(piece));
        if head.len() >= SNIFF_LENGTH {
            note_nested(head, facts);
            self.head = None;
        }
    }
}

fn note_nested(head: &[u8], facts: &mut Facts) {
    if let Some(inner) = sniff(head) {
        facts.note(0, FramingKind::Nested { inner });
    }
}
