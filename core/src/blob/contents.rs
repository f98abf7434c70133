//! Whether a file that comes twice holds the same bytes twice.

use sha2::{Digest as _, Sha256};

use crate::{
    layer::{ContentMark, LayerIndex, NodeId},
    model::{Entry, EntryKind, EntryPath, InputKind, Place, Settings, Stream},
    rules::{self, Findings, RepeatContext},
};

/// Marks the contents of small files, and judges a file that comes again once all of it was seen.
///
/// Only in the archive that is the input, unless that is said to be an image or a layer: within images what
/// comes twice is never the work of an ordinary tool, and their bytes are many.
#[derive(Debug)]
pub(super) struct Contents {
    on: bool,
    /// Of the data of `open`.
    hasher: Sha256,
    open: Option<Open>,
}

/// The file whose data passes.
#[derive(Debug)]
struct Open {
    /// Where it stands in the index; none where the index is full.
    node: Option<NodeId>,
    repeat: Option<Repeat>,
}

/// That the file comes again.
#[derive(Debug)]
pub(super) struct Repeat {
    /// What it is.
    pub(super) kind: EntryKind,
    /// Its name.
    pub(super) path: EntryPath,
    /// The place of the entry.
    pub(super) place: Place,
    /// The place of the earlier one.
    pub(super) earlier: Place,
    /// What the earlier one held.
    pub(super) before: ContentMark,
}

/// Size up to which files are compared, in bytes: 1 MiB.
///
/// Bounds time, not memory: a driver with random access passes over what is larger. Documents, licences and
/// bundled scripts, which is what packing tools repeat, are below it.
const LARGEST: u64 = 1 << 20;

impl Contents {
    /// For a tar stream whose offsets are those of `stream`.
    pub(super) fn new(settings: &Settings, stream: Stream) -> Self {
        let may_be_package = matches!(settings.kind, None | Some(InputKind::Package));
        Self { on: may_be_package && stream == Stream::Archive, hasher: Sha256::new(), open: None }
    }

    /// The contents of this entry are marked.
    pub(super) fn compares(&self, entry: &Entry) -> bool {
        self.on
            && entry.kind.is_file()
            && entry.sparse.is_none()
            && entry.size == entry.stored_size
            && (1..=LARGEST).contains(&entry.size)
    }

    /// An entry that [`compares`](Self::compares) starts.
    pub(super) fn start(&mut self, node: Option<NodeId>, repeat: Option<Repeat>) {
        self.open = Some(Open { node, repeat });
    }

    /// Data of the entry.
    pub(super) fn data(&mut self, data: &[u8]) {
        if self.is_open() {
            self.hasher.update(data);
        }
    }

    /// The entry is complete.
    pub(super) fn end(&mut self, index: &mut LayerIndex, findings: &mut Findings) {
        let Some(Open { node, repeat }) = self.open.take() else { return };
        let mark = ContentMark::of(&self.hasher.finalize_reset());
        if let Some(node) = node {
            index.set_content(node, mark);
        }
        if let Some(repeat) = repeat {
            repeat.judge(repeat.before == mark, findings);
        }
    }

    /// The stream ends: a file whose end is missing is not the same as an earlier one.
    pub(super) fn finish(&mut self, findings: &mut Findings) {
        if let Some(repeat) = self.open.take().and_then(|open| open.repeat) {
            repeat.judge(false, findings);
        }
    }

    /// Data is looked at: none of it may be left out.
    pub(super) const fn is_open(&self) -> bool {
        self.open.is_some()
    }
}

impl Repeat {
    fn judge(&self, same: bool, findings: &mut Findings) {
        let Self { kind, path, place, earlier, .. } = self;
        rules::check_repeat(&RepeatContext { kind: *kind, path, place, earlier, same }, findings);
    }
}
