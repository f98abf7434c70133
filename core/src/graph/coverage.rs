//! Images of other platforms that an archive leaves out.

use super::edge::{Slot, Target};
use super::image::ImageKind;
use super::model::{ImageGraph, Role};

/// Marks the references of images that are left out next to one that is whole.
///
/// Only what a nested index names can be left out: `index.json` is written for the archive, while a
/// nested index is kept as its registry gave it. A manifest may be there without its config and layers.
///
/// Source: containerd `core/images/archive`, `WithSkipMissing`.
pub(super) fn mark_partial(graph: &mut ImageGraph<'_>) {
    let mut image_of = vec![None; graph.documents.len()];
    for (number, image) in graph.images.iter().enumerate() {
        if let Some(slot) = image_of.get_mut(image.document) {
            *slot = Some(number);
        }
    }
    let image_of = |document: usize| image_of.get(document).copied().flatten();
    let nested = graph
        .documents
        .iter()
        .filter(|document| document.role == Role::Index && document.found_by.is_some());
    let mut partial = Vec::new();
    let mut absent = Vec::new();
    for index in nested {
        let edges = || index.edges.clone().zip(graph.edges_of(index));
        let named = edges().filter(|(_, edge)| matches!(edge.slot, Slot::Manifest(_)));
        let states: Vec<(usize, State)> = named
            .map(|(number, edge)| match (edge.target, graph.target_of(edge).and_then(image_of)) {
                (Target::Missing, _) => (number, State::Absent(None)),
                (_, Some(image)) => (number, state(graph, image)),
                _ => (number, State::Other),
            })
            .collect();
        if !states.iter().any(|(_, state)| *state == State::Whole) {
            continue;
        }
        for (number, state) in states {
            if let State::Absent(image) = state {
                partial.push(number);
                absent.extend(image);
            }
        }
    }
    for image in absent {
        let Some(image) = graph.images.get_mut(image) else { continue };
        image.absent = true;
        partial.extend(image.config.into_iter().chain(image.layers.clone()));
    }
    for number in partial {
        if let Some(edge) =
            graph.edges.get_mut(number).filter(|edge| edge.target == Target::Missing)
        {
            edge.partial = true;
        }
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// An image of which all parts are there.
    Whole,
    /// The manifest, or the config and so the rest of that image, is not there.
    Absent(Option<usize>),
    /// Anything between.
    Other,
}

fn state(graph: &ImageGraph<'_>, number: usize) -> State {
    let Some(image) = graph.images.get(number) else { return State::Other };
    let config = image.config.and_then(|edge| graph.edges.get(edge));
    if config.is_some_and(|edge| edge.target == Target::Missing) {
        return State::Absent(Some(number));
    }
    let layers = graph.edges.get(image.layers.clone()).unwrap_or_default();
    let whole = config.into_iter().chain(layers).all(|edge| edge.target.is_whole());
    if image.kind == ImageKind::Image && whole { State::Whole } else { State::Other }
}
