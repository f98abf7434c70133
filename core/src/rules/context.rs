//! What rules may see, phase by phase.

use crate::{
    layer::{Earlier, LayerIndex, NodeId, PendingLink, Walk},
    model::{
        Anomaly, Entry, EntryKind, EntryPath, Escaped, FramingAnomaly, Limits, PathTraits, Place,
        Stream,
    },
};

/// An entry of a tar stream, and the index of those before it.
#[derive(Debug)]
pub(crate) struct EntryContext<'a> {
    /// The entry.
    pub(crate) entry: &'a Entry,
    /// How its name is spelt.
    pub(crate) traits: PathTraits,
    /// All earlier entries.
    pub(crate) index: &'a LayerIndex,
    /// How the parents of its name resolve.
    pub(crate) parents: &'a Walk,
    /// What already stands where it goes.
    pub(crate) earlier: Option<Earlier>,
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

    /// The entry is a symlink or hard link.
    pub(crate) const fn is_link(&self) -> bool {
        matches!(self.entry.kind, EntryKind::Symlink | EntryKind::HardLink)
    }

    /// The place of an earlier entry.
    pub(crate) fn place_of(&self, earlier: &Earlier) -> Place {
        Place::at(self.stream, earlier.offset)
            .with_entry(EntryPath::new(self.index.path(earlier.node)))
    }

    /// The place of the entry that made a symlink.
    pub(crate) fn place_of_symlink(&self, symlink: NodeId) -> Place {
        let offset = self.index.node(symlink).map_or(0, |node| node.offset);
        Place::at(self.stream, offset).with_entry(EntryPath::new(self.index.path(symlink)))
    }

    /// A symlink and its target, for messages: `symlink lib -> usr/lib`.
    pub(crate) fn describe_symlink(&self, symlink: NodeId) -> String {
        let path = EntryPath::new(self.index.path(symlink));
        format!("symlink {path} -> {}", Escaped(self.index.symlink_target(symlink)))
    }
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

/// The whole input.
#[derive(Debug)]
pub(crate) struct ArchiveContext<'a> {
    /// Bounds.
    pub(crate) limits: &'a Limits,
}
