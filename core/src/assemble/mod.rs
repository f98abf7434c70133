//! From summaries of blobs, in any order, to the report.
//!
//! Roles are given here, by descriptors and media types: a blob is a layer because an image says so, never
//! because of its position. The order of findings is made here too: by place, then by rule.

mod dockerfile;
mod gather;
mod images;
mod judge;
mod kind;
mod layering;
mod members;
mod naming;
mod region;
mod signing;
mod store;
mod suppress;
mod vouching;

use crate::{
    blob::{Held, OuterSummary},
    graph::{self, GraphInput, ImageGraph, Role},
    model::{
        BlobContent, BlobSummary, EntryPath, InputKind, InputSummary, MemberInfo, Observations,
        Profile, Report, Settings, escape_str,
    },
    options::Options,
    rules::{self, ArchiveContext, Findings, MergeOver},
};
use gather::{Fetched, Gather, Source};
pub use naming::check_name;
use store::Store;

/// Takes the summaries of all blobs and makes the report.
#[derive(Debug)]
pub struct Assembler {
    options: Options,
    store: Store,
}

impl Assembler {
    /// An assembler for one input.
    pub fn new(options: &Options) -> Self {
        Self { store: Store::new(&options.settings().limits), options: options.clone() }
    }

    /// Takes the summary of a blob. The order does not matter.
    pub fn add(&mut self, summary: BlobSummary) {
        self.store.add(summary);
    }

    /// All blobs were given: the report.
    pub fn finish(self, mut outer: OuterSummary) -> Report {
        let Self { options, store } = self;
        let settings = options.settings();
        let (blobs, overflow) = store.finish(&outer);
        let kind = kind::of(settings, &outer, &blobs);
        if kind == InputKind::Dockerfile {
            return dockerfile::report(&options, outer);
        }
        let outer_source = Source::outer(outer_profile(settings, kind));
        let document = lone_document(kind, &mut outer);
        let lone = document.is_some();
        let blobs = document.map_or(blobs, |document| vec![document]);
        // Without blobs there is nothing to say of an image but that there were too many.
        let holds_images = (kind.is_image() && overflow.blobs.is_none()) || lone;
        let members = holds_images.then(|| members::gather(&outer, &blobs, &settings.limits));
        let graph = members.as_ref().map(|members| {
            graph::build(&GraphInput {
                blobs: &blobs,
                members,
                limits: &settings.limits,
                texts_dropped: overflow.document_bytes.is_some(),
                lone,
            })
        });

        let raised = graph.as_ref().map(|graph| naming::raised(graph, options.policy()));
        let mut gather = Gather::new(settings, raised.unwrap_or_default());
        gather.add(&outer_source, &outer.observations);
        let profile = settings.profile.unwrap_or(Profile::Layer);
        let source: &dyn for<'b> Fn(&'b BlobSummary) -> Source<'b> = &|blob| {
            if lone { Source::document(blob, profile) } else { Source::blob(blob, profile) }
        };
        let vouched =
            vouching::judge(&options, &outer.digests, outer.size, &outer_source, &mut gather);
        let mut images = Vec::new();
        let mut merge_over = overflow.outline_bytes.map(MergeOver::Outlines);
        if let Some(graph) = &graph {
            merge_over = judge_contents(graph, settings, merge_over, source, &mut gather);
            let signed = signing::judge(graph, &options, &outer.digests, source, &mut gather);
            let known = naming::Known {
                kind,
                digests: &outer.digests,
                vouched: vouched.as_ref().is_some_and(|vouched| vouched.stands),
                proofs: &signed.proofs,
            };
            naming::judge(graph, &options, &known, source, &mut gather);
            images = images::summarise(graph, signed.summaries);
        }
        let names = naming::judge_fetched(&options, &outer_source, &mut gather);
        let mut findings = Findings::new();
        let context = ArchiveContext {
            kind,
            graph: graph.as_ref(),
            digests: &outer.digests,
            compressed: outer.compression.is_some(),
            expanded_size: outer.expanded_size,
            expect: &settings.expect,
            blobs_over: overflow.blobs,
            documents_over: overflow.document_bytes,
            merge_over,
            limits: &settings.limits,
        };
        rules::check_archive(&context, &mut findings);
        gather.add(&outer_source, &findings.finish());

        let OuterSummary { size, digests, compression, .. } = outer;
        let input = InputSummary {
            name: escape_str(&settings.name),
            kind,
            size,
            digest: digests.first().copied(),
            compression: compression.into_iter().collect(),
        };
        gather.finish(
            &outer_source,
            input,
            images,
            Fetched { names, sources: None, vouching: vouched.map(|vouched| vouched.summary) },
        )
    }
}

/// Judges layers, documents, and how layers lie over each other, unless that was given up before.
fn judge_contents(
    graph: &ImageGraph<'_>,
    settings: &Settings,
    over: Option<MergeOver>,
    source: &dyn for<'b> Fn(&'b BlobSummary) -> Source<'b>,
    gather: &mut Gather<'_>,
) -> Option<MergeOver> {
    add_layers(graph, source, gather);
    judge::judge(graph, &settings.limits, source, gather);
    over.or_else(|| layering::judge(graph, settings, source, gather))
}

/// Adds what was seen in blobs that turn out to be layers.
fn add_layers(
    graph: &ImageGraph<'_>,
    source: &dyn for<'b> Fn(&'b BlobSummary) -> Source<'b>,
    gather: &mut Gather<'_>,
) {
    for (blob, roles) in graph.blobs.iter().zip(&graph.roles) {
        if roles.has(Role::Layer) {
            gather.add(&source(blob), &blob.observations);
        }
    }
}

/// The summary of an input that is one document.
fn lone_document(kind: InputKind, outer: &mut OuterSummary) -> Option<BlobSummary> {
    let Held::Document(text) = &mut outer.held else { return None };
    (kind == InputKind::Document).then(|| BlobSummary {
        member: MemberInfo { number: 0, path: EntryPath::default(), offset: 0 },
        size: outer.expanded_size,
        digests: outer.digests.clone(),
        decompressed: Vec::new(),
        compression: Vec::new(),
        uncompressed_size: outer.expanded_size,
        content: BlobContent::Document(core::mem::take(text)),
        observations: Observations::default(),
        outline: None,
    })
}

/// The profile of the outer stream: engines unpack an image's archive like any other tarball.
fn outer_profile(settings: &Settings, kind: InputKind) -> Profile {
    settings.profile.unwrap_or(match kind {
        InputKind::Layer => Profile::Layer,
        _ => Profile::Package,
    })
}
