//! What is kept of one blob: bounded facts, never its bytes.

use core::fmt;
use std::borrow::Cow;

use super::{Compression, Digest, EntryPath, Observations, Outline};

/// Which member of the input a blob is.
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MemberInfo {
    /// Its position among the members of the input, from 0.
    pub number: u64,
    /// Its name.
    pub path: EntryPath,
    /// Offset of its data in the outer archive; 0 for a file of a layout.
    pub offset: u64,
}

/// The facts of one blob.
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Debug)]
pub struct BlobSummary {
    /// Which member it is.
    pub(crate) member: MemberInfo,
    /// Bytes seen.
    pub(crate) size: u64,
    /// Digest of the bytes, one for each algorithm that was asked for; SHA-256 always.
    pub(crate) digests: Vec<Digest>,
    /// Digest of the decompressed bytes, by the same algorithms; empty where nothing is compressed.
    pub(crate) decompressed: Vec<Digest>,
    /// The compression, outermost first; empty where nothing is compressed.
    pub(crate) compression: Vec<Compression>,
    /// Bytes after decompression.
    pub(crate) uncompressed_size: u64,
    /// What the decompressed bytes are.
    pub(crate) content: BlobContent,
    /// What entry and framing rules saw; reported only if the blob turns out to be a layer.
    #[cfg_attr(feature = "transfer", serde(skip))]
    pub(crate) observations: Observations,
    /// The paths of a tar archive, until it is known whether it is a layer; none once there are more than
    /// `Limits::merge_size` allows.
    pub(crate) outline: Option<Outline>,
}

impl BlobSummary {
    /// Digest of the decompressed bytes, by the same algorithms as `digests`.
    pub(crate) fn diff_ids(&self) -> &[Digest] {
        if self.decompressed.is_empty() { &self.digests } else { &self.decompressed }
    }
}

impl BlobSummary {
    /// The text of a document that was kept.
    pub(crate) fn text(&self) -> Option<&[u8]> {
        match &self.content {
            BlobContent::Document(document) => document.text.as_deref(),
            _ => None,
        }
    }
}

/// What a blob's decompressed bytes are.
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Debug)]
pub(crate) enum BlobContent {
    /// No bytes.
    Empty,
    /// A JSON text.
    Document(DocumentText),
    /// A tar archive.
    Tar(TarTotals),
    /// Anything else.
    Other,
}

/// Totals of one tar stream.
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct TarTotals {
    /// Entries seen.
    pub(crate) entries: u64,
    /// Sum of their sizes as files, saturated.
    pub(crate) file_bytes: u64,
}

/// A blob that starts like a JSON text.
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Debug, Default)]
pub(crate) struct DocumentText {
    /// The text, where it is valid JSON, could be a document that ocivet reads, and is within the limits.
    pub(crate) text: Option<Box<[u8]>>,
    /// What is wrong with it.
    pub(crate) faults: Vec<JsonFault>,
}

/// Something wrong with a JSON text.
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct JsonFault {
    /// Bytes from the start of the document.
    pub(crate) offset: u64,
    /// The value or key concerned (RFC 6901), as far as it is known.
    pub(crate) pointer: String,
    /// What it is.
    pub(crate) kind: JsonFaultKind,
}

/// The kinds of [`JsonFault`].
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum JsonFaultKind {
    /// A key twice in one object, after unescaping.
    DuplicateKey {
        /// Where the first one is.
        first: u64,
    },
    /// No JSON text (RFC 8259): bad UTF-8, a byte order mark, trailing data, NaN, comments, control bytes.
    Invalid {
        /// What is wrong.
        reason: Cow<'static, str>,
    },
    /// Nested deeper than `Limits::json_depth`.
    TooDeep,
    /// Longer than `Limits::json_size`.
    TooLarge {
        /// Its size in bytes.
        size: u64,
    },
}

/// What is wrong and where, in one sentence without a full stop.
impl fmt::Display for JsonFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            JsonFaultKind::DuplicateKey { .. } => {
                write!(out, "key {} stands there twice", self.pointer)?;
            }
            JsonFaultKind::Invalid { reason } => out.write_str(reason)?,
            JsonFaultKind::TooDeep => out.write_str("nested too deep")?,
            JsonFaultKind::TooLarge { size } => write!(out, "{size} bytes are too many")?,
        }
        write!(out, ", at byte {}", self.offset)
    }
}
