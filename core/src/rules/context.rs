//! What rules may see, phase by phase.

use crate::{
    layer::{Earlier, LayerIndex, Walk},
    model::{Anomaly, Entry, EntryPath, FramingAnomaly, Limits, PathTraits, Place, Stream},
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

impl EntryContext<'_> {
    /// The place of the entry.
    pub(crate) fn place(&self) -> Place {
        Place::at(self.stream, self.entry.start).with_entry(self.entry.path.clone())
    }

    /// The place of an earlier entry.
    pub(crate) fn place_of(&self, earlier: &Earlier) -> Place {
        Place::at(self.stream, earlier.offset)
            .with_entry(EntryPath::new(self.index.path(earlier.node)))
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
