//! The directory of the entry before: archives list directory by directory, and need not be walked anew.

use super::node::NodeId;
use crate::model::{Entry, EntryKind};

/// A directory that was reached by plain names, and the spelling that led to it.
#[derive(Debug, Default)]
pub(super) struct Nearby {
    /// The path up to its last `/`, that included.
    prefix: Vec<u8>,
    directory: Option<NodeId>,
}

impl Nearby {
    /// The directory and the rest of the path, where the path is in the same directory by the same spelling.
    pub(super) fn find<'p>(&self, path: &'p [u8]) -> Option<(NodeId, &'p [u8])> {
        let directory = self.directory?;
        let name = path.strip_prefix(self.prefix.as_slice())?;
        let plain = !matches!(name, b"" | b"." | b"..") && !name.contains(&b'/');
        plain.then_some((directory, name))
    }

    /// Keeps the directory of an entry that was added. Only new files and directories leave the paths above
    /// them as they were: anything else forgets it.
    pub(super) fn note(
        &mut self,
        entry: &Entry,
        is_new: bool,
        directory: impl FnOnce() -> Option<NodeId>,
    ) {
        if !is_new || !matches!(entry.kind, EntryKind::File | EntryKind::Directory) {
            self.directory = None;
            return;
        }
        let path = entry.path.as_bytes();
        let Some(slash) = path.iter().rposition(|&byte| byte == b'/') else { return };
        let (prefix, name) = path.split_at_checked(slash.saturating_add(1)).unwrap_or_default();
        if self.is_kept(prefix) || matches!(name, b"" | b"." | b"..") {
            return;
        }
        // Where `..` leads hangs on more than the directories on the way.
        if prefix.windows(2).any(|pair| pair == b"..") {
            return;
        }
        self.directory = directory();
        self.prefix.clear();
        self.prefix.extend_from_slice(prefix);
    }

    fn is_kept(&self, prefix: &[u8]) -> bool {
        self.directory.is_some() && self.prefix == prefix
    }
}
