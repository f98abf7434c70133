//! Runs the rules about documents, references, blobs and images over the image graph.

use super::gather::{Gather, Source};
use crate::{
    graph::{ImageGraph, ImageKind},
    model::{BlobSummary, Limits, Observation, Observations, Profile},
    rules::{self, BlobContext, DocumentContext, Findings, ImageContext, ReferenceContext},
};

/// Judges every part of a graph. The cap on findings of one rule is for all parts together.
pub(super) fn judge(
    graph: &ImageGraph<'_>,
    limits: &Limits,
    source: &dyn for<'b> Fn(&'b BlobSummary) -> Source<'b>,
    gather: &mut Gather<'_>,
) {
    let mut findings = Findings::new();
    let by_config = images_by_config(graph);
    for (number, document) in graph.documents.iter().enumerate() {
        rules::check_document(&DocumentContext { graph, document, number, limits }, &mut findings);
        for (number, edge) in document.edges.clone().zip(graph.edges_of(document)) {
            rules::check_reference(&ReferenceContext { graph, edge, number }, &mut findings);
        }
        for &image in by_config.get(number).into_iter().flatten() {
            let Some(image) = graph.images.get(image) else { continue };
            if let Some((_, config)) = graph.config_of(image) {
                rules::check_image(&ImageContext { graph, image, config }, &mut findings);
            }
        }
        if let Some(blob) = graph.blob_of(document) {
            add(&mut findings, &source(blob), gather);
        }
    }
    for (number, blob) in graph.blobs.iter().enumerate() {
        rules::check_blob(&BlobContext { graph, blob, number }, &mut findings);
        add(&mut findings, &source(blob), gather);
    }
    gather.add(&Source::outer(Profile::Layer), &findings.finish());
}

/// The images of each config, both by their positions.
fn images_by_config(graph: &ImageGraph<'_>) -> Vec<Vec<usize>> {
    let mut by_config = vec![Vec::new(); graph.documents.len()];
    for (number, image) in graph.images.iter().enumerate() {
        // The other image with the same config and layers gives the same findings.
        let is_second = image.twin.is_some_and(|twin| twin < number);
        if image.kind != ImageKind::Image || image.absent || is_second {
            continue;
        }
        let config = graph.config_of(image).and_then(|(config, _)| by_config.get_mut(config));
        if let Some(images) = config {
            images.push(number);
        }
    }
    by_config
}

/// Hands over what was seen at one place. Two images with one config say the same of it: once is enough.
fn add(findings: &mut Findings, source: &Source<'_>, gather: &mut Gather<'_>) {
    let Observations { list, more } = findings.drain();
    if list.is_empty() {
        return;
    }
    let mut once: Vec<Observation> = Vec::with_capacity(list.len());
    for observation in list {
        if !once.contains(&observation) {
            once.push(observation);
        }
    }
    gather.add(source, &Observations { list: once, more });
}
