//! One member: digest, decompression, diff-ID, and what the bytes are.

use std::sync::Arc;

use super::content::{Content, ContentReader, HEAD, Held};
use crate::{
    decode::{self, BackEnd, Decoder},
    digest::{DigestTap, Hashers},
    model::{
        BlobContent, BlobSummary, DigestAlgorithm, EntryPath, MemberInfo, Settings, Stream, to_u64,
    },
    options::Options,
    rules::{self, FramingContext},
};

/// Reads one member's bytes in order and says what they are.
///
/// Every member is digested, decompressed and, where it is a tar, judged before anyone knows its role.
/// Members that can be no part of an image (neither compressed, nor tar, nor JSON, nor below `blobs/`) are
/// passed over.
#[derive(Debug)]
pub struct BlobVerifier {
    settings: Arc<Settings>,
    hashers: Arc<dyn Hashers>,
    back_end: BackEnd,
    member: MemberInfo,
    size: u64,
    state: State,
}

/// A [`BlobVerifier`] for members that can be read twice: it decompresses by native code, as far as the build
/// has that, and gives no summary of a stream in which that code finds anything odd.
///
/// What is wrong with a stream, the reference decoders say: so the report is the same in every build.
#[derive(Debug)]
pub struct NativeVerifier(BlobVerifier);

/// The member is to be verified by a [`BlobVerifier`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Doubtful;

#[derive(Debug)]
enum State {
    /// The first bytes, until it is known whether the member matters.
    Head(Vec<u8>),
    /// It matters.
    Read(Box<Reading>),
    /// It does not.
    PassedOver,
}

#[derive(Debug)]
struct Reading {
    settings: Arc<Settings>,
    tap: DigestTap,
    decoder: Decoder,
    /// Only where the member is compressed: else the blob's digest is the diff-ID.
    diff_tap: Option<DigestTap>,
    content: ContentReader,
}

impl BlobVerifier {
    /// A verifier for one member.
    pub fn new(options: &Options, hashers: &Arc<dyn Hashers>, member: MemberInfo) -> Self {
        Self::with_settings(options.settings(), hashers, member)
    }

    pub(crate) fn with_settings(
        settings: &Arc<Settings>,
        hashers: &Arc<dyn Hashers>,
        member: MemberInfo,
    ) -> Self {
        Self {
            settings: Arc::clone(settings),
            hashers: Arc::clone(hashers),
            back_end: BackEnd::Reference,
            member,
            size: 0,
            state: State::Head(Vec::new()),
        }
    }

    /// Takes the next bytes of the member.
    pub fn push(&mut self, chunk: &[u8]) {
        self.size = self.size.saturating_add(to_u64(chunk.len()));
        match &mut self.state {
            State::Head(head) => {
                let wanted = HEAD.saturating_sub(head.len());
                let (start, rest) = chunk.split_at_checked(wanted).unwrap_or((chunk, &[]));
                head.extend_from_slice(start);
                if head.len() >= HEAD {
                    self.decide();
                    self.push_on(rest);
                }
            }
            State::Read(_) => self.push_on(chunk),
            State::PassedOver => {}
        }
    }

    /// Whether more bytes of the member can change anything; a driver may leave them out where not.
    pub const fn matters(&self) -> bool {
        !matches!(self.state, State::PassedOver)
    }

    fn push_on(&mut self, chunk: &[u8]) {
        if let State::Read(reading) = &mut self.state {
            reading.push(chunk);
        }
    }

    /// Decides by the first bytes whether the member matters, and reads them if so.
    fn decide(&mut self) {
        let State::Head(head) = &mut self.state else { return };
        let head = core::mem::take(head);
        self.state = State::PassedOver;
        if may_matter(&self.member.path, &head) {
            let compressed = decode::sniff(&head).is_some();
            let hashers = self.hashers.as_ref();
            let name = self.member.path.normal();
            let mut reading =
                Reading::new(&self.settings, hashers, &name, compressed, self.back_end);
            reading.push(&head);
            self.state = State::Read(Box::new(reading));
        }
    }

    /// The end of the member. None where nothing of it is ever needed.
    pub fn finish(mut self) -> Option<BlobSummary> {
        self.finish_decoding();
        self.summarize()
    }

    /// Takes what the decoder still holds; true where it is doubtful.
    fn finish_decoding(&mut self) -> bool {
        self.decide();
        let State::Read(reading) = &mut self.state else { return false };
        reading.finish_decoding();
        reading.decoder.is_doubtful()
    }

    fn summarize(self) -> Option<BlobSummary> {
        let State::Read(reading) = self.state else { return None };
        // A blob's name does not say what it is: of JSON below `blobs/` only documents are kept.
        let path = &self.member.path;
        let expected = is_layout_name(path) && path.components().next() != Some(b"blobs");
        Some(reading.finish(self.member, self.size, expected))
    }
}

impl NativeVerifier {
    /// A verifier for one member.
    pub fn new(options: &Options, hashers: &Arc<dyn Hashers>, member: MemberInfo) -> Self {
        let blob = BlobVerifier::new(options, hashers, member);
        Self(BlobVerifier { back_end: BackEnd::Native, ..blob })
    }

    /// Takes the next bytes of the member.
    pub fn push(&mut self, chunk: &[u8]) {
        self.0.push(chunk);
    }

    /// Whether more bytes of the member can change anything; not once it is [`Doubtful`].
    pub const fn matters(&self) -> bool {
        let is_doubtful = match &self.0.state {
            State::Read(reading) => reading.decoder.is_settled() && reading.decoder.is_doubtful(),
            State::Head(_) | State::PassedOver => false,
        };
        self.0.matters() && !is_doubtful
    }

    /// The end of the member: what [`BlobVerifier::finish`] gives.
    ///
    /// # Errors
    /// [`Doubtful`] where only the reference can tell.
    pub fn finish(mut self) -> Result<Option<BlobSummary>, Doubtful> {
        if self.0.finish_decoding() { Err(Doubtful) } else { Ok(self.0.summarize()) }
    }
}

impl Reading {
    fn new(
        settings: &Arc<Settings>,
        hashers: &dyn Hashers,
        name: &[u8],
        compressed: bool,
        back_end: BackEnd,
    ) -> Self {
        let algorithms = algorithms(name);
        let stream = if compressed { Stream::Layer } else { Stream::Blob };
        Self {
            settings: Arc::clone(settings),
            tap: DigestTap::new(hashers, &algorithms),
            decoder: Decoder::with_back_end(&settings.limits, back_end),
            diff_tap: compressed.then(|| DigestTap::new(hashers, &algorithms)),
            content: ContentReader::new(settings, stream),
        }
    }

    fn push(&mut self, chunk: &[u8]) {
        self.tap.update(chunk);
        let mut rest = chunk;
        while let Some(piece) = self.decoder.next(&mut rest) {
            take(&mut self.diff_tap, &mut self.content, piece);
        }
    }

    fn finish_decoding(&mut self) {
        while let Some(piece) = self.decoder.finish() {
            take(&mut self.diff_tap, &mut self.content, piece);
        }
    }

    fn finish(self: Box<Self>, member: MemberInfo, size: u64, expected: bool) -> BlobSummary {
        let Self { settings, tap, mut decoder, diff_tap, mut content } = *self;
        for anomaly in &decoder.take_anomalies() {
            let context =
                FramingContext { anomaly, stream: Stream::Blob, limits: &settings.limits };
            rules::check_framing(&context, &mut content.findings);
        }
        let held = content.finish(expected, &mut |_| {});
        // That bytes are no tar counts only if the blob turns out to be a layer.
        if !matches!(held, Held::Tar(..)) {
            content.note_no_tar();
        }
        let outline = match &held {
            Held::Tar(index, _) => Some(index.outline()),
            _ => None,
        };
        BlobSummary {
            member,
            size,
            digests: tap.finish(),
            decompressed: diff_tap.map(DigestTap::finish).unwrap_or_default(),
            compression: decoder.compression().into_iter().collect(),
            uncompressed_size: content.size,
            content: match held {
                Held::Empty => BlobContent::Empty,
                Held::Tar(_, totals) => BlobContent::Tar(totals),
                Held::Document(text) => BlobContent::Document(text),
                Held::Dockerfile(_) | Held::Folder(_) | Held::Other => BlobContent::Other,
            },
            observations: content.findings.finish(),
            outline,
        }
    }
}

/// Gives decompressed bytes to the diff-ID and to the reader.
fn take(diff_tap: &mut Option<DigestTap>, content: &mut ContentReader, piece: &[u8]) {
    if let Some(tap) = diff_tap {
        tap.update(piece);
    }
    content.push(piece, &mut |_| {});
}

/// The member may be part of an image, by its name or by its first [`HEAD`] bytes.
pub(super) fn may_matter(path: &EntryPath, data: &[u8]) -> bool {
    let head = data.get(..HEAD).unwrap_or(data);
    is_layout_name(path) || decode::sniff(head).is_some() || Content::of(head) != Content::Other
}

/// The member is a known part of an image by its name.
fn is_layout_name(path: &EntryPath) -> bool {
    let mut components = path.components();
    match components.next() {
        Some(b"blobs") => components.next().is_some(),
        Some(b"index.json" | b"manifest.json" | b"oci-layout" | b"repositories") => {
            components.next().is_none()
        }
        _ => false,
    }
}

/// The algorithms to digest a member by: SHA-256, and the one that its path names.
fn algorithms(normal: &[u8]) -> Vec<DigestAlgorithm> {
    let named = normal
        .strip_prefix(b"blobs/")
        .and_then(|rest| rest.split(|&byte| byte == b'/').next())
        .and_then(|name| core::str::from_utf8(name).ok())
        .and_then(DigestAlgorithm::from_name)
        .filter(|&algorithm| algorithm != DigestAlgorithm::Sha256);
    core::iter::once(DigestAlgorithm::Sha256).chain(named).collect()
}
