//! What is kept of one blob: bounded facts, never its bytes.

use super::{Compression, Digest, EntryPath, FramingAnomaly, Observations};

/// Which member of the input a blob is.
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
#[derive(Clone, Debug)]
pub struct BlobSummary {
    /// Which member it is.
    pub member: MemberInfo,
    /// Bytes seen.
    pub size: u64,
    /// Digest of the bytes, one for each algorithm that was asked for; SHA-256 always.
    pub digests: Vec<Digest>,
    /// Digest of the decompressed bytes, by the same algorithms; equal to `digests` where nothing is compressed.
    pub diff_ids: Vec<Digest>,
    /// The compression, outermost first; empty where nothing is compressed.
    pub compression: Vec<Compression>,
    /// Bytes after decompression.
    pub uncompressed_size: u64,
    /// What was odd about the compression.
    pub framing: Vec<FramingAnomaly>,
    /// What the decompressed bytes are.
    pub content: BlobContent,
    /// What entry and framing rules saw; reported only if the blob turns out to be a layer.
    pub observations: Observations,
}

/// What a blob's decompressed bytes are.
#[derive(Clone, Debug)]
pub enum BlobContent {
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
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct TarTotals {
    /// Entries seen.
    pub entries: u64,
    /// Sum of their sizes as files, saturated.
    pub file_bytes: u64,
}

/// A blob that starts like a JSON text.
#[derive(Clone, Debug, Default)]
pub struct DocumentText {
    /// The text, where it is valid JSON, could be a document that ocivet reads, and is within the limits.
    pub text: Option<Box<[u8]>>,
    /// What is wrong with it.
    pub faults: Vec<JsonFault>,
}

/// Something wrong with a JSON text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct JsonFault {
    /// Bytes from the start of the document.
    pub offset: u64,
    /// The value or key concerned (RFC 6901), as far as it is known.
    pub pointer: String,
    /// What it is.
    pub kind: JsonFaultKind,
}

/// The kinds of [`JsonFault`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum JsonFaultKind {
    /// A key twice in one object, after unescaping.
    DuplicateKey {
        /// Where the first one is.
        first: u64,
    },
    /// No JSON text (RFC 8259): bad UTF-8, a byte order mark, trailing data, NaN, comments, control bytes.
    Invalid {
        /// What is wrong.
        reason: &'static str,
    },
    /// Nested deeper than `Limits::json_depth`.
    TooDeep,
    /// Longer than `Limits::json_size`.
    TooLarge {
        /// Its size in bytes.
        size: u64,
    },
}
