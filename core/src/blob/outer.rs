//! The outer stream of an input: its digest, its decompression, and the members of its archive.

use std::sync::Arc;

use super::{
    content::{ContentReader, HEAD, Held},
    entries::Step,
    pipeline::may_matter,
};
use crate::{
    decode::Decoder,
    digest::{DigestTap, Hashers},
    model::{
        Compression, Digest, DigestAlgorithm, EntryPath, InputKind, MemberInfo, Observations,
        Settings, Stream, to_u64,
    },
    options::Options,
    rules::{self, FramingContext},
};

/// Reads an input from its start and names the members of its archive.
#[derive(Debug)]
pub struct OuterReader {
    settings: Arc<Settings>,
    tap: Option<DigestTap>,
    decoder: Decoder,
    size: u64,
    content: ContentReader,
    members: Members,
}

/// What happened in the outer archive. Files that can be no part of an image may be passed over.
#[derive(Debug)]
pub enum OuterEvent<'a> {
    /// A file starts.
    Member {
        /// Which one it is.
        info: MemberInfo,
        /// Bytes that the archive holds of it.
        size: u64,
    },
    /// Contents of the file.
    Data(&'a [u8]),
    /// The file is complete.
    MemberEnd,
}

/// What is known of an input at its end, members' contents apart.
#[derive(Debug)]
pub struct OuterSummary {
    pub(crate) size: u64,
    /// Digests of the whole input, where they were asked for.
    pub(crate) digests: Vec<Digest>,
    pub(crate) compression: Option<Compression>,
    pub(crate) expanded_size: u64,
    pub(crate) observations: Observations,
    pub(crate) held: Held,
}

/// Turns entries of the outer archive into members.
#[derive(Debug, Default)]
struct Members {
    count: u64,
    path: EntryPath,
    current: Current,
}

/// Where the outer reader is.
#[derive(Clone, Copy, Debug, Default)]
enum Current {
    /// Not in a file, or in one that can be no part of an image.
    #[default]
    Outside,
    /// At the start of a file of which nothing was seen yet: most files of a tarball are told apart by their
    /// first bytes, and nobody need hear of them.
    Start { number: u64, offset: u64, size: u64 },
    /// In a file that was told of.
    Told,
}

impl OuterReader {
    /// A reader for one input.
    pub fn new(options: &Options, hashers: &Arc<dyn Hashers>) -> Self {
        let settings = options.settings();
        Self {
            settings: Arc::clone(settings),
            tap: tap(settings, hashers.as_ref()),
            decoder: Decoder::new(&settings.limits),
            size: 0,
            content: ContentReader::new(settings, Stream::Archive),
            members: Members::default(),
        }
    }

    /// Takes the next bytes of the input and tells `sink` what is in them.
    pub fn push(&mut self, chunk: &[u8], sink: &mut dyn FnMut(OuterEvent<'_>)) {
        self.size = self.size.saturating_add(to_u64(chunk.len()));
        if let Some(tap) = &mut self.tap {
            tap.update(chunk);
        }
        if self.settings.any_file {
            return;
        }
        let mut rest = chunk;
        while let Some(piece) = self.decoder.next(&mut rest) {
            self.content.push(piece, &mut |step| self.members.step(&step, sink));
        }
    }

    /// Bytes of the input, from the present position, that may be left out by [`skip`](Self::skip): contents
    /// of the current member. 0 where every byte is needed: in a compressed input, or for its digest.
    pub fn skippable(&self) -> u64 {
        if self.settings.any_file || self.tap.is_some() || self.decoder.compression().is_some() {
            return 0;
        }
        if self.members.is_at_start() { 0 } else { self.content.skippable() }
    }

    /// Leaves out the next `length` bytes, at most [`skippable`](Self::skippable).
    pub fn skip(&mut self, length: u64) {
        let length = length.min(self.skippable());
        self.content.skip(length);
        self.size = self.size.saturating_add(length);
    }

    /// Nothing that follows is read, but for the digest of the whole input: a limit was reached, or the input
    /// cannot be decompressed.
    pub(crate) fn is_settled(&self) -> bool {
        self.decoder.is_settled()
    }

    /// The end of the input.
    pub fn finish(mut self, sink: &mut dyn FnMut(OuterEvent<'_>)) -> OuterSummary {
        while let Some(piece) = self.decoder.finish() {
            self.content.push(piece, &mut |step| self.members.step(&step, sink));
        }
        for anomaly in &self.decoder.take_anomalies() {
            let limits = &self.settings.limits;
            let context = FramingContext { anomaly, stream: Stream::File, limits };
            rules::check_framing(&context, &mut self.content.findings);
        }
        let held = self.content.finish(true, &mut |step| self.members.step(&step, sink));
        self.members.end(sink);
        let may_be_document = matches!(self.settings.kind, None | Some(InputKind::Document));
        match &held {
            _ if self.settings.any_file => {}
            Held::Tar(..) | Held::Dockerfile(_) => {}
            Held::Document(_) if may_be_document => {}
            _ => self.content.note_no_tar(),
        }
        OuterSummary {
            size: self.size,
            digests: self.tap.map(DigestTap::finish).unwrap_or_default(),
            compression: self.decoder.compression(),
            expanded_size: self.content.size,
            observations: self.content.findings.finish(),
            held,
        }
    }
}

/// The tap over the whole input: SHA-256 and what is expected, where any of it is asked for.
fn tap(settings: &Settings, hashers: &dyn Hashers) -> Option<DigestTap> {
    let asked = settings.digest || !settings.expect.is_empty() || settings.any_file;
    if !asked && settings.checksums.is_empty() {
        return None;
    }
    let expected = |algorithm: &DigestAlgorithm| {
        (*algorithm == DigestAlgorithm::Sha256 && asked)
            || settings.checksums.contains(algorithm)
            || settings.expect.iter().any(|digest| digest.algorithm() == *algorithm)
    };
    let algorithms: Vec<_> = DigestAlgorithm::ALL.into_iter().filter(expected).collect();
    Some(DigestTap::new(hashers, &algorithms))
}

impl Members {
    fn step(&mut self, step: &Step<'_>, sink: &mut dyn FnMut(OuterEvent<'_>)) {
        match step {
            Step::Entry(entry) => {
                self.end(sink);
                let number = self.count;
                self.count = self.count.saturating_add(1);
                // The stored bytes of a sparse file are not its contents: no blob can be one.
                if entry.kind.is_file() && entry.sparse.is_none() {
                    self.path.set(entry.path.as_bytes());
                    let (offset, size) = (entry.data, entry.stored_size);
                    self.current = Current::Start { number, offset, size };
                }
            }
            Step::Data(data) => self.data(data, sink),
            Step::EntryEnd => self.end(sink),
            Step::Noted => {}
        }
    }

    fn data(&mut self, data: &[u8], sink: &mut dyn FnMut(OuterEvent<'_>)) {
        if let Current::Start { size, .. } = self.current {
            let whole = data.len() >= HEAD || to_u64(data.len()) >= size;
            if whole && !may_matter(&self.path, data) {
                self.current = Current::Outside;
            } else {
                self.tell(sink);
            }
        }
        if matches!(self.current, Current::Told) {
            sink(OuterEvent::Data(data));
        }
    }

    fn tell(&mut self, sink: &mut dyn FnMut(OuterEvent<'_>)) {
        if let Current::Start { number, offset, size } = self.current {
            let info = MemberInfo { number, path: self.path.clone(), offset };
            sink(OuterEvent::Member { info, size });
            self.current = Current::Told;
        }
    }

    fn end(&mut self, sink: &mut dyn FnMut(OuterEvent<'_>)) {
        // A file without data is still one that an image may name.
        self.tell(sink);
        if matches!(core::mem::take(&mut self.current), Current::Told) {
            sink(OuterEvent::MemberEnd);
        }
    }

    const fn is_at_start(&self) -> bool {
        matches!(self.current, Current::Start { .. })
    }
}
