//! The pipeline of one blob, and of the outer archive that holds the blobs.

mod content;
mod contents;
mod document;
mod entries;
mod folder;
mod listing;
mod outer;
mod pipeline;
#[cfg(feature = "transfer")]
mod transfer;

pub(crate) use content::Held;
pub use folder::{FileKind, Folder};
pub use listing::{EntryReader, ListedEntry};
pub use outer::{OuterEvent, OuterReader, OuterSummary};
pub use pipeline::{BlobVerifier, Doubtful, NativeVerifier};
#[cfg(feature = "transfer")]
pub use transfer::TransferError;
