//! Images whose digests are right by default, and every piece of which can be made wrong.

mod build;
mod docker;
mod document;
mod oci;
mod pieces;

use serde::Deserialize;

pub use self::{
    build::Form,
    docker::Style,
    document::{Document, write_json},
    pieces::{Algorithm, Piece},
};
use crate::{bytes::Bytes, stream::ByteStream, tar::Entry};

/// What an archive or layout of images is made of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ImageSet {
    /// Reference of the first image; empty for none.
    pub name: Option<String>,
    /// Layers of the first image; one small one where they are not given.
    pub layer: Option<Vec<ByteStream>>,
    /// Config of the first image.
    pub config: Document,
    /// OCI manifest of the first image.
    pub manifest: Document,
    /// More images.
    pub image: Vec<Image>,
    /// An index blob between `index.json` and the manifests.
    pub image_index: Option<Document>,
    /// `index.json`.
    pub index: Document,
    /// `oci-layout`.
    pub oci_layout: Document,
    /// `manifest.json`.
    pub docker_manifest: Document,
    /// `repositories`.
    pub repositories: Document,
    /// Which tool's docker-archive it is.
    pub style: Option<Style>,
    /// Algorithm of the digests.
    pub algorithm: Algorithm,
    /// More blobs.
    pub blob: Vec<Blob>,
    /// More members.
    pub member: Vec<Entry>,
    /// Names of members to leave out.
    pub omit: Vec<String>,
    /// Names of members in their order.
    pub order: Vec<String>,
    /// What is odd about the outer archive; its entries are the members.
    pub archive: ByteStream,
    /// The one piece that a lone document is.
    pub piece: Option<String>,
}

/// An image beside the first.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Image {
    /// Its reference; empty for none.
    pub name: Option<String>,
    /// Its layers; one small one where they are not given.
    pub layer: Option<Vec<ByteStream>>,
    /// Its config.
    pub config: Document,
    /// Its OCI manifest.
    pub manifest: Document,
}

/// A blob that is no part of an image by itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Blob {
    /// Its name in recipes: `blob.NAME`.
    pub name: String,
    /// Its bytes.
    pub data: Bytes,
    /// Its place, where it is not that of its digest.
    pub path: Option<String>,
}
