//! One archive, or one layout folder, from its bytes to its report.

use std::{collections::VecDeque, sync::Arc};

use crate::{
    assemble::Assembler,
    blob::{BlobVerifier, FileKind, Folder, OuterEvent, OuterReader},
    digest::{Hashers, InlineHashers},
    model::{EntryPath, MemberInfo, Report},
    options::Options,
};

/// Whether more bytes can change the verdict.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub enum Flow {
    /// Go on.
    Continue,
    /// The verdict is settled; only the digest of the whole input is still open.
    Settled,
}

/// What happened, for those who show progress. Events that nobody polls are dropped, the oldest first.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A member of the archive, or a file of the layout, starts.
    Member(EntryPath),
    /// It was read to its end.
    MemberEnd(EntryPath),
}

/// Events kept for [`Verifier::poll_event`].
const EVENTS: usize = 256;

/// Verifies one input from its bytes in order: an image archive, a layer, a package or a document.
///
/// Any chunking gives the same report. Never fails: whatever is wrong with the input is a finding.
///
/// ```
/// let options = ocivet_core::Options::from_json(r#"{"name": "empty.tar"}"#)?;
/// let mut verifier = ocivet_core::Verifier::new(&options);
/// let _ = verifier.push(&[0; 1024]);
/// let report = verifier.finish();
/// assert_eq!(report.input.size, 1024);
/// # Ok::<(), ocivet_core::OptionsError>(())
/// ```
#[derive(Debug)]
pub struct Verifier {
    options: Options,
    hashers: Arc<dyn Hashers>,
    outer: OuterReader,
    members: Members,
}

#[derive(Debug)]
struct Members {
    current: Option<BlobVerifier>,
    path: EntryPath,
    assembler: Assembler,
    events: VecDeque<Event>,
}

impl Verifier {
    /// A verifier for one input.
    pub fn new(options: &Options) -> Self {
        Self::with_hashers(options, Arc::new(InlineHashers))
    }

    /// The same with hashers of the driver's own.
    pub fn with_hashers(options: &Options, hashers: Arc<dyn Hashers>) -> Self {
        Self {
            options: options.clone(),
            outer: OuterReader::new(options, &hashers),
            hashers,
            members: Members::new(options),
        }
    }

    /// Takes the next bytes, all of them.
    pub fn push(&mut self, chunk: &[u8]) -> Flow {
        let Self { options, hashers, outer, members } = self;
        outer.push(chunk, &mut |event| members.take(event, options, hashers));
        if outer.is_settled() { Flow::Settled } else { Flow::Continue }
    }

    /// The oldest event that was not polled yet.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.members.events.pop_front()
    }

    /// The end of the input: its report.
    pub fn finish(self) -> Report {
        let Self { options, hashers, outer, mut members } = self;
        let summary = outer.finish(&mut |event| members.take(event, &options, &hashers));
        members.assembler.finish(summary)
    }
}

impl Members {
    fn new(options: &Options) -> Self {
        Self {
            current: None,
            path: EntryPath::default(),
            assembler: Assembler::new(options),
            events: VecDeque::new(),
        }
    }

    fn take(&mut self, event: OuterEvent<'_>, options: &Options, hashers: &Arc<dyn Hashers>) {
        match event {
            OuterEvent::Member { info, .. } => self.begin(info, options, hashers),
            OuterEvent::Data(data) => self.push(data),
            OuterEvent::MemberEnd => self.end(),
        }
    }

    fn begin(&mut self, info: MemberInfo, options: &Options, hashers: &Arc<dyn Hashers>) {
        self.path = info.path.clone();
        self.tell(Event::Member(info.path.clone()));
        self.current = Some(BlobVerifier::new(options, hashers, info));
    }

    fn push(&mut self, data: &[u8]) {
        if let Some(blob) = &mut self.current {
            blob.push(data);
        }
    }

    fn end(&mut self) {
        if let Some(blob) = self.current.take() {
            if let Some(summary) = blob.finish() {
                self.assembler.add(summary);
            }
            let path = core::mem::take(&mut self.path);
            self.tell(Event::MemberEnd(path));
        }
    }

    fn tell(&mut self, event: Event) {
        if self.events.len() >= EVENTS {
            self.events.pop_front();
        }
        self.events.push_back(event);
    }
}

/// Verifies an OCI image layout that is a folder, file by file. Any order of files gives the same report.
///
/// ```
/// let options = ocivet_core::Options::from_json(r#"{"name": "layout"}"#)?;
/// let mut verifier = ocivet_core::LayoutVerifier::new(&options);
/// let text = br#"{"imageLayoutVersion":"1.0.0"}"#;
/// verifier.begin_file(b"oci-layout", 30);
/// let _ = verifier.push(text);
/// verifier.end_file();
/// let report = verifier.finish();
/// assert_eq!(report.input.kind, ocivet_core::InputKind::OciLayout);
/// # Ok::<(), ocivet_core::OptionsError>(())
/// ```
#[derive(Debug)]
pub struct LayoutVerifier {
    options: Options,
    hashers: Arc<dyn Hashers>,
    folder: Folder,
    members: Members,
}

impl LayoutVerifier {
    /// A verifier for one layout.
    pub fn new(options: &Options) -> Self {
        Self::with_hashers(options, Arc::new(InlineHashers))
    }

    /// The same with hashers of the driver's own.
    pub fn with_hashers(options: &Options, hashers: Arc<dyn Hashers>) -> Self {
        Self {
            options: options.clone(),
            hashers,
            folder: Folder::new(options),
            members: Members::new(options),
        }
    }

    /// Starts a regular file of `size` bytes; `path` is relative to the layout, with `/` between its parts.
    pub fn begin_file(&mut self, path: &[u8], size: u64) {
        self.members.end();
        self.folder.add(path, FileKind::Regular, size);
        let info = MemberInfo { number: 0, path: EntryPath::new(path), offset: 0 };
        self.members.begin(info, &self.options, &self.hashers);
    }

    /// Takes the next bytes of the file.
    pub fn push(&mut self, chunk: &[u8]) -> Flow {
        self.members.push(chunk);
        Flow::Continue
    }

    /// Ends the file.
    pub fn end_file(&mut self) {
        self.members.end();
    }

    /// Tells of a path that is no regular file, and is not to be opened.
    pub fn add_other(&mut self, path: &[u8], kind: FileKind) {
        self.folder.add(path, kind, 0);
    }

    /// The oldest event that was not polled yet.
    pub fn poll_event(&mut self) -> Option<Event> {
        self.members.events.pop_front()
    }

    /// All files were given: the report.
    pub fn finish(mut self) -> Report {
        self.members.end();
        self.members.assembler.finish(self.folder.finish())
    }
}
