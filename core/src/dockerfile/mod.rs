//! Dockerfiles: everything that a build would fetch, and what in the text does not look like what it does.
//!
//! The grammar is that of `BuildKit`, read here and not by a library: those at hand take two lines for one where
//! `BuildKit` does not (`RUN echo \\`), or text of a here-document for instructions, and whoever knows that hides
//! a `FROM` from them.
//!
//! What is wrong does not end the reading: builders stop there, and all that follows is still told.

mod budget;
mod directive;
mod expand;
mod heredoc;
mod hidden;
mod instruction;
mod lines;
mod mount;
mod pattern;
mod platforms;
mod remote;
mod scope;
mod secret;
mod stages;
mod text;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub(crate) use hidden::{Hidden, HiddenKind};

use crate::model::{SourceKind, SourceOrigin};

/// A part of the source, in bytes.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Span {
    /// The first byte.
    pub(crate) start: usize,
    /// The byte behind the last.
    pub(crate) end: usize,
}

impl Span {
    /// Bytes.
    pub(crate) const fn length(self) -> usize {
        self.end.saturating_sub(self.start)
    }
}

/// What was read of one Dockerfile.
#[derive(Debug, Default)]
pub(crate) struct Dockerfile {
    /// What a build would fetch, in the order of the text; at most [`SOURCES`].
    pub(crate) sources: Vec<Source>,
    /// More of them were left out.
    pub(crate) too_many: bool,
    /// Why builders refuse the file; at most [`FAULTS`].
    pub(crate) faults: Vec<Fault>,
    /// Lines that builders read differently.
    pub(crate) ambiguities: Vec<Ambiguity>,
    /// Variables that are named like secrets, and where.
    pub(crate) secrets: Vec<Secret>,
    /// Text that is not what it looks like.
    pub(crate) hidden: Vec<Hidden>,
}

/// Why a builder would refuse the file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Fault {
    /// One sentence without a full stop; escaped.
    pub(crate) reason: String,
    /// Where.
    pub(crate) span: Span,
}

/// A place that builders read differently.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Ambiguity {
    /// What it is.
    pub(crate) kind: AmbiguityKind,
    /// Where.
    pub(crate) span: Span,
}

/// The kinds of [`Ambiguity`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum AmbiguityKind {
    /// Two escapes at the end of a line, with an instruction behind it.
    DoubledEscape,
    /// A here-document whose text is nothing but instructions.
    HereDocument,
}

/// A variable that is named like a secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Secret {
    /// `ARG` or `ENV`.
    pub(crate) instruction: &'static str,
    /// Its name.
    pub(crate) name: String,
    /// Where.
    pub(crate) span: Span,
}

/// Something that a build would fetch.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Source {
    /// What names it.
    pub(crate) origin: SourceOrigin,
    /// What it is.
    pub(crate) kind: SourceKind,
    /// Its name with all variables replaced.
    pub(crate) name: String,
    /// The platform that is asked for, with variables replaced.
    pub(crate) platform: Option<String>,
    /// The platform of the build for which the name is this one, where it is another for others.
    pub(crate) only_on: Option<&'static str>,
    /// Variables without a value that the name is made of: it is no answer then.
    pub(crate) unset: Vec<String>,
    /// It is what it was when it was written: a digest, a checksum, a commit.
    pub(crate) pinned: bool,
    /// A later build fetches it, that of an image made from this one.
    pub(crate) deferred: bool,
    /// Where; none where it comes from a build argument.
    pub(crate) span: Option<Span>,
}

impl Source {
    /// The name is all there: no variable without a value is in it.
    pub(crate) fn is_decided(&self) -> bool {
        self.unset.is_empty() || crate::reference::Reference::parse(&self.name).is_ok()
    }
}

/// Values that come from outside, by name.
pub(crate) type BuildArguments = BTreeMap<String, String>;

/// Sources of one file that are kept. The largest files have some dozens.
pub(crate) const SOURCES: usize = 1000;
/// Faults, ambiguities and secrets of one file that are kept, each.
const FAULTS: usize = 100;

/// Reads a Dockerfile.
///
/// Bytes that are no UTF-8 stand for a character that no name has.
pub(crate) fn read(bytes: &[u8], arguments: &BuildArguments) -> Dockerfile {
    let text = readable(bytes);
    let mut file = stages::read(&text, arguments);
    file.hidden = hidden::find(bytes, &text);
    file.faults.truncate(FAULTS);
    file.ambiguities.truncate(FAULTS);
    file.secrets.truncate(FAULTS);
    file
}

/// The bytes as text of the same length.
fn readable(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| NO_UTF8));
    }
    text
}

/// Stands for a byte that is no UTF-8: the ASCII character for what could not be read.
const NO_UTF8: char = '\u{1a}';
