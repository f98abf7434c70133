//! Entries of a tar stream, as a careful reader resolves them.

use super::{Anomaly, EntryPath};

/// What an entry is, by its typeflag.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum EntryKind {
    /// `0`, NUL, and unknown typeflags, which POSIX has treated as regular files.
    #[default]
    File,
    /// `1`.
    HardLink,
    /// `2`.
    Symlink,
    /// `3`.
    CharDevice,
    /// `4`.
    BlockDevice,
    /// `5`, and NUL with a name that ends in `/` (v7).
    Directory,
    /// `6`.
    Fifo,
    /// `7`.
    Contiguous,
}

impl EntryKind {
    /// The name in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "regular file",
            Self::HardLink => "hard link",
            Self::Symlink => "symlink",
            Self::CharDevice => "character device",
            Self::BlockDevice => "block device",
            Self::Directory => "directory",
            Self::Fifo => "fifo",
            Self::Contiguous => "contiguous file",
        }
    }

    /// Holds file contents.
    pub const fn is_file(self) -> bool {
        matches!(self, Self::File | Self::Contiguous)
    }
}

/// The layout of a header, by its magic.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Layout {
    /// No magic.
    #[default]
    V7,
    /// `ustar\0` and version `00` (or two NULs, as old Maven archives have).
    Ustar,
    /// `ustar  \0`.
    Gnu,
    /// Anything else.
    Unknown,
}

/// Where an entry's name or link target comes from, the strongest that was present.
///
/// Priority: PAX `path` (or `GNU.sparse.name`) over GNU long name over the header's name and prefix.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum NameSource {
    /// The header's own field, with the prefix where the layout has one.
    #[default]
    Header,
    /// A GNU `L` or `K` header.
    GnuLong,
    /// A PAX `path` or `linkpath` record.
    Pax,
    /// A PAX `GNU.sparse.name` record.
    GnuSparse,
}

/// A sparse file's figures.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct SparseInfo {
    /// Size of the file when written out, in bytes.
    pub(crate) real_size: u64,
    /// Regions of the map; none where the map stands at the start of the data (PAX sparse 1.0).
    pub(crate) regions: Option<u64>,
}

/// A member of a tar archive as a careful reader resolves it.
///
/// Where an archive is ambiguous, the value is the one that most readers would take, and an anomaly says
/// so: PAX over GNU over the header; of equal PAX keys and of repeated extension headers the last; of a
/// global header only `uid`, `gid` and `mtime`; of a number that does not parse its leading part, or zero.
///
/// Source: POSIX.1-2024 pax, "ustar Interchange Format" and "pax Extended Header"; GNU tar manual,
/// "Basic Tar Format".
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    /// Offset of the first header block that belongs to it, extension headers included.
    pub(crate) start: u64,
    /// Offset of its own header block.
    pub(crate) header: u64,
    /// Offset of its first data byte.
    pub(crate) data: u64,
    /// The header's layout.
    pub(crate) layout: Layout,
    /// The typeflag byte as written.
    pub(crate) typeflag: u8,
    /// What it is.
    pub(crate) kind: EntryKind,
    /// Its name, after all overrides.
    pub(crate) path: EntryPath,
    /// Where the name comes from.
    pub(crate) path_source: NameSource,
    /// Target of a link, after all overrides; also what stands in the field of a non-link.
    pub(crate) link_target: EntryPath,
    /// Where the target comes from.
    pub(crate) link_source: NameSource,
    /// Bytes of data that follow in the archive.
    pub(crate) stored_size: u64,
    /// Size as a file: `stored_size`, or the real size of a sparse file.
    pub(crate) size: u64,
    /// Permission bits and whatever else the field holds.
    pub(crate) mode: u64,
    /// Owner, saturated to 64 bits.
    pub(crate) uid: i64,
    /// Group, saturated to 64 bits.
    pub(crate) gid: i64,
    /// Modification time in whole seconds since 1970, saturated.
    pub(crate) mtime: i64,
    /// Device numbers, zero for anything else.
    pub(crate) device: (u64, u64),
    /// Names of extended attributes (PAX `SCHILY.xattr.*`, `LIBARCHIVE.xattr.*`), without that prefix.
    pub(crate) xattrs: Vec<Vec<u8>>,
    /// Set for sparse files of any version.
    pub(crate) sparse: Option<SparseInfo>,
    /// Everything odd about it and its extension headers, in the order of offsets: at most
    /// `Limits::ANOMALIES` of each kind and weight.
    pub(crate) anomalies: Vec<Anomaly>,
}
