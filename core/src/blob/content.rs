//! Decompressed bytes of the input or of a member: judged by their first bytes, then read as what they are.

use std::sync::Arc;

use super::{
    document::{DocumentBuffer, TextBuffer},
    entries::{EntryStage, Step},
};
use crate::{
    layer::LayerIndex,
    model::{Anomaly, AnomalyKind, DocumentText, Settings, Stream, TarTotals, to_u64},
    rules::{self, AnomalyContext, Findings},
};

/// Bytes that [`Content::of`] wants to see.
pub(super) const HEAD: usize = 512;

/// What decompressed bytes look like.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Content {
    /// A tar archive, or the zero blocks of an empty one.
    Tar,
    /// A JSON text.
    Json,
    /// Anything else.
    Other,
}

impl Content {
    /// Judges a stream by its first [`HEAD`] bytes, or by all of it where it is shorter.
    pub(super) fn of(head: &[u8]) -> Self {
        if let Some(block) = head.first_chunk::<HEAD>()
            && (crate::tar::is_header(block) || block.iter().all(|&byte| byte == 0))
        {
            return Self::Tar;
        }
        // A byte order mark before a document is a fault of the document.
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{' | b'[') => Self::Json,
            _ => Self::Other,
        }
    }
}

/// Reads one stream of decompressed bytes.
#[derive(Debug)]
pub(super) struct ContentReader {
    settings: Arc<Settings>,
    stream: Stream,
    pub(super) findings: Findings,
    /// Bytes read.
    pub(super) size: u64,
    state: State,
}

#[derive(Debug)]
enum State {
    /// The first bytes.
    Head(Vec<u8>),
    Tar(Box<EntryStage>),
    Document(DocumentBuffer),
    Text(TextBuffer),
    Other,
}

/// What a stream held.
#[derive(Debug)]
pub(crate) enum Held {
    /// No bytes.
    Empty,
    /// A tar archive.
    Tar(LayerIndex, TarTotals),
    /// A JSON text.
    Document(DocumentText),
    /// A text that is read as a Dockerfile.
    Dockerfile(TextBuffer),
    /// The files of an OCI layout folder, told one by one.
    Folder(LayerIndex),
    /// Anything else.
    Other,
}

impl ContentReader {
    /// A reader for a stream whose offsets are those of `stream`.
    pub(super) fn new(settings: &Arc<Settings>, stream: Stream) -> Self {
        Self {
            settings: Arc::clone(settings),
            stream,
            findings: Findings::new(),
            size: 0,
            state: State::Head(Vec::new()),
        }
    }

    /// Takes the next bytes; `sink` hears of entries of a tar.
    pub(super) fn push(&mut self, piece: &[u8], sink: &mut dyn FnMut(Step<'_>)) {
        self.size = self.size.saturating_add(to_u64(piece.len()));
        let State::Head(head) = &mut self.state else { return self.read(piece, sink) };
        let wanted = HEAD.saturating_sub(head.len());
        let (start, rest) = piece.split_at_checked(wanted).unwrap_or((piece, &[]));
        head.extend_from_slice(start);
        if head.len() >= HEAD {
            self.decide(sink);
            self.read(rest, sink);
        }
    }

    /// Chooses how to read by the first bytes, and reads these.
    fn decide(&mut self, sink: &mut dyn FnMut(Step<'_>)) {
        let State::Head(head) = &mut self.state else { return };
        let head = core::mem::take(head);
        self.state = match Content::of(&head) {
            Content::Json | Content::Other if self.expects_dockerfile() => {
                State::Text(TextBuffer::default())
            }
            Content::Tar => State::Tar(Box::new(EntryStage::new(&self.settings, self.stream))),
            Content::Json => State::Document(DocumentBuffer::default()),
            Content::Other => State::Other,
        };
        self.read(&head, sink);
    }

    /// Only the input itself is one, never a member.
    fn expects_dockerfile(&self) -> bool {
        self.stream == Stream::Archive && self.settings.expects_dockerfile()
    }

    fn read(&mut self, mut bytes: &[u8], sink: &mut dyn FnMut(Step<'_>)) {
        match &mut self.state {
            State::Tar(stage) => {
                while let Some(step) = stage.next(&mut bytes, &mut self.findings) {
                    sink(step);
                }
            }
            State::Document(buffer) => buffer.push(bytes, &self.settings.limits),
            State::Text(buffer) => buffer.push(bytes, &self.settings.limits),
            State::Head(_) | State::Other => {}
        }
    }

    /// Bytes from the present position that need not be read.
    pub(super) fn skippable(&self) -> u64 {
        if let State::Tar(stage) = &self.state { stage.skippable() } else { 0 }
    }

    /// Leaves out bytes that [`skippable`](Self::skippable) allows.
    pub(super) fn skip(&mut self, length: u64) {
        if let State::Tar(stage) = &mut self.state {
            stage.skip(length);
            self.size = self.size.saturating_add(length);
        }
    }

    /// The end of the stream. `expected` says that a JSON text is to be kept whatever it holds.
    pub(super) fn finish(&mut self, expected: bool, sink: &mut dyn FnMut(Step<'_>)) -> Held {
        if matches!(self.state, State::Head(_)) {
            self.decide(sink);
        }
        match core::mem::replace(&mut self.state, State::Other) {
            State::Tar(stage) => {
                let (index, totals) = stage.finish(&mut self.findings);
                Held::Tar(index, totals)
            }
            State::Document(buffer) => {
                Held::Document(buffer.finish(&self.settings.limits, expected))
            }
            State::Text(buffer) => Held::Dockerfile(buffer),
            State::Head(_) | State::Other if self.size == 0 => Held::Empty,
            State::Head(_) | State::Other => Held::Other,
        }
    }

    /// Notes that the bytes are no tar, for where one was expected.
    pub(super) fn note_no_tar(&mut self) {
        let kind = if self.size == 0 { AnomalyKind::Empty } else { AnomalyKind::NotATar };
        let anomaly = Anomaly { offset: 0, entry: None, kind };
        let limits = &self.settings.limits;
        let context =
            AnomalyContext { anomaly: &anomaly, entry: None, stream: self.stream, limits };
        rules::check_anomaly(&context, &mut self.findings);
    }
}

#[cfg(test)]
mod tests {
    use super::Content;

    #[test]
    fn content_is_judged_by_its_bytes() {
        assert_eq!(Content::of(b""), Content::Other);
        assert_eq!(Content::of(b" \n{"), Content::Json);
        assert_eq!(Content::of(b"\xef\xbb\xbf{}"), Content::Json);
        assert_eq!(Content::of(&[0; 512]), Content::Tar);
        assert_eq!(Content::of(&[0; 511]), Content::Other);
        assert_eq!(Content::of(&[b'x'; 512]), Content::Other);
    }
}
