//! What the image graph holds.

use core::ops::Range;
use std::collections::BTreeMap;

use super::edge::{Edge, Slot};
use super::hybrid::HybridMismatch;
use super::image::Image;
use super::members::{Members, WellKnown};
use crate::{
    docker::{ArchiveManifest, ArchivePath, Repositories},
    model::{BlobContent, BlobSummary, Digest, DigestAlgorithm, FieldFaults, JsonFault, Stream},
    oci::{Config, Descriptor, Index, Manifest},
};

/// What a blob or document is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Role {
    /// `manifest.json`.
    ArchiveManifest,
    /// An image config.
    Config,
    /// Content of an artifact or attestation, or a config that is no image's.
    Content,
    /// An image index, `index.json` among them.
    Index,
    /// A layer of an image.
    Layer,
    /// `oci-layout`.
    Layout,
    /// A version or config that Docker before 1.10 read, and that newer ones still write.
    Legacy,
    /// An image or artifact manifest.
    Manifest,
    /// `repositories`.
    Repositories,
    /// What another manifest is about; it may be absent.
    Subject,
}

impl Role {
    /// The name in messages.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ArchiveManifest => "archive manifest",
            Self::Config => "image config",
            Self::Content => "artifact content",
            Self::Index => "image index",
            Self::Layer => "layer",
            Self::Layout => "layout file",
            Self::Legacy => "legacy file",
            Self::Manifest => "image manifest",
            Self::Repositories => "repositories file",
            Self::Subject => "subject",
        }
    }

    const fn bit(self) -> u16 {
        match self {
            Self::ArchiveManifest => 1,
            Self::Config => 1 << 1,
            Self::Content => 1 << 2,
            Self::Index => 1 << 3,
            Self::Layer => 1 << 4,
            Self::Layout => 1 << 5,
            Self::Legacy => 1 << 6,
            Self::Manifest => 1 << 7,
            Self::Repositories => 1 << 8,
            Self::Subject => 1 << 9,
        }
    }
}

/// The roles of one blob: one may be several things.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Roles(u16);

impl Roles {
    /// Adds a role.
    pub(crate) const fn insert(&mut self, role: Role) {
        self.0 |= role.bit();
    }

    /// Has a role.
    pub(crate) const fn has(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Nothing refers to the blob, and its name says nothing.
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A document of the image.
#[derive(Clone, Debug)]
pub(crate) struct Document<'a> {
    /// Position of its summary among the blobs.
    pub(crate) blob: usize,
    /// What it was read as.
    pub(crate) role: Role,
    /// Indexes above it and itself; 1 for `index.json`.
    pub(crate) depth: u64,
    /// The first reference that leads to it, among the edges; none for a well-known name.
    pub(crate) found_by: Option<usize>,
    /// What it says.
    pub(crate) body: Body<'a>,
    /// What is wrong with its fields.
    pub(crate) faults: FieldFaults,
    /// Why it could not be read.
    pub(crate) problem: Option<Problem>,
    /// Its references among the edges.
    pub(crate) edges: Range<usize>,
}

/// What a document says.
#[derive(Clone, Debug)]
pub(crate) enum Body<'a> {
    /// As `manifest.json`.
    ArchiveManifest(ArchiveManifest<'a>),
    /// As an image config.
    Config(Box<Config<'a>>),
    /// As an image index.
    Index(Box<Index<'a>>),
    /// As `oci-layout`.
    Layout,
    /// As an image or artifact manifest.
    Manifest(Box<Manifest<'a>>),
    /// As `repositories`.
    Repositories(Repositories<'a>),
    /// Nothing: it could not be read, or no rule reads it.
    Unread,
}

/// Why a document could not be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Problem {
    /// Its bytes are not even like JSON.
    NotJson,
    /// It is no valid JSON, or over a limit: its JSON faults say why.
    Invalid,
    /// It is JSON without any key of an image document.
    NotDocument,
    /// Its text was given up, with those of all others: see `Limits::document_total`.
    NotKept,
}

/// A bound of the graph that was reached.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct LimitHit {
    /// Which one.
    pub(crate) limit: GraphLimit,
    /// Position of the document among the documents, at which it was reached.
    pub(crate) document: usize,
    /// The reference that was not followed, among the edges.
    pub(crate) edge: Option<usize>,
}

/// The bounds of the graph.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum GraphLimit {
    /// `Limits::descriptors`.
    Descriptors,
    /// `Limits::index_depth`.
    IndexDepth,
    /// `Limits::manifest_count`.
    ManifestCount,
}

/// Documents, references and images of one input.
#[derive(Clone, Debug)]
pub(crate) struct ImageGraph<'a> {
    /// The blobs, as they were given.
    pub(crate) blobs: &'a [BlobSummary],
    /// The members, as they were given.
    pub(crate) members: &'a Members,
    /// What offsets in documents count in.
    pub(crate) stream: Stream,
    /// Which well-known members there are.
    pub(crate) well_known: WellKnown,
    /// Every document that has a role, parents before what they name.
    pub(crate) documents: Vec<Document<'a>>,
    /// The documents by blob and role.
    pub(crate) by_blob: BTreeMap<(usize, Role), usize>,
    /// Every reference, in the order of `documents`.
    pub(crate) edges: Vec<Edge>,
    /// The images, artifacts and attestations: those of `index.json` first, then those of `manifest.json`.
    pub(crate) images: Vec<Image>,
    /// The roles of each blob.
    pub(crate) roles: Vec<Roles>,
    /// Blobs that descriptors lead to over links, and the descriptors' digests; sorted.
    pub(crate) linked: Vec<(usize, Digest)>,
    /// Edges by which an index reaches itself.
    pub(crate) loops: Vec<usize>,
    /// Where `index.json` and `manifest.json` name different images.
    pub(crate) hybrid: Vec<HybridMismatch>,
    /// Blobs and layer files that nothing refers to, by their position among the blobs; none where a
    /// document that could refer to them was not read.
    pub(crate) unreferenced: Vec<usize>,
    /// Names of other files that are no part of the layout.
    pub(crate) stray: Vec<Vec<u8>>,
    /// The bounds that were reached, each once.
    pub(crate) limits: Vec<LimitHit>,
}

impl<'a> ImageGraph<'a> {
    /// The summary of a blob.
    pub(crate) fn blob(&self, index: usize) -> Option<&'a BlobSummary> {
        self.blobs.get(index)
    }

    /// The summary of a document's blob.
    pub(crate) fn blob_of(&self, document: &Document<'a>) -> Option<&'a BlobSummary> {
        self.blob(document.blob)
    }

    /// The document that an edge comes from.
    pub(crate) fn source(&self, edge: &Edge) -> Option<&Document<'a>> {
        self.documents.get(edge.from)
    }

    /// The document of a well-known name: `oci-layout`, `index.json`, `manifest.json`, `repositories`.
    pub(crate) fn top(&self, role: Role) -> Option<&Document<'a>> {
        let mut documents = self.documents.iter();
        documents.find(|document| document.role == role && document.found_by.is_none())
    }

    /// The digests by which descriptors lead to a blob over links.
    pub(crate) fn linked_to(&self, blob: usize) -> impl Iterator<Item = Digest> {
        let start = self.linked.partition_point(|&(other, _)| other < blob);
        let from = self.linked.get(start..).unwrap_or_default().iter();
        from.take_while(move |&&(other, _)| other == blob).map(|&(_, digest)| digest)
    }

    /// The edges of a document.
    pub(crate) fn edges_of(&self, document: &Document<'a>) -> &[Edge] {
        self.edges.get(document.edges.clone()).unwrap_or_default()
    }

    /// The document that an edge leads to, by its role.
    pub(crate) fn target_of(&self, edge: &Edge) -> Option<usize> {
        self.by_blob.get(&(edge.target.blob()?, edge.role)).copied()
    }

    /// The JSON faults of a document.
    pub(crate) fn json_faults(&self, document: &Document<'a>) -> &'a [JsonFault] {
        match self.blob_of(document).map(|blob| &blob.content) {
            Some(BlobContent::Document(text)) => &text.faults,
            _ => &[],
        }
    }

    /// The descriptor of an edge; none for one of `manifest.json`.
    pub(crate) fn descriptor(&self, edge: &Edge) -> Option<&Descriptor<'a>> {
        match (&self.source(edge)?.body, edge.slot) {
            (Body::Index(index), Slot::Manifest(at)) => index.manifests.get(at)?.as_ref(),
            (Body::Index(index), Slot::Subject) => index.subject.as_ref(),
            (Body::Manifest(manifest), Slot::Config) => manifest.config.as_ref(),
            (Body::Manifest(manifest), Slot::Layer(at) | Slot::Blob(at)) => {
                manifest.layers.get(at)?.as_ref()
            }
            (Body::Manifest(manifest), Slot::Subject) => manifest.subject.as_ref(),
            _ => None,
        }
    }

    /// The path of an edge of `manifest.json`.
    pub(crate) fn path(&self, edge: &Edge) -> Option<&ArchivePath<'a>> {
        let Body::ArchiveManifest(manifest) = &self.source(edge)?.body else { return None };
        match edge.slot {
            Slot::ArchiveConfig(image) => manifest.images.get(image)?.as_ref()?.config.as_ref(),
            Slot::ArchiveLayer(image, layer) => {
                manifest.images.get(image)?.as_ref()?.layers.get(layer)
            }
            _ => None,
        }
    }
}

/// The digest that the name of a member below `blobs/` says; the name is in normal form.
///
/// Source: OCI image-spec 1.1, image-layout.md, "Blobs".
pub(crate) fn blob_name(name: &[u8]) -> Option<Digest> {
    let name = core::str::from_utf8(name.strip_prefix(b"blobs/")?).ok()?;
    let (algorithm, hex) = name.split_once('/')?;
    Digest::from_hex(DigestAlgorithm::from_name(algorithm)?, hex)
}

/// The SHA-256 digest of a blob's bytes.
pub(crate) fn sha256(blob: &BlobSummary) -> Option<Digest> {
    digest_by(&blob.digests, DigestAlgorithm::Sha256)
}

/// The digest by one algorithm among several.
pub(crate) fn digest_by(digests: &[Digest], algorithm: DigestAlgorithm) -> Option<Digest> {
    digests.iter().copied().find(|digest| digest.algorithm() == algorithm)
}
