//! What rules may see, phase by phase.

use crate::{
    dockerfile::{Dockerfile, Span},
    graph::{Document, Edge, GraphLimit, Image, ImageGraph},
    layer::{Earlier, LayerIndex, MergeLimit, NodeId, PendingLink, WHITEOUT, Walk},
    model::{
        Allow, Anomaly, BlobSummary, Digest, Entry, EntryKind, EntryPath, Escaped, FramingAnomaly,
        InputKind, Limits, PathTraits, Place, Stream, escape_str, to_u64,
    },
    oci::{Config, Descriptor},
};

/// What stands behind `.wh.` in the name of an opaque marker, `.wh..wh..opq`.
pub(crate) const OPAQUE: &[u8] = b".wh..opq";

/// An entry of a tar stream, and the index of those before it.
#[derive(Debug)]
pub(crate) struct EntryContext<'a> {
    /// The entry.
    pub(crate) entry: &'a Entry,
    /// The last component of its name.
    pub(crate) name: &'a [u8],
    /// How its name is spelt.
    pub(crate) traits: PathTraits,
    /// All earlier entries.
    pub(crate) index: &'a LayerIndex,
    /// How the parents of its name resolve.
    pub(crate) parents: &'a Walk,
    /// What already stands where it goes.
    pub(crate) earlier: Option<Earlier>,
    /// Both are files whose contents are compared: a [`RepeatContext`] follows.
    pub(crate) compared: bool,
    /// How the target of a symlink or hard link resolves.
    pub(crate) target: Option<&'a Walk>,
    /// The stream of offsets: `Archive` for an outer archive, `Layer` or `Blob` within a member.
    pub(crate) stream: Stream,
    /// Bounds.
    pub(crate) limits: &'a Limits,
}

impl<'a> EntryContext<'a> {
    /// The place of the entry.
    pub(crate) fn place(&self) -> Place {
        Place::at(self.stream, self.entry.start).with_entry(self.entry.path.clone())
    }

    /// How the target of a hard link resolves, if the entry is one and names a target.
    pub(crate) fn hard_link(&self) -> Option<&'a Walk> {
        let named = !self.entry.link_target.as_bytes().is_empty();
        self.target.filter(|_| named && self.entry.kind == EntryKind::HardLink)
    }

    /// How the target of a symlink resolves, if the entry is one and names a target.
    pub(crate) fn symlink(&self) -> Option<&'a Walk> {
        let named = !self.entry.link_target.as_bytes().is_empty();
        self.target.filter(|_| named && self.entry.kind == EntryKind::Symlink)
    }

    /// What stands behind `.wh.` in the name, if it begins so. The names that AUFS kept for itself
    /// (`.wh..wh.plnk` and others, but for the opaque marker) hide nothing.
    pub(crate) fn whiteout(&self) -> Option<&'a [u8]> {
        let hidden = self.name.strip_prefix(WHITEOUT)?;
        (!hidden.starts_with(WHITEOUT) || hidden == OPAQUE).then_some(hidden)
    }

    /// The entry is a symlink or hard link.
    pub(crate) const fn is_link(&self) -> bool {
        matches!(self.entry.kind, EntryKind::Symlink | EntryKind::HardLink)
    }

    /// The place of an earlier entry.
    pub(crate) fn place_of(&self, earlier: &Earlier) -> Place {
        Place::at(self.stream, earlier.offset)
            .with_entry(EntryPath::new(self.index.path(earlier.node)))
    }

    /// The place of the last entry that made a node.
    pub(crate) fn place_of_node(&self, symlink: NodeId) -> Place {
        let offset = self.index.node(symlink).map_or(0, |node| node.offset);
        Place::at(self.stream, offset).with_entry(EntryPath::new(self.index.path(symlink)))
    }

    /// A symlink and its target, for messages: `symlink lib -> usr/lib`.
    pub(crate) fn describe_symlink(&self, symlink: NodeId) -> String {
        let path = EntryPath::new(self.index.path(symlink));
        format!("symlink {path} -> {}", Escaped(self.index.symlink_target(symlink)))
    }
}

/// A file at a place where another one was before, once all of it was seen.
#[derive(Debug)]
pub(crate) struct RepeatContext<'a> {
    /// What it is.
    pub(crate) kind: EntryKind,
    /// Its name.
    pub(crate) path: &'a EntryPath,
    /// The place of the entry.
    pub(crate) place: &'a Place,
    /// The place of the earlier one.
    pub(crate) earlier: &'a Place,
    /// Both hold the same bytes.
    pub(crate) same: bool,
}

/// Something odd in a tar stream.
#[derive(Debug)]
pub(crate) struct AnomalyContext<'a> {
    /// What it is.
    pub(crate) anomaly: &'a Anomaly,
    /// The entry it was seen in, for those seen in one.
    pub(crate) entry: Option<&'a Entry>,
    /// The stream of offsets.
    pub(crate) stream: Stream,
    /// Bounds.
    pub(crate) limits: &'a Limits,
}

impl AnomalyContext<'_> {
    /// The place of the anomaly.
    pub(crate) fn place(&self) -> Place {
        let place = Place::at(self.stream, self.anomaly.offset);
        match self.anomaly.entry.as_ref().or(self.entry.map(|entry| &entry.path)) {
            Some(path) => place.with_entry(path.clone()),
            None => place,
        }
    }
}

/// The end of a tar stream.
#[derive(Debug)]
pub(crate) struct StreamContext<'a> {
    /// All entries.
    pub(crate) index: &'a LayerIndex,
    /// The stream of offsets.
    pub(crate) stream: Stream,
    /// Bounds.
    pub(crate) limits: &'a Limits,
}

impl StreamContext<'_> {
    /// The place of a hard link.
    pub(crate) fn place_of_link(&self, link: &PendingLink) -> Place {
        Place::at(self.stream, link.offset).with_entry(EntryPath::new(self.index.path(link.node)))
    }

    /// The place of an entry.
    pub(crate) fn place_of(&self, entry: &Earlier) -> Place {
        Place::at(self.stream, entry.offset).with_entry(EntryPath::new(self.index.path(entry.node)))
    }

    /// The place of the last entry that made a node.
    pub(crate) fn place_of_node(&self, node: NodeId) -> Place {
        let place = match self.index.node(node) {
            Some(held) if held.explicit => Place::at(self.stream, held.offset),
            _ => Place::whole(self.stream),
        };
        place.with_entry(EntryPath::new(self.index.path(node)))
    }
}

/// Something odd about a compressed stream.
#[derive(Debug)]
pub(crate) struct FramingContext<'a> {
    /// What it is.
    pub(crate) anomaly: &'a FramingAnomaly,
    /// The stream of offsets: `File` for the whole input, `Blob` for a member.
    pub(crate) stream: Stream,
    /// Bounds.
    pub(crate) limits: &'a Limits,
}

impl FramingContext<'_> {
    /// The place of the anomaly.
    pub(crate) const fn place(&self) -> Place {
        Place::at(self.stream, self.anomaly.offset)
    }
}

/// A document of an image.
#[derive(Debug)]
pub(crate) struct DocumentContext<'a> {
    /// The image graph.
    pub(crate) graph: &'a ImageGraph<'a>,
    /// The document.
    pub(crate) document: &'a Document<'a>,
    /// Its position among the documents.
    pub(crate) number: usize,
    /// Bounds.
    pub(crate) limits: &'a Limits,
}

impl DocumentContext<'_> {
    /// A value of the document.
    pub(crate) fn place(&self, offset: u64, pointer: impl Into<String>) -> Place {
        Place::at(self.graph.stream, offset).with_pointer(pointer)
    }

    /// Where a bound of the graph was reached in the document.
    pub(crate) fn reached(&self, limit: GraphLimit) -> impl Iterator<Item = Place> {
        let hits = self.graph.limits.iter();
        hits.filter(move |hit| hit.document == self.number && hit.limit == limit).map(|hit| {
            let edge = hit.edge.and_then(|edge| self.graph.edges.get(edge));
            edge.map_or_else(|| self.whole(), |edge| self.place(edge.offset, edge.slot.pointer()))
        })
    }

    /// The whole document.
    pub(crate) fn whole(&self) -> Place {
        self.place(0, "")
    }
}

/// A reference of a document to a blob.
#[derive(Debug)]
pub(crate) struct ReferenceContext<'a> {
    /// The image graph.
    pub(crate) graph: &'a ImageGraph<'a>,
    /// The reference.
    pub(crate) edge: &'a Edge,
    /// Its position among the edges.
    pub(crate) number: usize,
}

impl<'a> ReferenceContext<'a> {
    /// The value that refers, or a part of it such as `/digest`.
    pub(crate) fn place(&self, part: &str) -> Place {
        let pointer = format!("{}{part}", self.edge.slot.pointer());
        Place::at(self.graph.stream, self.edge.offset).with_pointer(pointer)
    }

    /// The descriptor; none in `manifest.json`.
    pub(crate) fn descriptor(&self) -> Option<&'a Descriptor<'a>> {
        self.graph.descriptor(self.edge)
    }

    /// The blob that it leads to.
    pub(crate) fn blob(&self) -> Option<&'a BlobSummary> {
        self.graph.blob(self.edge.target.blob()?)
    }

    /// What it refers to, for messages: a digest or a path, escaped.
    pub(crate) fn name(&self) -> String {
        match (self.graph.path(self.edge), self.descriptor().and_then(|it| it.digest)) {
            (Some(path), _) => escape_str(&path.text),
            (None, Some(digest)) => digest.to_string(),
            (None, None) => "without a usable digest".to_owned(),
        }
    }
}

/// A blob of an image archive, whether or not anything refers to it.
#[derive(Debug)]
pub(crate) struct BlobContext<'a> {
    /// The image graph.
    pub(crate) graph: &'a ImageGraph<'a>,
    /// The blob.
    pub(crate) blob: &'a BlobSummary,
    /// Its position among the blobs.
    pub(crate) number: usize,
}

/// An image with its config.
///
/// Artifacts and attestations are none. Of one image in both `index.json` and `manifest.json` only the
/// first is looked at.
#[derive(Debug)]
pub(crate) struct ImageContext<'a> {
    /// The image graph.
    pub(crate) graph: &'a ImageGraph<'a>,
    /// The image.
    pub(crate) image: &'a Image,
    /// Its config, in which places are.
    pub(crate) config: &'a Config<'a>,
}

impl<'a> ImageContext<'a> {
    /// A value of the config.
    pub(crate) fn place(&self, offset: u64, pointer: impl Into<String>) -> Place {
        Place::at(self.graph.stream, offset).with_pointer(pointer)
    }

    /// The references to its layers, from the lowest.
    pub(crate) fn layers(&self) -> &'a [Edge] {
        self.graph.layers_of(self.image)
    }
}

/// A bound that kept layers from being put together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum MergeOver {
    /// The paths of all layers take that many bytes, more than `Limits::merge_size`.
    Outlines(u64),
    /// The layers of an image are over a bound of their own.
    Image(MergeLimit),
}

/// A Dockerfile.
#[derive(Debug)]
pub(crate) struct DockerfileContext<'a> {
    /// What was read of it.
    pub(crate) file: &'a Dockerfile,
    /// The input is said to be one and is something else.
    pub(crate) not_text: bool,
    /// It is longer than `Limits::dockerfile_size`.
    pub(crate) over: bool,
    /// Bounds.
    pub(crate) limits: &'a Limits,
}

impl DockerfileContext<'_> {
    /// A part of the text; without one the whole file.
    pub(crate) fn place(span: Option<Span>) -> Place {
        span.map_or_else(
            || Place::whole(Stream::Archive),
            |span| Place::span(Stream::Archive, to_u64(span.start), to_u64(span.length())),
        )
    }
}

/// What the configuration allows, once it is known what of it was of use.
#[derive(Debug)]
pub(crate) struct AllowContext<'a> {
    /// What allowed nothing, by its position in the configuration.
    pub(crate) stale: &'a [(usize, &'a Allow)],
}

/// The whole input.
#[derive(Debug)]
pub(crate) struct ArchiveContext<'a> {
    /// What it is.
    pub(crate) kind: InputKind,
    /// The image graph, where it holds images.
    pub(crate) graph: Option<&'a ImageGraph<'a>>,
    /// Digests of the input's bytes, where they were asked for.
    pub(crate) digests: &'a [Digest],
    /// The input is compressed as a whole.
    pub(crate) compressed: bool,
    /// Bytes of the input after decompression.
    pub(crate) expanded_size: u64,
    /// Digests that the input, a manifest, an index or a config must have, each.
    pub(crate) expect: &'a [Digest],
    /// Blobs, where there were more than `Limits::blobs`.
    pub(crate) blobs_over: Option<u64>,
    /// Bytes of documents, where there were more than `Limits::document_total`.
    pub(crate) documents_over: Option<u64>,
    /// How layers could not be put together.
    pub(crate) merge_over: Option<MergeOver>,
    /// Bounds.
    pub(crate) limits: &'a Limits,
}
