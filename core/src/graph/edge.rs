//! References from documents to blobs.

use super::model::Role;
use crate::model::EntryKind;

/// One reference of a document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Edge {
    /// Position of the document among the graph's documents.
    pub(crate) from: usize,
    /// The value that refers.
    pub(crate) slot: Slot,
    /// Bytes from the start of the document to it.
    pub(crate) offset: u64,
    /// What the document says that it refers to.
    pub(crate) role: Role,
    /// What it leads to.
    pub(crate) target: Target,
    /// A link of the archive is on the way.
    pub(crate) linked: bool,
    /// Leads to a part of an image of another platform that the archive leaves out: the index that
    /// names the image also names one that is whole.
    ///
    /// Differs: Docker and containerd save a multi-platform image with the whole index and only the
    /// platforms that were pulled.
    pub(crate) partial: bool,
}

/// Which value of a document refers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Slot {
    /// `/manifests/N`.
    Manifest(usize),
    /// `/config`.
    Config,
    /// `/layers/N`.
    Layer(usize),
    /// `/blobs/N` of an artifact manifest.
    Blob(usize),
    /// `/subject`.
    Subject,
    /// `/N/Config` of `manifest.json`.
    ArchiveConfig(usize),
    /// `/N/Layers/M` of `manifest.json`.
    ArchiveLayer(usize, usize),
}

impl Slot {
    /// The value as a JSON pointer.
    pub(crate) fn pointer(self) -> String {
        match self {
            Self::Manifest(index) => format!("/manifests/{index}"),
            Self::Config => "/config".to_owned(),
            Self::Layer(index) => format!("/layers/{index}"),
            Self::Blob(index) => format!("/blobs/{index}"),
            Self::Subject => "/subject".to_owned(),
            Self::ArchiveConfig(image) => format!("/{image}/Config"),
            Self::ArchiveLayer(image, layer) => format!("/{image}/Layers/{layer}"),
        }
    }
}

/// What a reference leads to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Target {
    /// A blob, by its position among the summaries.
    Blob(usize),
    /// Nothing of that name.
    Missing,
    /// Nothing of that name, and the descriptor has `urls` to fetch it from.
    Foreign,
    /// A member that is no regular file.
    NotRegular(EntryKind),
    /// A regular member that can be no part of an image: neither compressed, nor tar, nor JSON.
    Unread,
    /// Out of the archive: an absolute path, `..`, or a link there.
    Outside {
        /// By a link; otherwise by the path itself.
        linked: bool,
    },
    /// A link to no member.
    Broken,
    /// Too many links.
    Loop,
    /// No digest or path that could be looked up: see the document's faults.
    Nameless,
    /// Not looked for: the input is a lone document.
    Unchecked,
}

impl Target {
    /// The blob, where there is one.
    pub(crate) const fn blob(self) -> Option<usize> {
        match self {
            Self::Blob(index) => Some(index),
            _ => None,
        }
    }

    /// Nothing more is to be looked for: a blob is there, or need not be.
    pub(crate) const fn is_whole(self) -> bool {
        matches!(self, Self::Blob(_) | Self::Foreign)
    }
}
