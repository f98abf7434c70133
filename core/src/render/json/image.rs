//! Images and their layers.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{CompressionName, DigestText, all, compression, digest, signature::SignatureJson};
use crate::model::{ImageSummary, LayerSummary};

/// One image of the input.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Image<'a> {
    /// Names that the input gives it.
    references: Cow<'a, [String]>,
    /// `os/architecture[/variant]`.
    platform: Option<Cow<'a, str>>,
    /// Digest of its manifest; null in a docker-archive without OCI parts.
    manifest: Option<DigestText>,
    /// Digest of its config.
    config: Option<DigestText>,
    /// Its layers, from the lowest.
    layers: Vec<Layer<'a>>,
    /// What is signed about it, as far as the input brings it; left out where nothing is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    signatures: Vec<SignatureJson<'a>>,
}

/// One layer of an image.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Layer<'a> {
    /// Digest of the stored bytes; null where the blob is missing.
    digest: Option<DigestText>,
    /// Digest of the decompressed bytes.
    diff_id: Option<DigestText>,
    /// The descriptor's media type; null in a docker-archive.
    media_type: Option<Cow<'a, str>>,
    /// How it is compressed.
    compression: Option<CompressionName>,
    /// Bytes as stored.
    size: u64,
    /// Bytes after decompression.
    uncompressed_size: u64,
    /// Entries of its tar.
    entries: u64,
}

impl<'a> Image<'a> {
    pub(super) fn new(image: &'a ImageSummary) -> Self {
        Self {
            references: Cow::Borrowed(&image.references),
            platform: image.platform.as_deref().map(Cow::Borrowed),
            manifest: image.manifest.as_ref().map(DigestText::new),
            config: image.config.as_ref().map(DigestText::new),
            layers: image.layers.iter().map(Layer::new).collect(),
            signatures: image.signatures.iter().map(SignatureJson::new).collect(),
        }
    }
}

impl<'a> Layer<'a> {
    fn new(layer: &'a LayerSummary) -> Self {
        Self {
            digest: layer.digest.as_ref().map(DigestText::new),
            diff_id: layer.diff_id.as_ref().map(DigestText::new),
            media_type: layer.media_type.as_deref().map(Cow::Borrowed),
            compression: layer.compression.map(CompressionName::new),
            size: layer.size,
            uncompressed_size: layer.uncompressed_size,
            entries: layer.entries,
        }
    }
}

impl Image<'_> {
    pub(super) fn read(self) -> Option<ImageSummary> {
        Some(ImageSummary {
            references: self.references.into_owned(),
            platform: self.platform.map(Into::into),
            manifest: digest(self.manifest),
            config: digest(self.config),
            layers: self.layers.into_iter().map(Layer::read).collect(),
            signatures: all(self.signatures, SignatureJson::read)?,
        })
    }
}

impl Layer<'_> {
    fn read(self) -> LayerSummary {
        LayerSummary {
            digest: digest(self.digest),
            diff_id: digest(self.diff_id),
            media_type: self.media_type.map(Into::into),
            compression: self.compression.and_then(|name| compression(&name)),
            size: self.size,
            uncompressed_size: self.uncompressed_size,
            entries: self.entries,
        }
    }
}
