//! Directories on Unix: everything is opened relative to the root's handle, one component at a time, and
//! never through a link, so that nothing that is moved about meanwhile leads out of the layout.

use std::{fs::File, os::fd::OwnedFd, path::Path};

use ocivet_core::FileKind;
use rustix::{
    fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, openat, statat},
    io::Errno,
};

use super::Node;
use crate::driver::error::Fault;

/// The root of a layout.
pub(super) struct Directory(OwnedFd);

/// How a directory is opened.
const DIRECTORY: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

impl Directory {
    /// Opens the root; links lead to it.
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        Ok(Self(openat(CWD, path, DIRECTORY, Mode::empty())?))
    }

    /// Tells `sink` of everything in one directory below the root.
    pub(super) fn list(
        &self,
        path: &[u8],
        sink: &mut dyn FnMut(Node) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let directory = self.open_below(path, DIRECTORY)?;
        for entry in Dir::read_from(&directory)? {
            let entry = entry?;
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            let stat = statat(&directory, name, AtFlags::SYMLINK_NOFOLLOW).map_err(moved)?;
            let kind = kind(FileType::from_raw_mode(stat.st_mode));
            let size = if kind == FileKind::Regular { stat.st_size } else { 0 };
            let size = u64::try_from(size).unwrap_or_default();
            sink(Node::new(path, name.to_bytes(), kind, size))?;
        }
        Ok(())
    }

    /// Opens a file below the root. Whether it is regular is for the caller to look at: opening anything
    /// else does not block.
    pub(super) fn open_file(&self, path: &[u8]) -> Result<File, Fault> {
        let flags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY);
        Ok(File::from(self.open_below(path, flags.union(OFlags::CLOEXEC))?))
    }

    fn open_below(&self, path: &[u8], flags: OFlags) -> Result<OwnedFd, Fault> {
        let (parents, name) = match path.iter().rposition(|&byte| byte == b'/') {
            Some(at) => (path.get(..at), path.get(at.saturating_add(1)..)),
            None => (None, Some(path)),
        };
        let name = name.filter(|name| !name.is_empty()).unwrap_or(b".");
        let parent = match parents {
            Some(parents) => Some(self.open_parents(parents)?),
            None => None,
        };
        let parent = parent.as_ref().unwrap_or(&self.0);
        openat(parent, name, flags.union(OFlags::NOFOLLOW), Mode::empty()).map_err(moved)
    }

    fn open_parents(&self, path: &[u8]) -> Result<OwnedFd, Fault> {
        let mut directory = self.0.try_clone()?;
        for component in path.split(|&byte| byte == b'/') {
            let flags = DIRECTORY.union(OFlags::NOFOLLOW);
            directory = openat(&directory, component, flags, Mode::empty()).map_err(moved)?;
        }
        Ok(directory)
    }
}

/// An error that shows that something else stands there than when the directory was listed.
fn moved(error: Errno) -> Fault {
    match error {
        Errno::LOOP | Errno::MLINK | Errno::NOENT | Errno::NOTDIR | Errno::NXIO => Fault::changed(),
        error => Fault::from(error),
    }
}

impl From<Errno> for Fault {
    fn from(error: Errno) -> Self {
        Self::from(std::io::Error::from(error))
    }
}

const fn kind(kind: FileType) -> FileKind {
    match kind {
        FileType::RegularFile => FileKind::Regular,
        FileType::Directory => FileKind::Directory,
        FileType::Symlink => FileKind::Symlink,
        _ => FileKind::Special,
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use super::Directory;

    #[test]
    fn nothing_is_opened_through_a_link() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "secret").unwrap();
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("a/b")).unwrap();
        fs::write(root.path().join("a/b/file"), "file").unwrap();
        symlink(outside.path(), root.path().join("a/out")).unwrap();
        symlink(outside.path().join("secret"), root.path().join("link")).unwrap();
        let directory = Directory::open(root.path()).unwrap();
        assert!(directory.open_file(b"a/b/file").is_ok());
        for path in [&b"link"[..], b"a/out/secret", b"a/gone", b"a/b/file/below"] {
            assert!(directory.open_file(path).is_err(), "{}", String::from_utf8_lossy(path));
        }
    }
}
