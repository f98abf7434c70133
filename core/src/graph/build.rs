//! Building the graph: documents from their names and from each other.

use std::collections::{BTreeMap, VecDeque};

use super::body::{read_body, shape, text, text_of};
use super::edge::{Edge, Slot, Target};
use super::members::{Members, Resolution, WellKnown};
use super::model::{Body, Document, GraphLimit, ImageGraph, LimitHit, Problem, Role, Roles};
use super::{coverage, hybrid, image, leftovers, loops};
use crate::{
    docker::{ArchiveManifest, ArchivePath},
    json::FieldReader,
    model::{BlobSummary, Digest, EntryPath, FieldFaults, Limits, Stream, sort_by, to_u64},
    oci::{Descriptor, Index, Manifest, MediaType},
};

/// Field faults that one graph keeps; further ones are counted.
const FAULTS: usize = 4096;

/// What a graph is built from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GraphInput<'a> {
    /// The summaries, in the order of the members.
    pub(crate) blobs: &'a [BlobSummary],
    /// The members.
    pub(crate) members: &'a Members,
    /// The bounds.
    pub(crate) limits: &'a Limits,
    /// The texts of documents were given up: see `Limits::document_total`.
    pub(crate) texts_dropped: bool,
    /// The input is one document, the only blob: what it refers to is not looked for.
    pub(crate) lone: bool,
}

/// Builds the graph.
///
/// Bounds: `Limits::descriptors`, `Limits::index_depth`, `Limits::manifest_count` (for manifests and
/// indexes, and for configs apart). No recursion: what an index names waits in a queue.
pub(crate) fn build<'a>(input: &GraphInput<'a>) -> ImageGraph<'a> {
    let mut builder = Builder::new(*input);
    if input.lone {
        builder.open_lone();
    } else {
        builder.open_well_known();
    }
    while let Some(document) = builder.queue.pop_front() {
        builder.expand(document);
    }
    let mut graph = builder.graph;
    graph.linked = linked(&graph);
    image::collect(&mut graph);
    coverage::mark_partial(&mut graph);
    hybrid::compare(&mut graph);
    loops::find(&mut graph);
    leftovers::assign(&mut graph, input.lone);
    graph
}

struct Builder<'a> {
    input: GraphInput<'a>,
    graph: ImageGraph<'a>,
    queue: VecDeque<usize>,
    /// Descriptors that may still be read.
    budget: u64,
    /// Steps that links may still take.
    steps: u64,
    /// Field faults that may still be kept.
    faults: usize,
    manifests: u64,
    configs: u64,
}

/// A reference before it is resolved.
struct Pending {
    slot: Slot,
    offset: u64,
    role: Role,
    target: Target,
    linked: bool,
    /// The target is a document that is to be opened.
    open: bool,
}

impl<'a> Builder<'a> {
    fn new(input: GraphInput<'a>) -> Self {
        let graph = ImageGraph {
            blobs: input.blobs,
            members: input.members,
            stream: if input.lone { Stream::Archive } else { Stream::Blob },
            well_known: WellKnown::of(input.members),
            documents: Vec::new(),
            by_blob: BTreeMap::new(),
            edges: Vec::new(),
            images: Vec::new(),
            roles: vec![Roles::default(); input.blobs.len()],
            linked: Vec::new(),
            loops: Vec::new(),
            hybrid: Vec::new(),
            unreferenced: Vec::new(),
            stray: Vec::new(),
            limits: Vec::new(),
        };
        Self {
            input,
            graph,
            queue: VecDeque::new(),
            budget: input.limits.descriptors,
            steps: input.limits.descriptors.saturating_mul(16),
            faults: FAULTS,
            manifests: 0,
            configs: 0,
        }
    }

    fn open_lone(&mut self) {
        // One that cannot be read, or is none, is told so as a manifest.
        let role = text_of(self.input.blobs.first()).and_then(shape).unwrap_or(Role::Manifest);
        self.open(0, role, 1, None);
    }

    fn open_well_known(&mut self) {
        for (name, role) in [
            (&b"oci-layout"[..], Role::Layout),
            (b"index.json", Role::Index),
            (b"manifest.json", Role::ArchiveManifest),
            (b"repositories", Role::Repositories),
        ] {
            if let (Target::Blob(blob), _) = self.resolve(name) {
                self.open(blob, role, 1, None);
            }
        }
    }

    /// What a name leads to, and whether over a link.
    fn resolve(&mut self, path: &[u8]) -> (Target, bool) {
        if self.input.lone {
            return (Target::Unchecked, false);
        }
        match self.input.members.resolve(path, &mut self.steps) {
            Resolution::Found { member, linked } => {
                let target = match member.blob {
                    Some(blob) if blob < self.input.blobs.len() => Target::Blob(blob),
                    _ if member.kind.is_file() => Target::Unread,
                    _ => Target::NotRegular(member.kind),
                };
                (target, linked)
            }
            Resolution::Missing => (Target::Missing, false),
            Resolution::Outside => (Target::Outside { linked: true }, true),
            Resolution::Broken => (Target::Broken, true),
            Resolution::Loop => (Target::Loop, true),
        }
    }

    /// Reads a blob as a document, once for each role, and lets its references wait.
    fn open(&mut self, blob: usize, role: Role, depth: u64, found_by: Option<usize>) {
        if self.graph.by_blob.contains_key(&(blob, role)) {
            return;
        }
        if let Some(limit) = self.over_limit(role, depth) {
            let document = found_by.and_then(|edge| self.graph.edges.get(edge));
            let document = document.map_or(0, |edge| edge.from);
            self.hit(LimitHit { limit, document, edge: found_by });
            return;
        }
        let index = self.graph.documents.len();
        let (body, faults, problem) = self.read(blob, role, index);
        let edges = 0..0;
        let document = Document { blob, role, depth, found_by, body, faults, problem, edges };
        self.graph.documents.push(document);
        self.graph.by_blob.insert((blob, role), index);
        self.queue.push_back(index);
    }

    fn over_limit(&mut self, role: Role, depth: u64) -> Option<GraphLimit> {
        let count = match role {
            Role::Index | Role::Manifest => &mut self.manifests,
            _ => &mut self.configs,
        };
        *count = count.saturating_add(1);
        if *count > self.input.limits.manifest_count {
            Some(GraphLimit::ManifestCount)
        } else if role == Role::Index && depth > self.input.limits.index_depth {
            Some(GraphLimit::IndexDepth)
        } else {
            None
        }
    }

    /// Notes that a bound was reached, once for each bound.
    fn hit(&mut self, hit: LimitHit) {
        if self.graph.limits.iter().all(|other| other.limit != hit.limit) {
            self.graph.limits.push(hit);
        }
    }

    fn read(
        &mut self,
        blob: usize,
        role: Role,
        index: usize,
    ) -> (Body<'a>, FieldFaults, Option<Problem>) {
        let value = match text(self.input.blobs.get(blob)) {
            Ok(value) => value,
            Err(Problem::NotDocument) if self.input.texts_dropped => {
                return (Body::Unread, FieldFaults::default(), Some(Problem::NotKept));
            }
            Err(problem) => return (Body::Unread, FieldFaults::default(), Some(problem)),
        };
        let mut reader = FieldReader::new(self.budget);
        let body = read_body(&mut reader, value, role);
        let (mut faults, budget, exhausted) = reader.finish();
        self.budget = budget;
        if exhausted {
            let limit = GraphLimit::Descriptors;
            self.hit(LimitHit { limit, document: index, edge: None });
        }
        let cut = faults.list.len().saturating_sub(self.faults);
        faults.list.truncate(self.faults);
        faults.more = faults.more.saturating_add(to_u64(cut));
        self.faults = self.faults.saturating_sub(faults.list.len());
        (body, faults, None)
    }

    /// Makes edges of a document's references and opens the documents that they lead to.
    fn expand(&mut self, index: usize) {
        let Some(document) = self.graph.documents.get_mut(index) else { return };
        let depth = document.depth;
        // The body is put back below: meanwhile the builder is free to resolve names.
        let body = core::mem::replace(&mut document.body, Body::Unread);
        let pending = self.references(&body);
        let first = self.graph.edges.len();
        let mut to_open = Vec::new();
        for pending in pending {
            let Pending { slot, offset, role, target, linked, open } = pending;
            if let (true, Some(blob)) = (open, target.blob()) {
                to_open.push((blob, role, self.graph.edges.len()));
            }
            let edge = Edge { from: index, slot, offset, role, target, linked, partial: false };
            self.graph.edges.push(edge);
        }
        if let Some(document) = self.graph.documents.get_mut(index) {
            document.body = body;
            document.edges = first..self.graph.edges.len();
        }
        for (blob, role, edge) in to_open {
            let below = if role == Role::Index { depth.saturating_add(1) } else { depth };
            self.open(blob, role, below, Some(edge));
        }
    }

    fn references(&mut self, body: &Body<'a>) -> Vec<Pending> {
        match body {
            Body::Index(index) => self.references_of_index(index),
            Body::Manifest(manifest) => self.references_of_manifest(manifest),
            Body::ArchiveManifest(manifest) => self.references_of_archive(manifest),
            _ => Vec::new(),
        }
    }

    fn references_of_index(&mut self, index: &Index<'a>) -> Vec<Pending> {
        let mut list = Vec::new();
        for (at, descriptor) in index.manifests.iter().enumerate() {
            let Some(descriptor) = descriptor else { continue };
            let mut pending = self.descriptor(Slot::Manifest(at), descriptor, Role::Content);
            pending.role = match descriptor.kind() {
                MediaType::Index => Role::Index,
                MediaType::Manifest | MediaType::ArtifactManifest => Role::Manifest,
                // Unknown or absent: the document says itself what it is.
                _ => pending
                    .target
                    .blob()
                    .and_then(|blob| text_of(self.input.blobs.get(blob)))
                    .and_then(shape)
                    .filter(|role| matches!(role, Role::Index | Role::Manifest))
                    .unwrap_or(Role::Content),
            };
            pending.open = pending.role != Role::Content;
            list.push(pending);
        }
        list.extend(self.subject(index.subject.as_ref()));
        list
    }

    fn references_of_manifest(&mut self, manifest: &Manifest<'a>) -> Vec<Pending> {
        let mut list = Vec::new();
        if let Some(config) = &manifest.config {
            let is_image = config.kind() == MediaType::Config;
            let role = if is_image { Role::Config } else { Role::Content };
            let pending = self.descriptor(Slot::Config, config, role);
            list.push(Pending { open: is_image, ..pending });
        }
        let has_config = manifest.config.is_some();
        for (at, descriptor) in manifest.layers.iter().enumerate() {
            let Some(descriptor) = descriptor else { continue };
            let slot = if has_config { Slot::Layer(at) } else { Slot::Blob(at) };
            list.push(self.descriptor(slot, descriptor, Role::Layer));
        }
        list.extend(self.subject(manifest.subject.as_ref()));
        list
    }

    fn references_of_archive(&mut self, manifest: &ArchiveManifest<'a>) -> Vec<Pending> {
        let mut list = Vec::new();
        for (at, image) in manifest.images.iter().enumerate() {
            let Some(image) = image else { continue };
            if let Some(config) = &image.config {
                let pending = self.archive_path(Slot::ArchiveConfig(at), config, Role::Config);
                list.push(Pending { open: true, ..pending });
            }
            for (layer, path) in image.layers.iter().enumerate() {
                list.push(self.archive_path(Slot::ArchiveLayer(at, layer), path, Role::Layer));
            }
        }
        list
    }

    fn subject(&mut self, subject: Option<&Descriptor<'a>>) -> Option<Pending> {
        subject.map(|subject| self.descriptor(Slot::Subject, subject, Role::Subject))
    }

    fn descriptor(&mut self, slot: Slot, descriptor: &Descriptor<'a>, role: Role) -> Pending {
        let (target, linked) = match descriptor.digest {
            Some(digest) => self.resolve(blob_path(&digest).as_bytes()),
            None => (Target::Nameless, false),
        };
        let target = match target {
            Target::Missing if descriptor.urls.is_some() => Target::Foreign,
            other => other,
        };
        Pending { slot, offset: descriptor.offset, role, target, linked, open: false }
    }

    fn archive_path(&mut self, slot: Slot, path: &ArchivePath<'a>, role: Role) -> Pending {
        let traits = EntryPath::new(path.text.as_bytes()).traits();
        let (target, linked) = if path.text.is_empty() {
            (Target::Nameless, false)
        } else if traits.absolute || traits.parent {
            (Target::Outside { linked: false }, false)
        } else {
            self.resolve(path.text.as_bytes())
        };
        Pending { slot, offset: path.offset, role, target, linked, open: false }
    }
}

fn linked(graph: &ImageGraph<'_>) -> Vec<(usize, Digest)> {
    let edges = graph.edges.iter().filter(|edge| edge.linked);
    let digest = |edge| graph.descriptor(edge).and_then(|descriptor| descriptor.digest);
    let mut linked: Vec<_> =
        edges.filter_map(|edge| Some((edge.target.blob()?, digest(edge)?))).collect();
    sort_by(&mut linked, Ord::cmp);
    linked.dedup();
    linked
}

/// Where a layout keeps the blob of a digest.
///
/// Source: OCI image-spec 1.1, image-layout.md, "Blobs".
fn blob_path(digest: &Digest) -> String {
    format!("blobs/{}/{}", digest.algorithm().name(), digest.hex())
}
