//! The verifier in parts, for drivers with threads and random access.
//!
//! [`Verifier`](crate::Verifier) is their sequential composition: read the outer archive with
//! [`OuterReader`], verify each member with a [`BlobVerifier`] of its own, wherever and in whatever order,
//! give the summaries to an [`Assembler`], and finish it with the outer summary. The report is the same.
//! For a layout folder, [`Folder`] takes the place of the outer reader.
//!
//! A driver that can read a member twice may use a [`NativeVerifier`] first, which is faster where the build has
//! native decoders.
//!
//! [`EntryReader`] and [`Links`] stand apart and judge nothing: one lists the entries of a tar stream, the other
//! what a document refers to.

#[cfg(feature = "transfer")]
pub use crate::blob::TransferError;
pub use crate::{
    assemble::Assembler,
    blob::{
        BlobVerifier, Doubtful, EntryReader, Folder, ListedEntry, NativeVerifier, OuterEvent,
        OuterReader, OuterSummary,
    },
    digest::{Hasher, Hashers, InlineHashers},
    model::{BlobSummary, EntryKind, MemberInfo},
    oci::{Link, LinkKind, Links, LinksError},
};
