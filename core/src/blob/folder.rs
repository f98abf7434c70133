//! An OCI layout folder: what the driver says of its files.

use std::{collections::BTreeMap, sync::Arc};

use super::{OuterSummary, content::Held};
use crate::{
    layer::LayerIndex,
    model::{Entry, EntryKind, EntryPath, Observations, Settings},
    options::Options,
};

/// What a path of a folder is. Only regular files are ever opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FileKind {
    /// A regular file, whose bytes are given.
    Regular,
    /// A folder.
    Directory,
    /// A symlink: never followed.
    Symlink,
    /// A FIFO, a socket or a device: never opened.
    Special,
}

/// The paths of an OCI layout folder.
#[derive(Debug)]
pub struct Folder {
    settings: Arc<Settings>,
    files: BTreeMap<Vec<u8>, (FileKind, u64)>,
    size: u64,
}

impl Folder {
    /// A folder without files.
    pub fn new(options: &Options) -> Self {
        Self { settings: Arc::clone(options.settings()), files: BTreeMap::new(), size: 0 }
    }

    /// Adds a path, relative to the folder, with `/` between its parts. `size` counts for regular files.
    /// The order does not matter.
    pub fn add(&mut self, path: &[u8], kind: FileKind, size: u64) {
        let normal = EntryPath::new(path).normal();
        self.size = self.size.saturating_add(size);
        self.files.insert(normal, (kind, size));
    }

    /// What the assembler needs of the folder.
    pub fn finish(self) -> OuterSummary {
        let mut index = LayerIndex::new(self.settings.hash_key);
        let mut number = 0_u64;
        for (path, (kind, size)) in self.files {
            let entry = Entry {
                start: number,
                path: EntryPath::new(path),
                kind: match kind {
                    FileKind::Regular => EntryKind::File,
                    FileKind::Directory => EntryKind::Directory,
                    FileKind::Symlink => EntryKind::Symlink,
                    FileKind::Special => EntryKind::Fifo,
                },
                size,
                stored_size: size,
                ..Entry::default()
            };
            let parents = index.walk_parents(entry.path.as_bytes());
            index.insert(&entry, parents, None, &self.settings.limits);
            number = number.saturating_add(1);
        }
        OuterSummary {
            size: self.size,
            digests: Vec::new(),
            compression: None,
            expanded_size: self.size,
            observations: Observations::default(),
            held: Held::Folder(index),
        }
    }
}
