//! Where members are written: one archive that only grows, or a folder with a file for each.
//!
//! Either can have been begun before. What is there is compared with what should be, and kept as far as it is
//! that.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use crate::tarball::{END, header, padding};

/// A part of a file, for the contents of one member.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) file: File,
    pub(super) offset: u64,
}

impl Slot {
    /// Bytes from the slot's start to the end of the file, `most` at the most.
    pub(super) fn present(&self, most: u64) -> io::Result<u64> {
        Ok(self.file.metadata()?.len().saturating_sub(self.offset).min(most))
    }

    /// Drops everything from so many bytes behind the slot's start.
    pub(super) fn cut(&self, at: u64) -> io::Result<()> {
        self.file.set_len(self.offset.saturating_add(at))
    }

    /// Has these bytes stand at the slot's start; if others do, all that follows is dropped.
    pub(super) fn ensure(&self, bytes: &[u8]) -> io::Result<()> {
        let size = u64::try_from(bytes.len()).map_err(io::Error::other)?;
        if self.present(size)? == size {
            let mut found = vec![0; bytes.len()];
            read_exact_at(&self.file, &mut found, self.offset)?;
            if found == bytes {
                return Ok(());
            }
        }
        self.cut(0)?;
        write_all_at(&self.file, bytes, self.offset)
    }
}

/// What takes the members, in their order.
#[derive(Debug)]
pub(super) enum Store {
    Archive { file: File, next: u64 },
    Folder { root: PathBuf },
}

impl Store {
    pub(super) fn archive(path: &Path) -> io::Result<Self> {
        Ok(Self::Archive { file: open(path)?, next: 0 })
    }

    pub(super) fn folder(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Ok(Self::Folder { root: path.to_owned() })
    }

    /// The place of a member. The one before it is complete by then.
    pub(super) fn slot(&mut self, name: &str, size: u64) -> io::Result<Slot> {
        match self {
            Self::Archive { file, next } => {
                let head = header(name, size)?;
                let at = Slot { file: file.try_clone()?, offset: *next };
                at.ensure(&head)?;
                let length = u64::try_from(head.len()).map_err(io::Error::other)?;
                let offset = next.saturating_add(length);
                *next = offset.saturating_add(size);
                Ok(Slot { file: at.file, offset })
            }
            Self::Folder { root } => {
                let path = root.join(name);
                if let Some(parent) = path.parent() {
                    fs::create_dir_all(parent)?;
                }
                Ok(Slot { file: open(&path)?, offset: 0 })
            }
        }
    }

    /// The member whose slot was given last is complete.
    pub(super) fn end_member(&mut self, slot: &Slot, size: u64) -> io::Result<()> {
        match self {
            Self::Archive { file, next } => {
                let zeros = vec![0; usize::try_from(padding(size)).map_err(io::Error::other)?];
                Slot { file: file.try_clone()?, offset: *next }.ensure(&zeros)?;
                *next = next.saturating_add(padding(size));
                Ok(())
            }
            Self::Folder { .. } => {
                slot.cut(size)?;
                slot.file.sync_all()
            }
        }
    }

    /// All members are there, and on the disk; `names` are theirs.
    pub(super) fn close(self, names: &[&str]) -> io::Result<()> {
        match self {
            Self::Archive { file, next } => {
                let end = Slot { file, offset: next };
                end.ensure(&END)?;
                end.cut(1024)?;
                end.file.sync_all()
            }
            Self::Folder { root } => keep_only(&root, "", names),
        }
    }
}

/// Removes what an earlier try left below `folder` and this one does not have.
fn keep_only(root: &Path, folder: &str, names: &[&str]) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if entry.file_type()?.is_dir() {
            keep_only(root, &name, names)?;
        } else if !names.contains(&name.as_str()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Opens a file to be gone on with.
pub(super) fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

pub(super) fn read_exact_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    use io::{Read as _, Seek as _};
    let mut file = file;
    file.seek(io::SeekFrom::Start(offset))?;
    file.read_exact(buffer)
}

pub(super) fn write_all_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    use io::{Seek as _, Write as _};
    let mut file = file;
    file.seek(io::SeekFrom::Start(offset))?;
    file.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Store;

    fn write(store: &mut Store, name: &str, text: &str) {
        let size = u64::try_from(text.len()).unwrap();
        let slot = store.slot(name, size).unwrap();
        slot.ensure(text.as_bytes()).unwrap();
        store.end_member(&slot, size).unwrap();
    }

    #[test]
    fn what_is_there_is_kept_as_far_as_it_is_right() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("archive");
        let make = |texts: [&str; 2]| {
            let mut store = Store::archive(&path).unwrap();
            write(&mut store, "a", texts[0]);
            write(&mut store, "b", texts[1]);
            store.close(&["a", "b"]).unwrap();
            fs::read(&path).unwrap()
        };
        let first = make(["one", "two"]);
        assert_eq!(first.len(), 4 * 512 + 1024);
        for cut in [0, 1, 512, 700, 1024, 1536, 2000, first.len() - 1] {
            fs::write(&path, &first[..cut]).unwrap();
            assert_eq!(make(["one", "two"]), first, "{cut}");
        }
        let mut longer = first.clone();
        longer.extend(b"more");
        fs::write(&path, longer).unwrap();
        assert_eq!(make(["one", "two"]), first);
        assert_ne!(make(["one", "three"]), first);
        assert_eq!(make(["one", "two"]), first);
    }
}
