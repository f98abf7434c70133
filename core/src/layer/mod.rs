//! The index of one tar stream: which paths there are, what they are, and where links lead.
//!
//! Entries are kept where an extractor that follows links would put them, so that two spellings of one
//! place meet. Paths are a tree of components: one arena of names, one table from (parent, name) to node.

mod node;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use node::NodeId;
use node::{Node, Nodes};
pub(crate) use walk::Walk;

use crate::model::{Entry, EntryKind, Limits};

/// Bounded map of the paths, links and whiteouts of one tar stream.
#[derive(Debug)]
pub(crate) struct LayerIndex {
    nodes: Nodes,
    /// Components that walks through symlinks may still look at: bounds the time that chains of links
    /// can cost over the whole stream.
    budget: u64,
    spelling: Spelling,
    full: bool,
    pending: Vec<PendingLink>,
}

/// How entries of one stream spell their names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spelling {
    /// Offset of the first entry with a leading `./`.
    pub(crate) dotted: Option<u64>,
    /// Offset of the first one without, the root itself not counted.
    pub(crate) plain: Option<u64>,
}

/// A hard link whose target was not there when it came.
#[derive(Clone, Debug)]
pub(crate) struct PendingLink {
    /// Where the link is.
    pub(crate) node: NodeId,
    /// Offset of its entry.
    pub(crate) offset: u64,
    /// The target as written.
    pub(crate) target: Vec<u8>,
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

/// Components that walks through symlinks may look at in one stream.
const WALK_BUDGET: u64 = 1 << 24;
/// Hard links with a later or missing target that are kept by name.
const PENDING_LINKS: usize = 4096;

impl LayerIndex {
    /// An empty index. `key` is the hash table's: see `Settings::hash_key`.
    pub(crate) fn new(key: [u8; 16]) -> Self {
        Self {
            nodes: Nodes::new(key),
            budget: WALK_BUDGET,
            spelling: Spelling::default(),
            full: false,
            pending: Vec::new(),
        }
    }

    /// Follows the parents of `path` from the root.
    pub(crate) fn walk_parents(&mut self, path: &[u8]) -> Walk {
        walk::parents(&self.nodes, &mut self.budget, path)
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
        let node = walk.place(&self.nodes)?;
        let held = self.nodes.get(node)?;
        held.explicit.then_some(Earlier { node, kind: held.kind, offset: held.offset })
    }

    /// Adds an entry at the place that `parents` leads to, and takes the directories above it for granted.
    /// `target` is how a link's target resolves.
    pub(crate) fn insert(
        &mut self,
        entry: &Entry,
        parents: &Walk,
        target: Option<&Walk>,
        limits: &Limits,
    ) {
        self.spelling.note(entry);
        if self.nodes.bytes() > limits.index_size {
            self.full = true;
        }
        if self.full {
            return;
        }
        let node = parents.make(&mut self.nodes);
        match entry.kind {
            EntryKind::Symlink => {
                self.nodes.set(node, entry.kind, entry.start, Some(entry.link_target.as_bytes()));
            }
            EntryKind::HardLink => self.insert_hard_link(entry, node, target),
            _ => self.nodes.set(node, entry.kind, entry.start, None),
        }
    }

    /// A hard link to a symlink is that symlink once more; one whose target is not there yet is remembered.
    fn insert_hard_link(&mut self, entry: &Entry, node: NodeId, target: Option<&Walk>) {
        let found = target.and_then(|walk| self.at(walk));
        if let Some(Earlier { node: symlink, kind: EntryKind::Symlink, .. }) = found {
            let leads_to = self.nodes.target(symlink).to_vec();
            return self.nodes.set(node, EntryKind::Symlink, entry.start, Some(&leads_to));
        }
        self.nodes.set(node, EntryKind::HardLink, entry.start, None);
        if found.is_none() && self.pending.len() < PENDING_LINKS {
            let target = entry.link_target.as_bytes().to_vec();
            self.pending.push(PendingLink { node, offset: entry.start, target });
        }
    }

    /// Hard links whose target was not there when they came.
    pub(crate) fn pending(&self) -> &[PendingLink] {
        &self.pending
    }

    /// What stands at a name now, links followed.
    pub(crate) fn find(&self, path: &[u8]) -> Option<Earlier> {
        let mut budget = walk::STEPS;
        let walk = walk::parents(&self.nodes, &mut budget, path);
        self.at(&walk)
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

    /// `Limits::index_size` was reached: later entries are not in the index.
    pub(crate) const fn is_full(&self) -> bool {
        self.full
    }
}

impl Spelling {
    fn note(&mut self, entry: &Entry) {
        let path = entry.path.as_bytes();
        if path.starts_with(b"./") {
            if path.len() > 2 {
                self.dotted.get_or_insert(entry.start);
            }
        } else if path != b"." {
            self.plain.get_or_insert(entry.start);
        }
    }
}
