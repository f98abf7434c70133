//! The entries of a tar stream, listed and not judged.

use crate::{
    model::{EntryKind, EntryPath},
    options::Options,
    tar::{TarEvent, TarParser},
};

/// Lists the entries of one tar stream as the rules see them.
///
/// For comparing ocivet with other readers, and for showing what a stream holds. What is odd about an entry
/// is not told: an archive is to be trusted only where a [`Verifier`](crate::Verifier) passed it.
///
/// Bounds: as in a verification by the same options.
///
/// ```
/// use ocivet_core::{Options, parts::EntryReader};
///
/// let mut names = Vec::new();
/// let mut reader = EntryReader::new(&Options::default());
/// reader.push(&[0; 1024], &mut |entry| names.push(entry.path.to_string()));
/// assert!(names.is_empty());
/// ```
#[derive(Debug)]
pub struct EntryReader {
    parser: TarParser,
}

/// An entry as it is extracted, after all overrides. See [`EntryReader`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ListedEntry<'a> {
    /// Its name as the archive spells it.
    pub path: &'a EntryPath,
    /// What it is.
    pub kind: EntryKind,
    /// Bytes of the file when written out, holes of a sparse file included; 0 where it is no file.
    pub size: u64,
    /// Target of a link; none where it is no link.
    pub link_target: Option<&'a EntryPath>,
}

impl EntryReader {
    /// A reader at the start of a stream that is not compressed, or no more.
    pub fn new(options: &Options) -> Self {
        Self { parser: TarParser::new(&options.settings().limits) }
    }

    /// Takes the next bytes, and hands on each entry that they complete.
    pub fn push(&mut self, chunk: &[u8], each: &mut dyn FnMut(ListedEntry<'_>)) {
        let mut rest = chunk;
        while let Some(event) = self.parser.next(&mut rest) {
            let TarEvent::Entry(entry) = event else { continue };
            let is_link = matches!(entry.kind, EntryKind::HardLink | EntryKind::Symlink);
            each(ListedEntry {
                path: &entry.path,
                kind: entry.kind,
                size: if entry.kind.is_file() { entry.size } else { 0 },
                link_target: is_link.then_some(&entry.link_target),
            });
        }
    }
}
