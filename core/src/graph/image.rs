//! Images among the manifests.

use core::ops::Range;

use super::edge::{Edge, Slot};
use super::model::{Body, Document, ImageGraph, Role};
use crate::{
    model::{BlobContent, Digest},
    oci::{Config, Descriptor, MediaType, Platform},
};

/// References of one image that are kept.
const REFERENCES: usize = 16;
/// Levels of indexes through which facts are carried; `Limits::index_depth` is far below.
pub(super) const ROUNDS: usize = 64;

/// What a manifest holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ImageKind {
    /// Layers that are unpacked, and a config.
    Image,
    /// What `BuildKit` says about another manifest.
    Attestation,
    /// Anything else, such as a chart, a signature or a bill of materials.
    Artifact,
}

/// One image of the input.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Image {
    /// Position of its manifest, or of `manifest.json`, among the documents.
    pub(crate) document: usize,
    /// Position in `manifest.json`.
    pub(crate) item: Option<usize>,
    /// What it holds.
    pub(crate) kind: ImageKind,
    /// The reference to its config, among the edges.
    pub(crate) config: Option<usize>,
    /// The references to its layers, among the edges.
    pub(crate) layers: Range<usize>,
    /// Top-level references that lead to it and name it, among the edges, at most 16; for an image of
    /// `manifest.json` none: its names are in the document.
    pub(crate) named_by: Vec<usize>,
    /// Its parts are left out of the archive: see [`Edge::partial`](super::Edge::partial).
    pub(crate) absent: bool,
    /// The image of the other of `manifest.json` and `index.json` that has the same config and layers.
    pub(crate) twin: Option<usize>,
}

/// Fills `images`, and gives contents of artifacts their role.
pub(super) fn collect(graph: &mut ImageGraph<'_>) {
    let mut images = Vec::new();
    for (index, document) in graph.documents.iter().enumerate() {
        if let Body::Manifest(_) = document.body {
            images.push(of_manifest(graph, index, document));
        }
    }
    for (index, document) in graph.documents.iter().enumerate() {
        if let Body::ArchiveManifest(_) = document.body {
            of_archive(graph, index, document, &mut images);
        }
    }
    for image in images.iter().filter(|image| image.kind != ImageKind::Image) {
        for edge in graph.edges.get_mut(image.layers.clone()).unwrap_or_default() {
            edge.role = Role::Content;
        }
    }
    graph.images = images;
    name(graph);
}

fn of_manifest(graph: &ImageGraph<'_>, index: usize, document: &Document<'_>) -> Image {
    let mut config = None;
    let mut layers = document.edges.end..document.edges.end;
    for (number, edge) in document.edges.clone().zip(graph.edges_of(document)) {
        match edge.slot {
            Slot::Config => config = Some(number),
            Slot::Layer(_) | Slot::Blob(_) => {
                layers.start = layers.start.min(number);
                layers.end = number.saturating_add(1);
            }
            _ => {}
        }
    }
    if layers.start >= layers.end {
        layers = document.edges.end..document.edges.end;
    }
    let kind = kind(graph, document, config, &layers);
    Image {
        document: index,
        item: None,
        kind,
        config,
        layers,
        named_by: Vec::new(),
        absent: false,
        twin: None,
    }
}

/// A manifest is an image's if its config is, and at least one layer is a layer by media type or content;
/// a signature or attestation has an image config too, but nothing to unpack.
fn kind(
    graph: &ImageGraph<'_>,
    document: &Document<'_>,
    config: Option<usize>,
    layers: &Range<usize>,
) -> ImageKind {
    let config = config.and_then(|edge| graph.edges.get(edge));
    if config.is_none_or(|edge| edge.role != Role::Config) {
        return ImageKind::Artifact;
    }
    let layers = graph.edges.get(layers.clone()).unwrap_or_default();
    let is_image = layers.is_empty()
        || layers.iter().any(|edge| {
            let blob = edge.target.blob().and_then(|blob| graph.blob(blob));
            graph.descriptor(edge).is_some_and(|descriptor| {
                matches!(descriptor.kind(), MediaType::Layer(_)) || descriptor.media_type.is_none()
            }) || blob.is_some_and(|blob| matches!(blob.content, BlobContent::Tar(_)))
        });
    if is_image {
        return ImageKind::Image;
    }
    let found_by = document.found_by.and_then(|edge| graph.edges.get(edge));
    let annotations = found_by
        .and_then(|edge| graph.descriptor(edge))
        .and_then(|descriptor| descriptor.annotations.as_ref());
    if annotations.is_some_and(|annotations| annotations.attestation) {
        ImageKind::Attestation
    } else {
        ImageKind::Artifact
    }
}

fn of_archive(
    graph: &ImageGraph<'_>,
    index: usize,
    document: &Document<'_>,
    images: &mut Vec<Image>,
) {
    let Body::ArchiveManifest(manifest) = &document.body else { return };
    let mut next = document.edges.start;
    for (item, image) in manifest.images.iter().enumerate() {
        let Some(image) = image else { continue };
        // Edges are in the order of the document: the config of an image, then its layers.
        let config = graph.edges.get(next).filter(|edge| edge.slot == Slot::ArchiveConfig(item));
        let config = config.map(|_| next);
        let start = next.saturating_add(usize::from(config.is_some()));
        next = start.saturating_add(image.layers.len());
        images.push(Image {
            document: index,
            item: Some(item),
            kind: ImageKind::Image,
            config,
            layers: start..next,
            named_by: Vec::new(),
            absent: false,
            twin: None,
        });
    }
}

/// Tells each image which top-level references name it, through nested indexes too.
fn name(graph: &mut ImageGraph<'_>) {
    let mut names: Vec<Vec<usize>> = vec![Vec::new(); graph.documents.len()];
    // References go down one level a round, or more.
    for _ in 0..ROUNDS {
        let mut changed = false;
        for (number, edge) in graph.edges.iter().enumerate() {
            if !matches!(edge.slot, Slot::Manifest(_)) {
                continue;
            }
            let Some(target) = graph.target_of(edge) else { continue };
            let top = graph.source(edge).is_some_and(|document| document.found_by.is_none());
            let down = match names.get(edge.from) {
                _ if top => vec![number],
                Some(list) => list.clone(),
                None => Vec::new(),
            };
            let Some(list) = names.get_mut(target) else { continue };
            for edge in down {
                if list.len() < REFERENCES && !list.contains(&edge) {
                    list.push(edge);
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    for image in &mut graph.images {
        if image.item.is_none() {
            image.named_by = names.get(image.document).cloned().unwrap_or_default();
        }
    }
}

impl<'a> ImageGraph<'a> {
    /// The names of an image, as the input writes them.
    pub(crate) fn references_of(&self, image: &Image) -> Vec<&str> {
        let body = self.documents.get(image.document).map(|document| &document.body);
        if let (Some(item), Some(Body::ArchiveManifest(manifest))) = (image.item, body) {
            let item = manifest.images.get(item).and_then(Option::as_ref);
            let tags = item.map(|item| item.tags.as_slice()).unwrap_or_default();
            return tags.iter().map(|tag| &*tag.text).collect();
        }
        let edges = image.named_by.iter().filter_map(|&edge| self.edges.get(edge));
        let descriptors = edges.filter_map(|edge| self.descriptor(edge));
        descriptors.filter_map(Descriptor::reference).map(|name| &**name).collect()
    }

    /// The references to the layers of an image, from the lowest.
    pub(crate) fn layers_of(&self, image: &Image) -> &[Edge] {
        self.edges.get(image.layers.clone()).unwrap_or_default()
    }

    /// The config of an image, by its position among the documents, where it could be read.
    pub(crate) fn config_of(&self, image: &Image) -> Option<(usize, &Config<'a>)> {
        let edge = self.edges.get(image.config?)?;
        let number = self.target_of(edge)?;
        match &self.documents.get(number)?.body {
            Body::Config(config) => Some((number, config)),
            _ => None,
        }
    }

    /// The platform that an index gives an image, and the reference that says so, among the edges.
    pub(crate) fn platform_of(&self, image: &Image) -> Option<(usize, &Platform<'a>)> {
        let number = match image.item {
            Some(_) => return None,
            None => self.documents.get(image.document)?.found_by?,
        };
        let platform = self.descriptor(self.edges.get(number)?)?.platform.as_deref()?;
        Some((number, platform))
    }

    /// The document of an image and the indexes that lead to it, by their positions, from the image up.
    pub(crate) fn documents_above(
        &self,
        image: &Image,
    ) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let above = |&number: &usize| {
            let edge = self.documents.get(number)?.found_by?;
            self.edges.get(edge).map(|edge| edge.from)
        };
        core::iter::successors(Some(image.document), above).take(ROUNDS)
    }

    /// The digest of an image's manifest, computed.
    pub(crate) fn manifest_digest(&self, image: &Image) -> Option<Digest> {
        let document = self.documents.get(image.document).filter(|_| image.item.is_none())?;
        super::model::sha256(self.blob_of(document)?)
    }
}
