//! What is odd about a tar stream, as the parser reports it.

use super::EntryPath;

/// Something odd in a tar stream.
///
/// What is odd about a header has the offset of that header's block; about a PAX record, that of the
/// record; about bytes that should be zero, that of the first one which is not.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Anomaly {
    /// Bytes from the start of the tar stream.
    pub(crate) offset: u64,
    /// The entry, for what is known only after the entry was handed on.
    pub(crate) entry: Option<EntryPath>,
    /// What it is.
    pub(crate) kind: AnomalyKind,
}

/// Where an archive goes on behind an entry that takes no data and has a size: where a good header, or the
/// end, follows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum GoesOn {
    /// Right behind the header: the size stands for nothing.
    WithoutData,
    /// Not there: what follows was taken for data.
    WithData,
    /// In both places.
    Both,
}

/// A header field, for messages.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum HeaderField {
    /// The checksum itself.
    Checksum,
    /// devmajor.
    DeviceMajor,
    /// devminor.
    DeviceMinor,
    /// gid.
    Gid,
    /// gname.
    GroupName,
    /// linkname.
    LinkName,
    /// mode.
    Mode,
    /// mtime.
    Mtime,
    /// name.
    Name,
    /// A field of the old GNU sparse map.
    Sparse,
    /// size.
    Size,
    /// uid.
    Uid,
    /// uname.
    UserName,
}

impl HeaderField {
    /// The name in messages, as POSIX writes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Checksum => "chksum",
            Self::DeviceMajor => "devmajor",
            Self::DeviceMinor => "devminor",
            Self::Gid => "gid",
            Self::GroupName => "gname",
            Self::LinkName => "linkname",
            Self::Mode => "mode",
            Self::Mtime => "mtime",
            Self::Name => "name",
            Self::Sparse => "sparse",
            Self::Size => "size",
            Self::Uid => "uid",
            Self::UserName => "uname",
        }
    }
}

/// A PAX keyword, escaped and cut for messages.
pub(crate) type PaxKey = String;

/// The kinds of [`Anomaly`]. Which tools differ over each is told by the rule that reports it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum AnomalyKind {
    // --- header ---
    /// Neither the unsigned nor the signed sum of a header fits; it was skipped to the next good one.
    Checksum {
        /// What the field says, where it is a number.
        stored: Option<u64>,
        /// The unsigned sum.
        computed: u64,
    },
    /// Only the signed sum fits.
    ChecksumSigned,
    /// The first block is neither a header nor zero.
    NotATar,
    /// A number field that is not leading spaces, octal digits, then NUL or space to its end.
    NumberInvalid(HeaderField),
    /// A negative size.
    NumberNegative(HeaderField),
    /// A number over 63 bits, or one that wraps when rounded up to a block.
    NumberOverflow(HeaderField),
    /// Base-256 where octal would do.
    NumberEncoding(HeaderField),
    /// A field of NULs or spaces where a number must be.
    NumberBlank(HeaderField),
    /// Unknown magic, or a version other than `00` and NUL NUL; of a PAX header any but ustar's and GNU's.
    Magic {
        /// It is that of an extension header.
        extension: bool,
    },
    /// A long name or link under the magic `ustar` with a version of NULs.
    MagicOfLongName,
    /// Bytes other than zero behind the NUL of a text field.
    FieldTail(HeaderField),
    /// The prefix field is text under the GNU magic, where it holds times.
    PrefixWithGnuMagic,
    /// The prefix field is text in a header that is not plain ustar: one without magic, or one in star's
    /// layout, whose shorter prefix it overruns.
    PrefixWithoutUstar,
    /// A typeflag that no specification names.
    UnknownType(u8),
    /// GNU volume label, `V`.
    GnuVolume,
    /// GNU continuation of a file of another volume, `M`.
    GnuMultivolume,
    /// GNU directory listing of an incremental archive, `D`.
    GnuDumpdir,
    /// Old GNU rename list, `N`.
    GnuNames,
    /// An entry that takes no data has a size.
    LinkWithData {
        /// The size in bytes.
        size: u64,
        /// Where the archive goes on.
        goes_on: GoesOn,
    },
    /// As [`LinkWithData`](Self::LinkWithData), for a directory.
    DirectoryWithData {
        /// The size in bytes.
        size: u64,
        /// Where the archive goes on.
        goes_on: GoesOn,
    },
    /// As [`LinkWithData`](Self::LinkWithData), for a device or fifo.
    SpecialWithData {
        /// The size in bytes.
        size: u64,
        /// Where the archive goes on.
        goes_on: GoesOn,
    },
    /// Bytes other than zero between an entry's data and the end of its last block.
    PaddingNotZero,

    // --- extension headers ---
    /// Two of one extension kind for one member, or a global header in between. `same` where both have
    /// the same contents.
    ExtensionOrder {
        /// The typeflag that came again.
        typeflag: u8,
        /// The contents are equal.
        same: bool,
    },
    /// PAX and GNU headers for one member. `conflict` where both give the same name or target.
    MixedLongName {
        /// Both override the same field.
        conflict: bool,
    },
    /// A header that node-tar takes for none, and goes on behind.
    DroppedHeader {
        /// What it finds wrong.
        reason: &'static str,
        /// Data follows, which it reads as headers.
        data: bool,
    },
    /// An extension header of one member, with no member after it. (A global header needs none.)
    DanglingExtension {
        /// Its typeflag.
        typeflag: u8,
    },
    /// A PAX header that is not a sequence of `LEN KEY=VALUE\n`.
    PaxMalformed {
        /// What is wrong.
        reason: &'static str,
    },
    /// A key twice in one PAX header.
    PaxDuplicateKey(PaxKey),
    /// A value with a line that some readers take for a record; `key` is that record's.
    PaxEmbeddedRecord {
        /// The key of the inner record.
        key: PaxKey,
        /// It is one that names or sizes an entry.
        steers: bool,
    },
    /// A value that must be a plain decimal number and is not.
    PaxBadValue(PaxKey),
    /// A NUL in a name or target.
    PaxNul(PaxKey),
    /// A name or target that some readers leave aside for the one in the member's own header, which is another.
    PaxIgnoredName {
        /// `path` or `linkpath`.
        key: PaxKey,
        /// It holds a newline. Otherwise it is not UTF-8.
        newline: bool,
    },
    /// An empty `path`, `linkpath` or `size`.
    PaxEmptyValue(PaxKey),
    /// A global header that names, sizes or attributes entries.
    PaxGlobalOverride(PaxKey),
    /// `hdrcharset`.
    PaxHdrcharset,
    /// PAX `size` differs from a header size that could have held it, or stands on an entry without data.
    PaxSizeConflict {
        /// The record's value.
        pax: u64,
        /// The header's value.
        header: u64,
    },
    /// A NUL before the end of a GNU long name or link.
    GnuLongNul,
    /// A GNU long name or link without its final NUL.
    GnuLongNoNul,
    /// Something other than GNU's sparse forms that gives a file another size, or holes, for some readers.
    SparseDialect {
        /// What that is.
        by: &'static str,
    },
    /// `GNU.sparse.*` keys that make no complete version, or typeflag `S` without a GNU header.
    SparseIncomplete,
    /// A sparse map whose regions do not rise, overlap, are no numbers, or end past the real size.
    SparseMap {
        /// What is wrong.
        reason: &'static str,
    },
    /// The regions' sum is not the stored size.
    SparseSize {
        /// The sum of the regions.
        regions: u64,
        /// Bytes stored.
        stored: u64,
    },

    // --- end of the archive ---
    /// The archive ends inside a header, data or an extension.
    Truncated {
        /// Bytes that are missing.
        missing: u64,
    },
    /// The archive ends within the padding of its last entry, or after it with fewer than two zero blocks.
    MissingEnd,
    /// A header after a single zero block.
    EntryAfterZeroBlock,
    /// A header after the end-of-archive blocks.
    EntryAfterEnd,
    /// Other bytes after the end-of-archive blocks, the first of them at the offset.
    TrailingData {
        /// Bytes from the first one that is not zero to the last one.
        bytes: u64,
    },
    /// More zeros after the end-of-archive blocks than a block factor explains.
    TrailingZeros {
        /// How many.
        bytes: u64,
    },
    /// No bytes at all.
    Empty,

    // --- bounds ---
    /// A PAX header over `Limits::pax_size`: skipped.
    PaxTooLarge {
        /// Its size in bytes.
        size: u64,
    },
    /// A GNU long name or link over `Limits::long_name`: skipped.
    LongNameTooLarge {
        /// Its size in bytes.
        size: u64,
    },
    /// A sparse map over `Limits::sparse_map` regions, or over 1 MiB of text: the rest was not read.
    SparseMapTooLarge {
        /// Regions stated or seen.
        regions: u64,
    },
    /// More entries than `Limits::package_entries`, which bounds packages; reading went on.
    ManyEntries {
        /// The limit.
        limit: u64,
    },
    /// More entries than `Limits::entries`: nothing from here on was read.
    TooManyEntries {
        /// The limit.
        limit: u64,
    },
}
