//! The folder beside the target in which everything happens until the target is whole and judged.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use super::FetchError;
use crate::registry::RegistryError;

/// `FILE.part`, for the user alone, and for one process at a time.
#[derive(Debug)]
pub(crate) struct Place {
    target: PathBuf,
    folder: PathBuf,
    /// Held as long as the process lives, however it ends.
    _lock: File,
}

impl Place {
    /// Takes the folder of a target, new or from an earlier try.
    ///
    /// # Errors
    /// A target that cannot become what is fetched, a folder that others may write to, and one that another
    /// process uses.
    pub(crate) fn take(target: &Path) -> Result<Self, FetchError> {
        let shown = show(target);
        if fs::symlink_metadata(target).is_ok_and(|there| !there.is_file()) {
            let what = format!("{shown} is there and no file");
            return Err(RegistryError::new(what, "name another with -o, or remove it").into());
        }
        let folder = beside(target, ".part");
        make_private(&folder)?;
        let lock = super::store::open(&folder.join("lock"))?;
        if !lock_alone(&lock)? {
            let what = format!("another process fetches {shown}");
            return Err(
                RegistryError::new(what, "wait for it, or name another file with -o").into()
            );
        }
        Ok(Self { target: target.to_owned(), folder, _lock: lock })
    }

    /// A file or folder within.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// What was fetched becomes the target, in one step, and the folder goes.
    pub(crate) fn keep(self, name: &str) -> io::Result<()> {
        let target = self.target.clone();
        self.move_to(name, &target)
    }

    /// What was fetched gets a name that says what it is. Gives that name.
    pub(crate) fn deny(self, name: &str) -> io::Result<PathBuf> {
        let target = beside(&self.target, ".denied");
        // A folder cannot take the place of a file, nor of a folder that holds something.
        match fs::symlink_metadata(&target) {
            Ok(there) if there.is_dir() => fs::remove_dir_all(&target)?,
            Ok(_) => fs::remove_file(&target)?,
            Err(_) => {}
        }
        self.move_to(name, &target)?;
        Ok(target)
    }

    fn move_to(self, name: &str, target: &Path) -> io::Result<()> {
        fs::rename(self.folder.join(name), target)?;
        fs::remove_dir_all(&self.folder)
    }
}

/// A place of which nothing could be gone on with does not stay.
impl Drop for Place {
    fn drop(&mut self) {
        let only_lock = fs::read_dir(&self.folder)
            .is_ok_and(|names| names.flatten().all(|entry| entry.file_name() == "lock"));
        if only_lock {
            // What cannot be removed is in nobody's way.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn show(path: &Path) -> String {
    ocivet_core::escape(path.as_os_str().as_encoded_bytes())
}

fn beside(target: &Path, suffix: &str) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn make_private(folder: &Path) -> Result<(), FetchError> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => check_private(folder),
        made => Ok(made?),
    }
}

/// A folder that others can write to could have its contents changed between check and use.
fn check_private(folder: &Path) -> Result<(), FetchError> {
    let metadata = fs::symlink_metadata(folder)?;
    #[cfg(unix)]
    let private = {
        use std::os::unix::fs::MetadataExt as _;
        metadata.mode().trailing_zeros() >= 6
            && metadata.uid() == rustix::process::geteuid().as_raw()
    };
    #[cfg(not(unix))]
    let private = true;
    if metadata.is_dir() && private {
        return Ok(());
    }
    let what = format!("{} is there, and no folder of yours alone", show(folder));
    Err(RegistryError::new(what, "remove it, or name another file with -o").into())
}

#[cfg(unix)]
fn lock_alone(file: &File) -> io::Result<bool> {
    use rustix::fs::{FlockOperation, flock};
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(true),
        Err(rustix::io::Errno::WOULDBLOCK) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(unix))]
fn lock_alone(_file: &File) -> io::Result<bool> {
    Ok(true)
}
