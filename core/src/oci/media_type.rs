//! Media types of image parts.

use crate::model::Compression;

/// What a media type says a blob is.
///
/// Source: OCI image-spec 1.1, media-types.md; Docker Image Manifest Version 2, Schema 2; for
/// Docker's uncompressed and zstd layers, containerd `images.MediaTypeDockerSchema2Layer*`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum MediaType {
    /// An image index or manifest list.
    Index,
    /// An image manifest.
    Manifest,
    /// The artifact manifest that release candidates of OCI 1.1 had.
    ArtifactManifest,
    /// An image config.
    Config,
    /// A layer.
    Layer(LayerType),
    /// Anything else.
    Other,
}

/// What the media type of a layer says about it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct LayerType {
    /// How the tar is compressed.
    pub(crate) compression: Option<Compression>,
    /// May not be distributed, so that its blob may be absent.
    pub(crate) foreign: bool,
}

const OCI_LAYER: &str = "application/vnd.oci.image.layer.v1.tar";
const OCI_FOREIGN: &str = "application/vnd.oci.image.layer.nondistributable.v1.tar";
const DOCKER_LAYER: &str = "application/vnd.docker.image.rootfs.diff.tar";
const DOCKER_FOREIGN: &str = "application/vnd.docker.image.rootfs.foreign.diff.tar";

impl MediaType {
    /// The kind of a media type, which is compared byte by byte.
    pub(crate) fn of(text: &str) -> Self {
        match text {
            "application/vnd.oci.image.index.v1+json"
            | "application/vnd.docker.distribution.manifest.list.v2+json" => Self::Index,
            "application/vnd.oci.image.manifest.v1+json"
            | "application/vnd.docker.distribution.manifest.v2+json" => Self::Manifest,
            "application/vnd.oci.artifact.manifest.v1+json" => Self::ArtifactManifest,
            "application/vnd.oci.image.config.v1+json"
            | "application/vnd.docker.container.image.v1+json" => Self::Config,
            _ => LayerType::of(text).map_or(Self::Other, Self::Layer),
        }
    }
}

impl LayerType {
    fn of(text: &str) -> Option<Self> {
        let bases = [
            (OCI_LAYER, '+', false),
            (OCI_FOREIGN, '+', true),
            (DOCKER_LAYER, '.', false),
            (DOCKER_FOREIGN, '.', true),
        ];
        bases.into_iter().find_map(|(base, separator, foreign)| {
            let suffix = text.strip_prefix(base)?;
            let compression = match suffix.strip_prefix(separator) {
                None if suffix.is_empty() => None,
                Some("gzip") => Some(Compression::Gzip),
                Some("zstd") => Some(Compression::Zstd),
                _ => return None,
            };
            Some(Self { compression, foreign })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{LayerType, MediaType};
    use crate::model::Compression;

    #[test]
    fn layers_say_how_they_are_compressed() {
        for (text, compression, foreign) in [
            ("application/vnd.oci.image.layer.v1.tar", None, false),
            ("application/vnd.oci.image.layer.v1.tar+gzip", Some(Compression::Gzip), false),
            ("application/vnd.oci.image.layer.v1.tar+zstd", Some(Compression::Zstd), false),
            (
                "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                Some(Compression::Gzip),
                true,
            ),
            ("application/vnd.docker.image.rootfs.diff.tar.gzip", Some(Compression::Gzip), false),
            (
                "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                Some(Compression::Gzip),
                true,
            ),
        ] {
            let expected = MediaType::Layer(LayerType { compression, foreign });
            assert_eq!(MediaType::of(text), expected, "{text}");
        }
    }

    #[test]
    fn anything_near_is_another_type() {
        for text in [
            "application/vnd.oci.image.layer.v1.tar+gzip+encrypted",
            "application/vnd.oci.image.layer.v1.tar.gzip",
            "application/vnd.oci.image.layer.v1.tar+xz",
            "application/vnd.oci.image.manifest.v1+JSON",
            "application/vnd.oci.empty.v1+json",
            "application/vnd.in-toto+json",
            "",
        ] {
            assert_eq!(MediaType::of(text), MediaType::Other, "{text}");
        }
    }
}
