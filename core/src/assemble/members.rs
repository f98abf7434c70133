//! The members of an input, from the index of its outer stream and the summaries of its blobs.

use crate::{
    blob::{Held, OuterSummary},
    graph::{Member, Members},
    model::{BlobSummary, EntryKind, EntryPath, Limits},
};

/// Gathers the members: files by their summaries, the rest by the index.
pub(super) fn gather(outer: &OuterSummary, blobs: &[BlobSummary], limits: &Limits) -> Members {
    let mut members = Members::default();
    for (number, blob) in blobs.iter().enumerate() {
        let member = Member {
            offset: blob.member.offset,
            kind: EntryKind::File,
            link_target: EntryPath::default(),
            blob: Some(number),
        };
        members.insert(&blob.member.path, member, limits);
    }
    if let Held::Tar(index, _) | Held::Folder(index) = &outer.held {
        for (node, entry) in index.entries() {
            let path = EntryPath::new(index.path(node));
            // The file's own summary says more.
            if entry.kind.is_file() && members.get(path.as_bytes()).is_some() {
                continue;
            }
            let link_target = EntryPath::new(index.symlink_target(node));
            let member = Member { offset: entry.offset, kind: entry.kind, link_target, blob: None };
            members.insert(&path, member, limits);
        }
    }
    members
}
