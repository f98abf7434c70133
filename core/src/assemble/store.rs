//! Summaries of blobs, kept within bounds whatever the order in which they come.

use crate::{
    blob::{Held, OuterSummary},
    model::{
        BlobContent, BlobSummary, Limits, Observations, Outline, sort_by, sort_by_key, to_u64,
    },
};

/// Observations that all blobs together keep in full. Over it each blob keeps one of each rule and grade;
/// if that is still over it, only counts.
const OBSERVATIONS: usize = 20_000;

/// How much of each blob's observations is kept. It only ever falls, and what is left at the end depends on
/// the blobs alone, never on their order.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Detail {
    Full,
    One,
    Counts,
}

/// Summaries of blobs.
#[derive(Debug)]
pub(super) struct Store {
    limits: Limits,
    blobs: Vec<BlobSummary>,
    count: u64,
    document_bytes: u64,
    outline_bytes: u64,
    observations: usize,
    detail: Detail,
}

/// What the store had to leave out.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Overflow {
    /// Blobs, where there were more than `Limits::blobs`: none of them is kept then.
    pub(crate) blobs: Option<u64>,
    /// Bytes of documents, where there were more than `Limits::document_total`: no text is kept then.
    pub(crate) document_bytes: Option<u64>,
    /// Bytes of outlines, where there were more than `Limits::merge_size`: none is kept then.
    pub(crate) outline_bytes: Option<u64>,
}

impl Store {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            limits: limits.clone(),
            blobs: Vec::new(),
            count: 0,
            document_bytes: 0,
            outline_bytes: 0,
            observations: 0,
            detail: Detail::Full,
        }
    }

    pub(super) fn add(&mut self, mut blob: BlobSummary) {
        self.count = self.count.saturating_add(1);
        self.document_bytes = self.document_bytes.saturating_add(text_length(&blob));
        if self.count > self.limits.blobs {
            self.blobs = Vec::new();
            return;
        }
        if self.document_bytes > self.limits.document_total {
            drop_text(&mut blob);
            self.blobs.iter_mut().for_each(drop_text);
        }
        let outline = blob.outline.as_ref().map_or(0, Outline::size);
        self.outline_bytes = self.outline_bytes.saturating_add(outline);
        if self.outline_bytes > self.limits.merge_size {
            blob.outline = None;
            self.blobs.iter_mut().for_each(|blob| blob.outline = None);
        }
        reduce(&mut blob.observations, self.detail);
        self.observations = self.observations.saturating_add(blob.observations.list.len());
        shrink(&mut blob.observations);
        self.blobs.push(blob);
        while self.observations > OBSERVATIONS && self.detail != Detail::Counts {
            self.lower_detail();
        }
    }

    fn lower_detail(&mut self) {
        self.detail = if self.detail == Detail::Full { Detail::One } else { Detail::Counts };
        self.observations = 0;
        for blob in &mut self.blobs {
            reduce(&mut blob.observations, self.detail);
            shrink(&mut blob.observations);
            self.observations = self.observations.saturating_add(blob.observations.list.len());
        }
    }

    /// The blobs in the order of the archive, or of their paths in a folder; and what was left out.
    pub(super) fn finish(mut self, outer: &OuterSummary) -> (Vec<BlobSummary>, Overflow) {
        if matches!(outer.held, Held::Folder(_)) {
            sort_by_key(&mut self.blobs, |blob| blob.member.path.normal());
            for (blob, number) in self.blobs.iter_mut().zip(0..) {
                blob.member.number = number;
            }
        } else {
            sort_by_key(&mut self.blobs, |blob| blob.member.number);
        }
        let overflow = Overflow {
            blobs: (self.count > self.limits.blobs).then_some(self.count),
            document_bytes: (self.document_bytes > self.limits.document_total)
                .then_some(self.document_bytes),
            outline_bytes: (self.outline_bytes > self.limits.merge_size)
                .then_some(self.outline_bytes),
        };
        (self.blobs, overflow)
    }
}

fn text_length(blob: &BlobSummary) -> u64 {
    blob.text().map(|text| to_u64(text.len())).unwrap_or_default()
}

fn drop_text(blob: &mut BlobSummary) {
    if let BlobContent::Document(document) = &mut blob.content {
        document.text = None;
    }
}

/// Gives room for growth back: there may be a hundred thousand of them.
fn shrink(observations: &mut Observations) {
    observations.list.shrink_to_fit();
    observations.more.shrink_to_fit();
}

/// Keeps the first observation of each rule and grade, or none, and counts the rest.
fn reduce(observations: &mut Observations, detail: Detail) {
    let keep = match detail {
        Detail::Full => return,
        Detail::One => 1,
        Detail::Counts => 0,
    };
    for observation in core::mem::take(&mut observations.list) {
        let same = |kept: &crate::model::Observation| {
            kept.rule == observation.rule && kept.grade == observation.grade
        };
        if observations.list.iter().filter(|kept| same(kept)).count() < keep {
            observations.list.push(observation);
            continue;
        }
        let key = (observation.rule, observation.grade);
        match observations.more.iter_mut().find(|(rule, grade, _)| (*rule, *grade) == key) {
            Some((_, _, count)) => *count = count.saturating_add(1),
            None => observations.more.push((key.0, key.1, 1)),
        }
    }
    sort_by(&mut observations.more, Ord::cmp);
}
