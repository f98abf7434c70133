//! From the index of a layer to what is kept of it.

use std::collections::BTreeSet;

use super::{LayerIndex, NodeId, PendingLink};
use crate::model::{EntryKind, Outline, OutlineKind, OutlineLink, OutlineRecord, PathTraits};

impl LayerIndex {
    /// The outline of the layer.
    pub(crate) fn outline(&self) -> Outline {
        let late = self.late_directories();
        let mut outline = Outline::default();
        for (id, node) in self.nodes.below_root() {
            let kind = match node.kind {
                EntryKind::Directory => OutlineKind::Directory,
                EntryKind::Symlink => OutlineKind::Symlink,
                _ => OutlineKind::Other,
            };
            outline.push(&OutlineRecord {
                kind,
                explicit: node.explicit,
                late: late.contains(&id),
                parent: self.nodes.parent(id).number(),
                offset: node.offset,
                name: self.nodes.name(id),
                target: self.nodes.target(id),
            });
        }
        if !self.whiteouts.is_empty() {
            outline.note_whiteout();
        }
        for link in self.missing_links() {
            let PendingLink { node, offset, target } = link;
            let (number, offset) = (node.number(), *offset);
            outline.push_link(OutlineLink { number, offset, target: target.clone() });
        }
        outline.shrink();
        outline
    }

    /// Hard links whose target is nowhere in the stream. None where the index is full: it does not know what
    /// came later, and `limit/index-size` tells of that.
    pub(crate) fn missing_links(&self) -> impl Iterator<Item = &PendingLink> {
        let known = if self.full.is_some() { &[] } else { self.pending.as_slice() };
        known.iter().filter(|link| {
            // A target above the root is told by `link/hardlink-escape`, none at all by `link/empty-target`.
            let told = link.target.is_empty() || PathTraits::of(&link.target).climbs;
            !told && self.find(&link.target).is_none_or(|found| found.node == link.node)
        })
    }

    /// Directories whose entry comes after one below them.
    fn late_directories(&self) -> BTreeSet<NodeId> {
        let mut late = BTreeSet::new();
        for (id, node) in self.nodes.entries() {
            let mut above = self.nodes.parent(id);
            while above != NodeId::ROOT {
                let Some(directory) = self.nodes.get(above) else { break };
                if directory.explicit && directory.offset > node.offset {
                    late.insert(above);
                }
                above = self.nodes.parent(above);
            }
        }
        late
    }
}
