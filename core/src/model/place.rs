//! Where something was seen.

use super::EntryPath;

/// The byte stream that an offset counts in.
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Stream {
    /// The input as it was given.
    File,
    /// The outer tar archive, after decompression of the input; or the document, for a lone one.
    Archive,
    /// One member of the archive (a blob, a layer file, a document), as stored.
    Blob,
    /// One member after decompression: the layer's tar stream.
    Layer,
    /// The list of checksums that was given with the input.
    Checksums,
}

impl Stream {
    /// All of them, from the outermost.
    pub const ALL: [Self; 5] =
        [Self::File, Self::Archive, Self::Blob, Self::Layer, Self::Checksums];

    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Archive => "archive",
            Self::Blob => "blob",
            Self::Layer => "layer",
            Self::Checksums => "checksums",
        }
    }
}

/// A place within one stream; which blob or member it belongs to is known to whoever holds it.
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Place {
    /// What `offset` counts in.
    pub(crate) stream: Stream,
    /// Bytes from the start of `stream`.
    pub(crate) offset: Option<u64>,
    /// Bytes from there on, for places within a text.
    pub(crate) length: Option<u64>,
    /// The tar entry, for places within a tar stream.
    pub(crate) entry: Option<EntryPath>,
    /// JSON pointer (RFC 6901), for places within a document.
    pub(crate) pointer: Option<String>,
    /// Position of the blob among the blobs, where it is not the one that is looked at.
    pub(crate) blob: Option<usize>,
}

impl Place {
    /// A place known by its offset alone.
    pub(crate) const fn at(stream: Stream, offset: u64) -> Self {
        Self { stream, offset: Some(offset), length: None, entry: None, pointer: None, blob: None }
    }

    /// So many bytes of a text.
    pub(crate) fn span(stream: Stream, offset: u64, length: u64) -> Self {
        Self { length: Some(length), ..Self::at(stream, offset) }
    }

    /// The whole of a stream.
    pub(crate) const fn whole(stream: Stream) -> Self {
        Self { stream, offset: None, length: None, entry: None, pointer: None, blob: None }
    }

    /// The same place, naming a tar entry: by the first 4096 bytes of its name.
    #[must_use]
    pub(crate) fn with_entry(mut self, entry: EntryPath) -> Self {
        self.entry = Some(entry.bounded());
        self
    }

    /// The same place in another blob than the one that is looked at.
    #[must_use]
    pub(crate) const fn in_blob(mut self, blob: usize) -> Self {
        self.blob = Some(blob);
        self
    }

    /// The same place, naming a value of a document.
    #[must_use]
    pub(crate) fn with_pointer(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }
}
