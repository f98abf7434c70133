//! Directories where there is no opening relative to a handle: links are looked for by name.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use ocivet_core::FileKind;

use super::Node;
use crate::driver::error::Fault;

/// The root of a layout.
pub(super) struct Directory(PathBuf);

impl Directory {
    /// Opens the root.
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        fs::read_dir(path)?;
        Ok(Self(path.to_owned()))
    }

    /// Tells `sink` of everything in one directory below the root.
    pub(super) fn list(
        &self,
        parent: &[u8],
        sink: &mut dyn FnMut(Node) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        for entry in fs::read_dir(self.below(parent)?)? {
            let entry = entry?;
            let metadata = entry.path().symlink_metadata()?;
            let kind = match metadata.file_type() {
                kind if kind.is_file() => FileKind::Regular,
                kind if kind.is_dir() => FileKind::Directory,
                kind if kind.is_symlink() => FileKind::Symlink,
                _ => FileKind::Special,
            };
            let size = if kind == FileKind::Regular { metadata.len() } else { 0 };
            sink(Node::new(parent, entry.file_name().as_encoded_bytes(), kind, size))?;
        }
        Ok(())
    }

    /// Opens a file below the root.
    pub(super) fn open_file(&self, path: &[u8]) -> Result<File, Fault> {
        let path = self.below(path)?;
        if path.symlink_metadata()?.is_file() {
            Ok(File::open(path)?)
        } else {
            Err(Fault::changed())
        }
    }

    fn below(&self, path: &[u8]) -> Result<PathBuf, Fault> {
        let path = std::str::from_utf8(path).map_err(|_| Fault::changed())?;
        Ok(self.0.join(path))
    }
}
