//! What was odd about a compressed stream.

/// A compression format, found by its magic bytes.
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Compression {
    /// bzip2.
    Bzip2,
    /// gzip, RFC 1952.
    Gzip,
    /// xz, The .xz File Format 1.2.
    Xz,
    /// zstd, RFC 8878.
    Zstd,
}

impl Compression {
    /// All of them, in the order of their names.
    pub const ALL: [Self; 4] = [Self::Bzip2, Self::Gzip, Self::Xz, Self::Zstd];

    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bzip2 => "bzip2",
            Self::Gzip => "gzip",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
        }
    }
}

/// Something odd about the framing of a compressed stream.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct FramingAnomaly {
    /// Bytes from the start of the compressed stream.
    pub(crate) offset: u64,
    /// What it is.
    pub(crate) kind: FramingKind,
}

/// The kinds of [`FramingAnomaly`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum FramingKind {
    /// A check over the contents is wrong: gzip CRC32, zstd xxh64, xz block or index check, bzip2 CRC.
    Checksum,
    /// gzip ISIZE, zstd frame content size or xz uncompressed size is not what came out.
    Length {
        /// What the stream says.
        stated: u64,
        /// What came out (modulo 2^32 for gzip).
        seen: u64,
    },
    /// The stream ends early, or without its trailer.
    Truncated,
    /// The decoder cannot go on; everything after this offset is unread.
    Corrupt {
        /// What the decoder says.
        reason: String,
    },
    /// Bytes after the last member that start no new one.
    TrailingData {
        /// How many.
        bytes: u64,
        /// All of them are zero.
        zeros: bool,
    },
    /// Reserved header bits are set (gzip FLG bits 5-7, zstd descriptor bit 3, xz stream flags).
    ReservedBits,
    /// A header check is wrong (gzip FHCRC, xz header CRC32).
    HeaderChecksum,
    /// A gzip FNAME that names another place: `/`, `\`, `..` or control bytes.
    HeaderName {
        /// The name, at most 256 bytes of it.
        name: Vec<u8>,
    },
    /// A gzip FEXTRA field of more than 1 KiB.
    HeaderExtra {
        /// Its length in bytes.
        bytes: u64,
    },
    /// A zstd skippable frame that is not zstd:chunked's.
    SkippableFrame {
        /// Its payload in bytes.
        bytes: u64,
    },
    /// The zstd window or xz dictionary is over `Limits::zstd_window` or `Limits::xz_dictionary`; nothing
    /// from here on was decoded.
    Window {
        /// What the stream asks for, in bytes.
        asked: u64,
        /// The limit.
        limit: u64,
    },
    /// More came out than `Limits::ratio` allows; nothing from here on was decoded.
    Ratio {
        /// Bytes read.
        read: u64,
        /// Bytes that came out.
        out: u64,
    },
    /// More came out than `Limits::expanded_size` allows; nothing from here on was decoded.
    ExpandedSize {
        /// The limit.
        limit: u64,
    },
    /// What came out is itself compressed.
    Nested {
        /// The inner format.
        inner: Compression,
    },
    /// This build has no decoder for the format: nothing was decoded.
    #[cfg_attr(feature = "bzip2", expect(dead_code, reason = "all formats are decoded with it"))]
    Unsupported {
        /// The format.
        format: Compression,
    },
}
