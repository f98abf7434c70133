//! What rules may see of layers that lie over each other.

use crate::{
    graph::{Image, ImageGraph},
    layer::{Applied, Link, Merged, NodeId},
    model::{EntryPath, Escaped, Grade, OutlineLink, Place, Stream},
    oci::Config,
};

/// A layer of an image, over the layers below it.
#[derive(Debug)]
pub(crate) struct LayeringContext<'a> {
    /// The image graph.
    pub(crate) graph: &'a ImageGraph<'a>,
    /// The tree with the layer in it.
    pub(crate) merged: &'a Merged,
    /// What the layer does to those below it.
    pub(crate) applied: &'a Applied<'a>,
    /// Its position among the blobs.
    pub(crate) blob: usize,
    /// The layers below it were all read.
    pub(crate) complete: bool,
}

/// All layers of an image, put together.
#[derive(Debug)]
pub(crate) struct MergedContext<'a> {
    /// The image graph.
    pub(crate) graph: &'a ImageGraph<'a>,
    /// The image.
    pub(crate) image: &'a Image,
    /// The tree.
    pub(crate) merged: &'a Merged,
}

impl LayeringContext<'_> {
    /// The place of an entry of the layer, by its record's number.
    pub(crate) fn place(&self, number: u32, offset: u64) -> Place {
        let path = EntryPath::new(self.applied.path(number));
        Place::at(stream(self.graph, self.blob), offset).with_entry(path).in_blob(self.blob)
    }

    /// The place of a hard link of the layer.
    pub(crate) fn place_of(&self, link: &OutlineLink) -> Place {
        self.place(link.number, link.offset)
    }

    /// The place of a symlink below.
    pub(crate) fn place_of_symlink(&self, link: Link) -> Place {
        place_of_symlink(self.graph, self.merged, link.node)
    }

    /// A symlink below and its target, for messages: `symlink lib -> usr/lib`.
    pub(crate) fn describe(&self, link: Link) -> String {
        describe(self.merged, link.node)
    }
}

impl<'a> MergedContext<'a> {
    /// The config and its position among the documents.
    pub(crate) fn config(&self) -> Option<(usize, &'a Config<'a>)> {
        self.graph.config_of(self.image)
    }

    /// The place of a symlink.
    pub(crate) fn place_of_symlink(&self, symlink: NodeId) -> Place {
        place_of_symlink(self.graph, self.merged, symlink)
    }

    /// A symlink and its target, for messages.
    pub(crate) fn describe(&self, symlink: NodeId) -> String {
        describe(self.merged, symlink)
    }
}

impl Link {
    /// How much going through it weighs: most where the way climbs or does not end, least where it stays
    /// inside by relative links.
    pub(crate) const fn grade(self) -> Grade {
        if self.climbed || self.endless {
            Grade::Full
        } else if self.absolute {
            Grade::Lesser
        } else {
            Grade::Least
        }
    }
}

fn place_of_symlink(graph: &ImageGraph<'_>, merged: &Merged, symlink: NodeId) -> Place {
    let path = EntryPath::new(merged.path(symlink));
    match merged.origin(symlink) {
        Some((blob, offset)) => Place::at(stream(graph, blob), offset).in_blob(blob),
        None => Place::whole(Stream::Layer),
    }
    .with_entry(path)
}

fn describe(merged: &Merged, symlink: NodeId) -> String {
    let path = EntryPath::new(merged.path(symlink));
    format!("symlink {path} -> {}", Escaped(merged.target(symlink)))
}

/// What offsets in the tar stream of a blob count in.
fn stream(graph: &ImageGraph<'_>, blob: usize) -> Stream {
    let compressed = graph.blob(blob).is_some_and(|blob| !blob.compression.is_empty());
    if compressed { Stream::Layer } else { Stream::Blob }
}
