//! The layers of an image put together, one over the other, as far as links lead through them.
//!
//! Directories and symlinks are kept, and of other files only those whose names hard links ask for.

mod applied;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    WHITEOUT,
    node::{NodeId, Nodes},
    walk::{self, Walk},
};
use crate::model::{EntryKind, Limits, Outline, OutlineKind, OutlineLink, OutlineRecord};
use applied::Place;
pub(crate) use applied::{Applied, Link, Through, Whiteout};

/// What stands behind `.wh.` in the name of an opaque marker.
const OPAQUE: &[u8] = b".wh..opq";

/// The merged tree of the layers so far.
#[derive(Debug)]
pub(crate) struct Merged {
    nodes: Nodes,
    key: [u8; 16],
    /// See [`MergeBounds::walk`].
    budget: u64,
    /// Last components of the targets that hard links ask for.
    wanted: BTreeSet<Vec<u8>>,
    /// The layer that each symlink comes from.
    origins: BTreeMap<NodeId, usize>,
}

/// What may be spent on merging.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MergeBounds {
    /// Memory of one merged tree, in bytes.
    pub(crate) size: u64,
    /// Bytes of outlines that may still be read, over all images.
    pub(crate) read: u64,
    /// Components that walks through symlinks may still look at, over all images.
    pub(crate) walk: u64,
}

/// Which of [`MergeBounds`] was reached.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum MergeLimit {
    /// The memory of a tree.
    Size,
    /// What is read.
    Read,
}

/// What whiteouts of one layer remove.
#[derive(Debug, Default)]
struct Removals<'a> {
    children: Vec<(NodeId, &'a [u8])>,
    contents: Vec<NodeId>,
}

impl MergeBounds {
    /// Components that walks through symlinks may look at in one archive: bounds the time that chains of
    /// links can cost.
    const WALK: u64 = 1 << 26;

    /// What the limits allow for one archive.
    pub(crate) const fn new(limits: &Limits) -> Self {
        Self { size: limits.merge_size, read: limits.merge_read, walk: Self::WALK }
    }

    fn charge(&mut self, outline: &Outline, times: u64) -> Result<(), MergeLimit> {
        let bytes = outline.size().saturating_mul(times);
        self.read = self.read.checked_sub(bytes).ok_or(MergeLimit::Read)?;
        Ok(())
    }
}

impl Merged {
    /// Nothing yet. `outlines` are those of the image's layers; `key` is the hash table's: see
    /// `Settings::hash_key`.
    pub(crate) fn new<'a>(
        key: [u8; 16],
        outlines: impl Iterator<Item = &'a Outline>,
        bounds: &mut MergeBounds,
    ) -> Result<Self, MergeLimit> {
        let mut wanted = BTreeSet::new();
        for outline in outlines.filter(|outline| !outline.links().is_empty()) {
            bounds.charge(outline, 1)?;
            wanted.extend(outline.links().iter().map(|link| last(&link.target).to_vec()));
        }
        let origins = BTreeMap::new();
        Ok(Self { nodes: Nodes::new(key), key, budget: 0, wanted, origins })
    }

    /// Puts a layer over those before it. Once a bound was reached the tree is of no use.
    pub(crate) fn apply<'a>(
        &mut self,
        outline: &'a Outline,
        layer: usize,
        bounds: &mut MergeBounds,
    ) -> Result<Applied<'a>, MergeLimit> {
        let passes = if outline.has_whiteouts() { 2 } else { 1 };
        bounds.charge(outline, passes)?;
        self.budget = bounds.walk;
        let applied = self.apply_within(outline, layer, bounds.size);
        bounds.walk = self.budget;
        applied.ok_or(MergeLimit::Size)
    }

    fn apply_within<'a>(
        &mut self,
        outline: &'a Outline,
        layer: usize,
        size: u64,
    ) -> Option<Applied<'a>> {
        let mut applied = Applied::new(outline);
        let below: Vec<_> = outline.links().iter().map(|link| self.find(&link.target)).collect();
        if outline.has_whiteouts() {
            let removals = self.look_for_whiteouts(&mut applied)?;
            self.remove(&removals);
            applied.places.truncate(1);
        }
        self.add(&mut applied, layer, size)?;
        for (link, found) in outline.links().iter().zip(below) {
            let own = applied.place(link.number).at;
            let found = found.or_else(|| self.find(&link.target).filter(|&it| Some(it) != own));
            match found {
                Some(target) => _ = self.link_to(target, &applied, link, layer),
                None => applied.missing.push(link),
            }
        }
        Some(applied)
    }

    /// First pass: whiteouts hide what is in lower layers, wherever they stand in their own.
    fn look_for_whiteouts<'a>(&mut self, applied: &mut Applied<'a>) -> Option<Removals<'a>> {
        let outline = applied.outline;
        let mut removals = Removals::default();
        let mut start = 0;
        for number in 1..=outline.count() {
            let (record, next) = outline.read(number, start)?;
            let above = applied.place(record.parent);
            if let Some(hidden) = whiteout(&record) {
                if let Some(link) = applied.link(above) {
                    applied.whiteouts.push(Whiteout { link, number, offset: record.offset });
                }
                match above.at {
                    Some(directory) if hidden == OPAQUE => removals.contents.push(directory),
                    Some(directory) => removals.children.push((directory, hidden)),
                    None => {}
                }
            }
            let place = self.enter(applied, &record, above);
            applied.places.push(Place { start, ..place });
            start = next;
        }
        Some(removals)
    }

    /// Where a record leads in the tree as it is.
    fn enter(
        &mut self,
        applied: &mut Applied<'_>,
        record: &OutlineRecord<'_>,
        above: Place,
    ) -> Place {
        let nowhere = Place { link: above.link, ..Place::default() };
        let found = above.at.and_then(|directory| self.nodes.child(directory, record.name));
        let Some(found) = found.filter(|_| record.kind == OutlineKind::Directory) else {
            return nowhere;
        };
        match self.kind(found) {
            EntryKind::Directory => Place { at: Some(found), ..nowhere },
            EntryKind::Symlink if is_below(record) => {
                let (walk, link) = self.follow(applied, found, above.link);
                Place { at: walk.place(), link, ..nowhere }
            }
            _ => nowhere,
        }
    }

    fn kind(&self, node: NodeId) -> EntryKind {
        self.nodes.get(node).map(|node| node.kind).unwrap_or_default()
    }

    /// Follows a symlink that a path goes through; what was met before it counts too.
    fn follow(
        &mut self,
        applied: &mut Applied<'_>,
        symlink: NodeId,
        outer: Option<u32>,
    ) -> (Walk, Option<u32>) {
        let walk = walk::follow(&self.nodes, &mut self.budget, symlink);
        let met = outer.and_then(|outer| applied.link_of(outer));
        let (absolute, climbed, endless) =
            met.map_or_else(Default::default, |met| (met.absolute, met.climbed, met.endless));
        let number = u32::try_from(applied.links.len()).ok();
        applied.links.push(Link {
            node: symlink,
            absolute: absolute || walk.absolute,
            climbed: climbed || walk.climbed,
            endless: endless || walk.endless,
        });
        (walk, number)
    }

    fn remove(&mut self, removals: &Removals<'_>) {
        for &(directory, name) in &removals.children {
            self.nodes.detach(directory, name);
        }
        for &directory in &removals.contents {
            if directory == NodeId::ROOT {
                self.nodes = Nodes::new(self.key);
                self.origins.clear();
                return;
            }
            let parent = self.nodes.parent(directory);
            let name = self.nodes.name(directory).to_vec();
            // What another whiteout took away stays away.
            if self.nodes.child(parent, &name) == Some(directory) {
                self.replace(parent, &name);
            }
        }
    }

    /// A new node, an implied directory, in place of what stands there.
    fn replace(&mut self, directory: NodeId, name: &[u8]) -> NodeId {
        self.nodes.detach(directory, name);
        self.nodes.add_child(directory, name)
    }

    /// Second pass: what the layer brings.
    fn add(&mut self, applied: &mut Applied<'_>, layer: usize, size: u64) -> Option<()> {
        let outline = applied.outline;
        let mut by_link: BTreeMap<u32, Through> = BTreeMap::new();
        let mut start = 0;
        for number in 1..=outline.count() {
            let (record, next) = outline.read(number, start)?;
            let above = applied.place(record.parent);
            let is_whiteout = record.name.starts_with(WHITEOUT);
            let mut place = Place { link: above.link, ..Place::default() };
            if let Some(directory) = above.at.filter(|_| !is_whiteout) {
                place = self.set(applied, &record, directory, above, layer);
            }
            if record.explicit
                && !is_whiteout
                && let Some((key, link)) = above.link.zip(applied.link(above))
            {
                let new = Through { link, first: number, offset: record.offset, more: 0 };
                let through = by_link.entry(key).or_insert(new);
                if through.first != number {
                    through.more = through.more.saturating_add(1);
                }
            }
            applied.places.push(Place { start, ..place });
            start = next;
            if self.nodes.bytes() > size {
                return None;
            }
        }
        applied.through.extend(by_link.into_values());
        Some(())
    }

    /// Sets what a record makes of its place.
    fn set(
        &mut self,
        applied: &mut Applied<'_>,
        record: &OutlineRecord<'_>,
        directory: NodeId,
        above: Place,
        layer: usize,
    ) -> Place {
        let plain = Place { link: above.link, ..Place::default() };
        match record.kind {
            OutlineKind::Directory => self.set_directory(applied, record, directory, plain),
            OutlineKind::Symlink => {
                let node = self.replace(directory, record.name);
                self.nodes.set(node, EntryKind::Symlink, record.offset, Some(record.target));
                self.origins.insert(node, layer);
                Place { at: Some(node), ..plain }
            }
            OutlineKind::Other if self.wanted.contains(record.name) => {
                let node = self.replace(directory, record.name);
                self.nodes.set(node, EntryKind::File, record.offset, None);
                Place { at: Some(node), ..plain }
            }
            OutlineKind::Other => {
                self.nodes.detach(directory, record.name);
                plain
            }
        }
    }

    fn set_directory(
        &mut self,
        applied: &mut Applied<'_>,
        record: &OutlineRecord<'_>,
        directory: NodeId,
        plain: Place,
    ) -> Place {
        let found = self.nodes.child(directory, record.name);
        match found.map(|found| (found, self.kind(found))) {
            Some((found, EntryKind::Directory)) => Place { at: Some(found), ..plain },
            Some((found, EntryKind::Symlink)) if is_below(record) => {
                let (walk, link) = self.follow(applied, found, plain.link);
                let at = (!walk.endless).then(|| walk.make(&mut self.nodes));
                Place { at, link, ..plain }
            }
            _ => Place { at: Some(self.replace(directory, record.name)), ..plain },
        }
    }

    /// A hard link to a symlink is that symlink once more.
    fn link_to(
        &mut self,
        target: NodeId,
        applied: &Applied<'_>,
        link: &OutlineLink,
        layer: usize,
    ) -> Option<()> {
        self.nodes.get(target).filter(|node| node.kind == EntryKind::Symlink)?;
        let start = applied.place(link.number).start;
        let (record, _) = applied.outline.read(link.number, start)?;
        let directory = applied.place(record.parent).at?;
        let node = self.replace(directory, record.name);
        self.nodes.set_linked(node, link.offset, target);
        self.origins.insert(node, layer);
        Some(())
    }

    fn find(&mut self, path: &[u8]) -> Option<NodeId> {
        walk::parents(&self.nodes, &mut self.budget, path).place()
    }

    /// Follows the parents of a path from the root.
    pub(crate) fn walk(&self, path: &[u8]) -> Walk {
        walk::parents(&self.nodes, &mut walk::STEPS.clone(), path)
    }

    /// The symlink that a walk ends at, if it ends at one.
    pub(crate) fn symlink_at(&self, walk: &Walk) -> Option<NodeId> {
        walk.place().filter(|&place| self.kind(place) == EntryKind::Symlink)
    }

    /// Follows a symlink to what it leads to in the end.
    pub(crate) fn follow_symlink(&self, symlink: NodeId) -> Walk {
        walk::follow(&self.nodes, &mut walk::STEPS.clone(), symlink)
    }

    /// The path that a walk leads to, whether or not something stands there.
    pub(crate) fn path_of(&self, walk: &Walk) -> Vec<u8> {
        walk.path(&self.nodes)
    }

    /// The path of a node.
    pub(crate) fn path(&self, node: NodeId) -> Vec<u8> {
        self.nodes.path(node)
    }

    /// The target of a symlink.
    pub(crate) fn target(&self, symlink: NodeId) -> &[u8] {
        self.nodes.target(symlink)
    }

    /// Where a symlink comes from: its layer, as it was given, and the offset of its entry.
    pub(crate) fn origin(&self, symlink: NodeId) -> Option<(usize, u64)> {
        let layer = self.origins.get(&symlink).copied()?;
        Some((layer, self.nodes.get(symlink)?.offset))
    }
}

/// What the record stands for is written below what is there: no entry replaces that, or too late.
const fn is_below(record: &OutlineRecord<'_>) -> bool {
    !record.explicit || record.late
}

/// What a whiteout hides; none for other records, and for names that AUFS kept for itself.
fn whiteout<'a>(record: &OutlineRecord<'a>) -> Option<&'a [u8]> {
    let hidden = record.name.strip_prefix(WHITEOUT).filter(|_| record.explicit)?;
    let is_name = !matches!(hidden, b"" | b"." | b"..");
    (is_name && (!hidden.starts_with(WHITEOUT) || hidden == OPAQUE)).then_some(hidden)
}

/// The last component of a path.
fn last(path: &[u8]) -> &[u8] {
    let mut parts = path.rsplit(|&byte| byte == b'/');
    parts.find(|part| !matches!(*part, b"" | b".")).unwrap_or_default()
}
