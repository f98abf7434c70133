//! From summaries of blobs, in any order, to the report.
//!
//! Roles are given here, by descriptors and media types: a blob is a layer because an image says so, never
//! because of its position. The order of findings is made here too: by place, then by rule.

mod gather;
mod kind;
mod store;

use std::sync::Arc;

use crate::{
    blob::OuterSummary,
    model::{BlobSummary, InputKind, InputSummary, Profile, Report, Settings, escape_str},
    options::Options,
};
use gather::{Gather, Source};
use store::Store;

/// Takes the summaries of all blobs and makes the report.
#[derive(Debug)]
pub struct Assembler {
    settings: Arc<Settings>,
    store: Store,
}

impl Assembler {
    /// An assembler for one input.
    pub fn new(options: &Options) -> Self {
        let settings = Arc::clone(options.settings());
        Self { store: Store::new(&settings.limits), settings }
    }

    /// Takes the summary of a blob. The order does not matter.
    pub fn add(&mut self, summary: BlobSummary) {
        self.store.add(summary);
    }

    /// All blobs were given: the report.
    pub fn finish(self, outer: OuterSummary) -> Report {
        let Self { settings, store } = self;
        let (blobs, _overflow) = store.finish(&outer);
        let kind = settings.kind.unwrap_or_else(|| kind::detect(&outer, &blobs));
        let mut gather = Gather::new(&settings);
        gather.add(&Source::outer(outer_profile(&settings, kind)), &outer.observations);
        if kind.is_image() {
            let profile = settings.profile.unwrap_or(Profile::Layer);
            for blob in &blobs {
                gather.add(&Source::blob(blob, profile), &blob.observations);
            }
        }
        let input = InputSummary {
            name: escape_str(&settings.name),
            kind,
            size: outer.size,
            digest: outer.digests.first().copied(),
            compression: outer.compression.into_iter().collect(),
        };
        gather.finish(input, Vec::new())
    }
}

/// The profile of the outer stream: engines unpack an image's archive like any other tarball.
fn outer_profile(settings: &Settings, kind: InputKind) -> Profile {
    settings.profile.unwrap_or(match kind {
        InputKind::Layer => Profile::Layer,
        _ => Profile::Package,
    })
}
