//! Brings files, pipes and layout directories to the core, on several threads, and takes its report.
//!
//! The report is the one that [`ocivet_core::Verifier`] and [`ocivet_core::LayoutVerifier`] give for the
//! same bytes, whatever the kind of input and the number of threads.

mod archive;
mod error;
mod feed;
mod hashing;
mod input;
mod layout;
mod pool;
mod progress;
mod task;
mod threads;

use std::{
    fs::File,
    hash::{BuildHasher, RandomState},
    io::Read,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use ocivet_core::{Options, Report};

use self::{
    error::Fault,
    input::{FileInput, State, StreamInput},
};
pub use self::{
    error::InputError,
    feed::{Fed, Feeder, feed},
    progress::Progress,
    task::{Panicked, Task},
};

/// Where an input comes from.
#[expect(missing_debug_implementations, reason = "a reader has none")]
pub enum Source<'a> {
    /// A file that is open, from its first byte to its last, wherever it is read by others.
    File(&'a File),
    /// A file, a pipe, or the directory of an OCI layout. Links are followed to it, but not below it.
    Path(PathBuf),
    /// Bytes from anywhere, read to their end.
    Reader(&'a mut dyn Read),
}

impl From<&Path> for Source<'_> {
    fn from(path: &Path) -> Self {
        Self::Path(path.to_owned())
    }
}

impl<'a> From<&'a File> for Source<'a> {
    fn from(file: &'a File) -> Self {
        Self::File(file)
    }
}

impl<'a> From<&'a mut dyn Read> for Source<'a> {
    fn from(reader: &'a mut dyn Read) -> Self {
        Self::Reader(reader)
    }
}

/// How a check runs. None of it changes the report.
#[derive(Clone, Copy, Debug)]
pub struct Control<'a> {
    /// Threads that may run at the same time, the calling one included.
    pub jobs: NonZeroUsize,
    /// Where the check tells how far it is, and looks whether to go on.
    pub progress: &'a Progress,
}

impl<'a> Control<'a> {
    /// A thread for each core that this process may use.
    pub fn new(progress: &'a Progress) -> Self {
        let jobs = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self { jobs, progress }
    }
}

/// Verifies one input.
///
/// The options' name is what the report calls the input; it is not derived from the source. The key of the
/// hash tables is chosen here, and the time where the options have none.
///
/// # Errors
/// [`InputError`] where the input cannot be read to its end. What is wrong with its contents is a finding of
/// the report, never an error.
///
/// ```
/// use std::path::Path;
///
/// use ocivet::{Control, Options, Progress, Source, check};
///
/// let options = Options::from_json(r#"{"name": "hello.txt"}"#)?;
/// let progress = Progress::new();
/// let mut bytes: &[u8] = b"no archive at all";
/// let report = check(Source::Reader(&mut bytes), &options, &Control::new(&progress))?;
/// assert_eq!(report.input.size, 17);
/// assert!(check(Path::new("no/such/file"), &options, &Control::new(&progress)).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check<'a>(
    source: impl Into<Source<'a>>,
    options: &Options,
    control: &Control<'_>,
) -> Result<Report, InputError> {
    let options = options.clone().with_hash_key(random_key()).with_time(now());
    match source.into() {
        Source::File(file) => check_file(file, &options, control)
            .map_err(|fault| InputError::new(b"the open file", fault)),
        Source::Path(path) => {
            let name = path.as_os_str().as_encoded_bytes();
            check_path(&path, &options, control).map_err(|fault| InputError::new(name, fault))
        }
        Source::Reader(reader) => archive::check(&mut StreamInput::new(reader), &options, control)
            .map_err(|fault| InputError::new(b"the input stream", fault)),
    }
}

fn check_path(path: &Path, options: &Options, control: &Control<'_>) -> Result<Report, Fault> {
    // Elsewhere than on Unix a directory cannot be opened as a file.
    if cfg!(not(unix)) && path.is_dir() {
        return layout::check(path, options, control);
    }
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return layout::check(path, options, control);
    }
    // Files of no length may still have contents: those of the kernel are so.
    if !metadata.is_file() || metadata.len() == 0 {
        return archive::check(&mut StreamInput::new(&mut file), options, control);
    }
    check_file(&file, options, control)
}

/// A regular file of some length.
fn check_file(file: &File, options: &Options, control: &Control<'_>) -> Result<Report, Fault> {
    let metadata = file.metadata()?;
    let state = State::of(&metadata);
    control.progress.expect(metadata.len());
    let report = archive::check(&mut FileInput::new(file, 0, metadata.len()), options, control)?;
    state.confirm(file)?;
    Ok(report)
}

/// Seconds since 1970; 0 where the clock is before.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Bytes that nobody who writes an archive can know.
fn random_key() -> [u8; 16] {
    let state = RandomState::new();
    let mut key = [0; 16];
    for (half, number) in key.chunks_exact_mut(8).zip([1_u8, 2]) {
        half.copy_from_slice(&state.hash_one(number).to_le_bytes());
    }
    key
}

#[cfg(test)]
mod tests {
    use super::random_key;

    /// Names that collide in a table of one key do not in another: nobody can choose them beforehand.
    #[test]
    fn every_check_has_a_key_of_its_own() {
        let keys = [random_key(), random_key(), random_key()];
        let [first, second, third] = keys;
        assert!(first != second && second != third && first != third);
        assert!(keys.iter().all(|key| key != &[0; 16]));
    }
}
