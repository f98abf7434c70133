//! What one layer does to those below it.

use crate::{
    layer::node::NodeId,
    model::{Outline, OutlineLink},
};

/// A symlink of a lower layer that a layer's paths go through.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Link {
    /// The symlink.
    pub(crate) node: NodeId,
    /// It, or one that it leads through, is absolute.
    pub(crate) absolute: bool,
    /// `..` was applied at the root.
    pub(crate) climbed: bool,
    /// More links than are followed.
    pub(crate) endless: bool,
}

/// Entries of a layer below a symlink of a lower one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Through {
    /// The symlink.
    pub(crate) link: Link,
    /// The number of the first entry's record.
    pub(crate) first: u32,
    /// Offset of that entry.
    pub(crate) offset: u64,
    /// How many more there are.
    pub(crate) more: u64,
}

/// A whiteout below a symlink of a lower layer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Whiteout {
    /// The symlink.
    pub(crate) link: Link,
    /// The number of the whiteout's record.
    pub(crate) number: u32,
    /// Offset of its entry.
    pub(crate) offset: u64,
}

/// What one layer does to those below it.
#[derive(Debug)]
pub(crate) struct Applied<'a> {
    pub(super) outline: &'a Outline,
    /// Where each record stands, the root first.
    pub(super) places: Vec<Place>,
    pub(super) links: Vec<Link>,
    /// Entries below symlinks, one for each symlink.
    pub(crate) through: Vec<Through>,
    /// Whiteouts below symlinks.
    pub(crate) whiteouts: Vec<Whiteout>,
    /// Hard links whose targets are in no layer so far.
    pub(crate) missing: Vec<&'a OutlineLink>,
}

/// Where one record of a layer stands in the merged tree.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// Where the record starts in its outline.
    pub(super) start: usize,
    pub(super) at: Option<NodeId>,
    /// The innermost symlink of a lower layer on the way, among `Applied::links`.
    pub(super) link: Option<u32>,
}

impl<'a> Applied<'a> {
    pub(super) fn new(outline: &'a Outline) -> Self {
        // One for each record, and one for the root.
        let count = usize::try_from(outline.count()).unwrap_or_default();
        let mut places = Vec::with_capacity(count.saturating_add(1));
        places.push(Place { at: Some(NodeId::ROOT), ..Place::default() });
        Self {
            outline,
            places,
            links: Vec::new(),
            through: Vec::new(),
            whiteouts: Vec::new(),
            missing: Vec::new(),
        }
    }

    pub(super) fn place(&self, number: u32) -> Place {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        self.places.get(number).copied().unwrap_or_default()
    }

    pub(super) fn link(&self, place: Place) -> Option<Link> {
        self.link_of(place.link?)
    }

    pub(super) fn link_of(&self, number: u32) -> Option<Link> {
        self.links.get(usize::try_from(number).ok()?).copied()
    }

    /// The path of a record in its own layer.
    pub(crate) fn path(&self, number: u32) -> Vec<u8> {
        let mut names = Vec::new();
        let mut at = number;
        while at != 0 {
            let place = self.place(at);
            let Some((record, _)) = self.outline.read(at, place.start) else { break };
            names.push(record.name);
            at = record.parent;
        }
        names.reverse();
        names.join(&b'/')
    }
}
