//! Archives that are a docker-archive and an OCI layout at once.

use std::collections::BTreeMap;

use super::edge::{Edge, Slot};
use super::image::{Image, ImageKind, ROUNDS};
use super::model::{Body, Document, ImageGraph, sha256};
use crate::model::Digest;

/// An image that only one of `manifest.json` and `index.json` names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum HybridMismatch {
    /// An image of `manifest.json`, by its position among the images.
    Archive(usize),
    /// A reference of `index.json`, by its position among the edges.
    Index(usize),
}

/// Pairs the images of both sides, and notes those without a partner.
///
/// `index.json` may name more platforms than `manifest.json`, which has one image for each name. What a
/// nested index names therefore counts as one, and one partner is enough for all of it.
pub(super) fn compare(graph: &mut ImageGraph<'_>) {
    let has = |fits: fn(&Document<'_>) -> bool| graph.documents.iter().any(fits);
    let both = has(|document| matches!(document.body, Body::ArchiveManifest(_)))
        && has(|document| matches!(document.body, Body::Index(_)) && document.found_by.is_none());
    if !both {
        return;
    }
    let mut by_parts: BTreeMap<Parts, usize> = BTreeMap::new();
    for (number, image) in graph.images.iter().enumerate() {
        if let (None, Some(parts)) = (image.item, parts(graph, image)) {
            by_parts.entry(parts).or_insert(number);
        }
    }
    let mut pairs = Vec::new();
    let mut mismatches = Vec::new();
    for (number, image) in graph.images.iter().enumerate().filter(|(_, image)| image.item.is_some())
    {
        match parts(graph, image).and_then(|parts| by_parts.get(&parts)) {
            Some(&other) => pairs.push((number, other)),
            // Parts that are missing are reported as such.
            None if is_whole(graph, image) => mismatches.push(HybridMismatch::Archive(number)),
            None => {}
        }
    }
    for (archive, index) in pairs {
        set_twin(graph, archive, index);
        set_twin(graph, index, archive);
    }
    mismatches.extend(unpaired(graph).into_iter().map(HybridMismatch::Index));
    graph.hybrid = mismatches;
}

/// The digest of a config, and the digests of the layers' contents.
type Parts = (Digest, Vec<Option<Digest>>);

fn parts(graph: &ImageGraph<'_>, image: &Image) -> Option<Parts> {
    let blob = |edge: &Edge| graph.blob(edge.target.blob()?);
    let config = graph.edges.get(image.config?).and_then(blob).and_then(sha256)?;
    let layers = graph.edges.get(image.layers.clone())?;
    // One may be compressed and the other not: what they unpack to counts.
    let contents = layers.iter().map(|edge| blob(edge)?.diff_ids().first().copied());
    Some((config, contents.collect()))
}

fn is_whole(graph: &ImageGraph<'_>, image: &Image) -> bool {
    let layers = graph.edges.get(image.layers.clone()).unwrap_or_default();
    let config = image.config.and_then(|edge| graph.edges.get(edge));
    config.into_iter().chain(layers).all(|edge| edge.target.blob().is_some())
}

fn set_twin(graph: &mut ImageGraph<'_>, of: usize, twin: usize) {
    if let Some(image) = graph.images.get_mut(of) {
        image.twin = Some(twin);
    }
}

/// The references of `index.json` below which there are whole images but no partner of one.
fn unpaired(graph: &ImageGraph<'_>) -> Vec<usize> {
    let mut states = vec![State::default(); graph.documents.len()];
    for image in &graph.images {
        let counts =
            image.item.is_none() && image.kind == ImageKind::Image && is_whole(graph, image);
        if let Some(state) = states.get_mut(image.document).filter(|_| counts) {
            state.image = true;
            state.paired = image.twin.is_some();
        }
    }
    let named = |edge: &&Edge| matches!(edge.slot, Slot::Manifest(_));
    // What is below an index rises one level a round, or more.
    for _ in 0..ROUNDS {
        let mut changed = false;
        for edge in graph.edges.iter().filter(named) {
            let below = graph.target_of(edge).and_then(|target| states.get(target)).copied();
            let (Some(below), Some(state)) = (below, states.get_mut(edge.from)) else { continue };
            let risen =
                State { image: state.image | below.image, paired: state.paired | below.paired };
            changed |= risen != *state;
            *state = risen;
        }
        if !changed {
            break;
        }
    }
    let top = graph
        .documents
        .iter()
        .filter(|document| matches!(document.body, Body::Index(_)) && document.found_by.is_none());
    let edges = top.flat_map(|document| document.edges.clone().zip(graph.edges_of(document)));
    edges
        .filter(|(_, edge)| {
            let state = graph.target_of(edge).and_then(|target| states.get(target));
            state.is_some_and(|state| state.image && !state.paired)
        })
        .map(|(number, _)| number)
        .collect()
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct State {
    /// There is an image here or below.
    image: bool,
    /// One of them has a partner.
    paired: bool,
}
