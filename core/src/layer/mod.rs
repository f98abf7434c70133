//! The index of one tar stream: which paths there are, what they are, and where links lead.
//!
//! Entries are kept where an extractor that follows links would put them, so that two spellings of one
//! place meet. Paths are a tree of components: one arena of names, one table from (parent, name) to node.

mod collide;
mod fold;
mod merged;
mod nearby;
mod node;
mod outline;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use collide::Collision;
pub(crate) use fold::Folding;
pub(crate) use merged::{Applied, Link, MergeBounds, MergeLimit, Merged};
use nearby::Nearby;
pub(crate) use node::{ContentMark, NodeId};
use node::{Node, Nodes};
pub(crate) use walk::Walk;

use crate::model::{Entry, EntryKind, EntryPath, Limits, to_u64};

/// Bounded map of the paths, links and whiteouts of one tar stream.
#[derive(Debug)]
pub(crate) struct LayerIndex {
    nodes: Nodes,
    /// Components that walks through symlinks may still look at: bounds the time that chains of links
    /// can cost over the whole stream.
    budget: u64,
    spelling: Spelling,
    full: Option<u64>,
    nearby: Nearby,
    pending: Vec<PendingLink>,
    /// Memory that `pending` and `whiteouts` hold, in bytes.
    list_bytes: u64,
    whiteouts: Vec<NodeId>,
    /// Empty: that of the last walk, for the next one.
    buffer: Vec<u8>,
}

/// What the name of a whiteout begins with.
///
/// Source: image-spec v1.1 layer.md, "Whiteouts".
pub(crate) const WHITEOUT: &[u8] = b".wh.";

/// How entries of one stream spell their names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spelling {
    /// Offset of the first entry with a leading `./`.
    pub(crate) dotted: Option<u64>,
    /// Offset of the first one without; the root itself does not count.
    pub(crate) plain: Option<u64>,
}

/// How one entry spells its name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Spelt {
    /// With a leading `./`.
    Dotted,
    /// Without.
    Plain,
}

/// A hard link whose target was not there when it came.
#[derive(Clone, Debug)]
pub(crate) struct PendingLink {
    /// Where the link is.
    pub(crate) node: NodeId,
    /// Offset of its entry.
    pub(crate) offset: u64,
    /// The target as written.
    pub(crate) target: Box<[u8]>,
}

/// An earlier entry at the same place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Earlier {
    /// Its node.
    pub(crate) node: NodeId,
    /// What it was.
    pub(crate) kind: EntryKind,
    /// Offset of its entry.
    pub(crate) offset: u64,
}

/// Memory of a [`PendingLink`] besides its target, in bytes: stated, so that every machine counts alike.
const PENDING_LINK: usize = 40;
/// Components that walks through symlinks may look at in one stream.
const WALK_BUDGET: u64 = 1 << 24;

impl LayerIndex {
    /// An empty index. `key` is the hash table's: see `Settings::hash_key`.
    pub(crate) fn new(key: [u8; 16]) -> Self {
        Self {
            nodes: Nodes::new(key),
            budget: WALK_BUDGET,
            spelling: Spelling::default(),
            full: None,
            nearby: Nearby::default(),
            pending: Vec::new(),
            list_bytes: 0,
            whiteouts: Vec::new(),
            buffer: Vec::new(),
        }
    }

    /// Follows the parents of `path` from the root.
    pub(crate) fn walk_parents(&mut self, path: &[u8]) -> Walk {
        let (directory, rest) = self.nearby.find(path).unwrap_or((NodeId::ROOT, path));
        let buffer = core::mem::take(&mut self.buffer);
        walk::below(&self.nodes, &mut self.budget, directory, rest, buffer)
    }

    /// Follows the target of a symlink from the place that `parents` leads to.
    pub(crate) fn walk_symlink(&mut self, parents: &Walk, target: &[u8]) -> Walk {
        walk::from(&self.nodes, &mut self.budget, parents, target)
    }

    /// Follows the target of a hard link, which is a name from the root, to the entry itself.
    pub(crate) fn walk_hard_link(&mut self, target: &[u8]) -> Walk {
        walk::parents(&self.nodes, &mut self.budget, target)
    }

    /// What stands at the place that a walk leads to.
    pub(crate) fn at(&self, walk: &Walk) -> Option<Earlier> {
        let node = walk.place()?;
        let held = self.nodes.get(node)?;
        held.explicit.then_some(Earlier { node, kind: held.kind, offset: held.offset })
    }

    /// What kind of thing stands at the place that a walk leads to: a directory where only entries below it
    /// were seen.
    pub(crate) fn kind_at(&self, walk: &Walk) -> Option<EntryKind> {
        self.nodes.get(walk.place()?).map(|held| held.kind)
    }

    /// Adds an entry at the place that `parents` leads to, and takes the directories above it for granted.
    /// `target` is how a link's target resolves. Gives the entry's node: none for an entry whose parents do
    /// not resolve, or where the index is full.
    pub(crate) fn insert(
        &mut self,
        entry: &Entry,
        parents: Walk,
        target: Option<&Walk>,
        limits: &Limits,
    ) -> Option<NodeId> {
        self.spelling.note(entry);
        if self.nodes.bytes().saturating_add(self.list_bytes) > limits.index_size {
            self.full.get_or_insert(entry.start);
        }
        if self.full.is_some() || parents.endless {
            return None;
        }
        // Before the directories above the entry are made: a link does not bring its own target.
        let found = target.and_then(Walk::place);
        let is_new = parents.place().is_none();
        let node = parents.make(&mut self.nodes);
        self.nearby.note(entry, is_new, || parents.plain_directory(&self.nodes));
        match entry.kind {
            EntryKind::Symlink => {
                self.nodes.set(node, entry.kind, entry.start, Some(entry.link_target.as_bytes()));
            }
            EntryKind::HardLink => {
                self.insert_hard_link(entry, node, found);
                if found.is_none() && target.is_some_and(|target| !target.meets(&parents)) {
                    self.wait_for_target(entry, node);
                }
            }
            _ => self.nodes.set(node, entry.kind, entry.start, None),
        }
        if entry.kind.is_file() && entry.size == 0 {
            self.nodes.set_empty(node);
        }
        if self.nodes.name(node).starts_with(WHITEOUT) {
            self.list_bytes = self.list_bytes.saturating_add(4);
            self.whiteouts.push(node);
        }
        self.buffer = parents.into_buffer();
        Some(node)
    }

    /// Says what the file at a node holds.
    pub(crate) fn set_content(&mut self, node: NodeId, content: ContentMark) {
        self.nodes.set_content(node, content);
    }

    /// A hard link to a symlink is that symlink once more.
    fn insert_hard_link(&mut self, entry: &Entry, node: NodeId, target: Option<NodeId>) {
        let is_symlink = |&target: &NodeId| {
            self.nodes.get(target).is_some_and(|node| node.kind == EntryKind::Symlink)
        };
        match target.filter(is_symlink) {
            Some(symlink) => self.nodes.set_linked(node, entry.start, symlink),
            None => self.nodes.set(node, EntryKind::HardLink, entry.start, None),
        }
    }

    fn wait_for_target(&mut self, entry: &Entry, node: NodeId) {
        let target: Box<[u8]> = entry.link_target.as_bytes().into();
        let bytes = target.len().saturating_add(PENDING_LINK);
        self.list_bytes = self.list_bytes.saturating_add(to_u64(bytes));
        self.pending.push(PendingLink { node, offset: entry.start, target });
    }

    /// Hard links whose target was not there when they came, those to themselves left out.
    pub(crate) fn pending(&self) -> &[PendingLink] {
        &self.pending
    }

    /// Entries whose name begins as a whiteout's does.
    pub(crate) fn whiteouts(&self) -> &[NodeId] {
        &self.whiteouts
    }

    /// What a whiteout hides in its own stream, if that is there.
    pub(crate) fn hidden_here(&self, whiteout: NodeId) -> Option<NodeId> {
        let name = self.nodes.name(whiteout).strip_prefix(WHITEOUT)?;
        self.nodes.child(self.nodes.parent(whiteout), name)
    }

    /// What stands at a name now, links followed.
    pub(crate) fn find(&self, path: &[u8]) -> Option<Earlier> {
        let mut budget = walk::STEPS;
        let walk = walk::parents(&self.nodes, &mut budget, path);
        self.at(&walk)
    }

    /// What entries made, by node; implied directories are left out.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes.entries()
    }

    /// Paths that are one where names are folded, in the order in which they came.
    pub(crate) fn collisions(&self, folding: Folding) -> Vec<Collision> {
        collide::find(&self.nodes, folding)
    }

    /// Some name is more than ASCII.
    pub(crate) fn has_foreign_names(&self) -> bool {
        self.nodes.below_root().any(|(node, _)| !self.nodes.name(node).is_ascii())
    }

    /// The names directly below the root.
    pub(crate) fn top_level(&self) -> impl Iterator<Item = &[u8]> {
        self.nodes.children_of_root()
    }

    /// The path of a node, from the root.
    pub(crate) fn path(&self, node: NodeId) -> Vec<u8> {
        self.nodes.path(node)
    }

    /// The node itself.
    pub(crate) fn node(&self, node: NodeId) -> Option<&Node> {
        self.nodes.get(node)
    }

    /// The target of a symlink.
    pub(crate) fn symlink_target(&self, node: NodeId) -> &[u8] {
        self.nodes.target(node)
    }

    /// How names are spelt.
    pub(crate) const fn spelling(&self) -> Spelling {
        self.spelling
    }

    /// Where `Limits::index_size` was reached: the offset of the first entry that is not in the index.
    pub(crate) const fn full(&self) -> Option<u64> {
        self.full
    }
}

impl Spelling {
    /// How a name is spelt; nothing for the root itself.
    fn of(path: &EntryPath) -> Option<Spelt> {
        match path.as_bytes() {
            b"" | b"." | b"./" | b"/" => None,
            [b'.', b'/', ..] => Some(Spelt::Dotted),
            _ => Some(Spelt::Plain),
        }
    }

    /// How a name is spelt, and the offset of the first entry that is spelt otherwise: where no entry was
    /// spelt as this one is.
    pub(crate) fn changes_with(&self, path: &EntryPath) -> Option<(Spelt, u64)> {
        let spelt = Self::of(path)?;
        let (same, other) = match spelt {
            Spelt::Dotted => (self.dotted, self.plain),
            Spelt::Plain => (self.plain, self.dotted),
        };
        if same.is_none() { Some((spelt, other?)) } else { None }
    }

    fn note(&mut self, entry: &Entry) {
        match Self::of(&entry.path) {
            Some(Spelt::Dotted) => _ = self.dotted.get_or_insert(entry.start),
            Some(Spelt::Plain) => _ = self.plain.get_or_insert(entry.start),
            None => {}
        }
    }
}
