//! Paths that are one where a file system folds names.
//!
//! Each path has a first one among those that fold to the same: the one that is spelt as folded, if it is
//! there, else the earliest. Only names that folding can change, and what is below such directories, are
//! kept in a table of their own; the others are found by the index.

use hashbrown::HashTable;

use super::{
    Folding,
    node::{NameHash, NodeId, Nodes},
};
use crate::model::{EntryKind, sort_by};

/// Two paths that fold to one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Collision {
    /// The path.
    pub(crate) node: NodeId,
    /// The first one of those that fold to the same.
    pub(crate) first: NodeId,
    /// Of all paths that fold to this one, one is a symlink, and another has entries below it.
    pub(crate) over_symlink: bool,
}

/// Finds the collisions, in the order of the index. Time: linear, but for a search among the collisions.
pub(super) fn find(nodes: &Nodes, folding: Folding) -> Vec<Collision> {
    let mut finder = Finder { nodes, folding, folded: HashTable::new(), collisions: Vec::new() };
    for (node, _) in nodes.below_root() {
        finder.add(node);
    }
    mark_symlinks(nodes, &mut finder.collisions);
    finder.collisions
}

struct Finder<'a> {
    nodes: &'a Nodes,
    folding: Folding,
    /// First ones that the index does not find by their folded names, with the hash of these.
    folded: HashTable<(NameHash, NodeId)>,
    /// By node: the index has directories before what is in them.
    collisions: Vec<Collision>,
}

impl Finder<'_> {
    fn add(&mut self, node: NodeId) {
        let name = self.nodes.name(node);
        let given = self.nodes.parent(node);
        let parent = first_of(&self.collisions, given);
        if parent == given && !Folding::concerns(name) {
            return;
        }
        let name = self.folding.fold(name);
        if let Some(first) = self.nodes.child(parent, &name) {
            self.note(node, first);
            return;
        }
        let hash = self.nodes.hash(parent, &name);
        let is_same = |&(other_hash, other): &(NameHash, NodeId)| {
            other_hash == hash
                && first_of(&self.collisions, self.nodes.parent(other)) == parent
                && self.folding.fold(self.nodes.name(other)) == name
        };
        match self.folded.find(hash.wide(), is_same).copied() {
            Some((_, first)) => self.note(node, first),
            None => {
                self.folded.insert_unique(hash.wide(), (hash, node), |(hash, _)| hash.wide());
            }
        }
    }

    fn note(&mut self, node: NodeId, first: NodeId) {
        if node != first {
            self.collisions.push(Collision { node, first, over_symlink: false });
        }
    }
}

/// The first one of the paths that fold to the same as that of a node.
fn first_of(collisions: &[Collision], node: NodeId) -> NodeId {
    let at = collisions.binary_search_by_key(&node, |collision| collision.node);
    at.ok().and_then(|at| collisions.get(at)).map_or(node, |collision| collision.first)
}

/// Marks collisions of a symlink and a directory that is not empty.
fn mark_symlinks(nodes: &Nodes, collisions: &mut [Collision]) {
    let kind = |node| nodes.get(node).map(|node| node.kind);
    let of_symlink = |collision: &&Collision| {
        [collision.node, collision.first].map(kind).contains(&Some(EntryKind::Symlink))
    };
    let mut symlinks: Vec<NodeId> =
        collisions.iter().filter(of_symlink).map(|collision| collision.first).collect();
    if symlinks.is_empty() {
        return;
    }
    sort_by(&mut symlinks, Ord::cmp);
    symlinks.dedup();
    let mut filled = vec![false; symlinks.len()];
    for (node, _) in nodes.below_root() {
        let directory = first_of(collisions, nodes.parent(node));
        // Entries below a symlink itself are put where it leads, never below it.
        if let Ok(at) = symlinks.binary_search(&directory)
            && let Some(filled) = filled.get_mut(at)
        {
            *filled = true;
        }
    }
    for collision in collisions {
        let at = symlinks.binary_search(&collision.first).ok();
        collision.over_symlink = at.and_then(|at| filled.get(at)).copied().unwrap_or_default();
    }
}
