//! The images of an input, for the report.

use std::borrow::Cow;

use crate::{
    graph::{Body, Edge, Image, ImageGraph, ImageKind, sha256},
    model::{BlobContent, ImageSummary, LayerSummary, SignatureSummary, escape_str},
};

/// Images of which the archive leaves out nothing, each once.
///
/// `signatures` are those of each image of the graph.
pub(super) fn summarise(
    graph: &ImageGraph<'_>,
    signatures: Vec<Vec<SignatureSummary>>,
) -> Vec<ImageSummary> {
    let images = graph.images.iter().zip(signatures).enumerate();
    images
        .filter(|(number, (image, _))| {
            let is_second = image.twin.is_some_and(|twin| twin < *number);
            image.kind == ImageKind::Image && !image.absent && !is_second
        })
        .map(|(_, (image, signatures))| one(graph, image, signatures))
        .collect()
}

fn one(graph: &ImageGraph<'_>, image: &Image, signatures: Vec<SignatureSummary>) -> ImageSummary {
    let twin = image.twin.and_then(|twin| graph.images.get(twin));
    let mut references: Vec<String> = Vec::new();
    for name in [Some(image), twin].into_iter().flatten().flat_map(|it| graph.references_of(it)) {
        let name = escape_str(name);
        if !references.contains(&name) {
            references.push(name);
        }
    }
    let config = image.config.and_then(|edge| graph.edges.get(edge));
    let config = config.and_then(|edge| graph.blob(edge.target.blob()?));
    ImageSummary {
        references,
        platform: platform(graph, image),
        manifest: graph.manifest_digest(image),
        config: config.and_then(sha256),
        layers: graph.layers_of(image).iter().map(|edge| layer(graph, edge)).collect(),
        signatures,
    }
}

/// What the image is for: as an index says, else as its config does.
pub(super) fn platform(graph: &ImageGraph<'_>, image: &Image) -> Option<String> {
    match (graph.platform_of(image), graph.config_of(image)) {
        (Some((_, platform)), _) => Some(platform.to_string()),
        (None, Some((_, config))) => {
            Some(config.platform.to_string()).filter(|_| !config.platform.os.is_empty())
        }
        (None, None) => None,
    }
}

/// The values of a key among the labels of the config and the annotations of the manifest.
pub(super) fn labels<'a>(graph: &'a ImageGraph<'_>, image: &Image, key: &str) -> Vec<Cow<'a, str>> {
    let labels = graph.config_of(image).and_then(|(_, config)| config.options.labels);
    let document = graph.documents.get(image.document).filter(|_| image.item.is_none());
    let annotations = match document.map(|document| &document.body) {
        Some(Body::Manifest(manifest)) => manifest.annotations,
        _ => None,
    };
    let members = [labels, annotations].into_iter().flatten().flat_map(|all| all.members());
    let named = members.filter(|(name, _)| name.as_str().is_some_and(|name| name == key));
    named.map(|(_, value)| value.as_str().unwrap_or_default()).collect()
}

fn layer(graph: &ImageGraph<'_>, edge: &Edge) -> LayerSummary {
    let blob = edge.target.blob().and_then(|blob| graph.blob(blob));
    let media_type = graph.descriptor(edge).and_then(|it| it.media_type.as_deref());
    let entries = blob.map(|blob| match blob.content {
        BlobContent::Tar(totals) => totals.entries,
        _ => 0,
    });
    LayerSummary {
        digest: blob.and_then(sha256),
        diff_id: blob.and_then(|blob| blob.diff_ids().first().copied()),
        media_type: media_type.map(escape_str),
        compression: blob.and_then(|blob| blob.compression.first().copied()),
        size: blob.map_or(0, |blob| blob.size),
        uncompressed_size: blob.map_or(0, |blob| blob.uncompressed_size),
        entries: entries.unwrap_or(0),
    }
}
