//! Image manifests.

use std::borrow::Cow;

use super::descriptor::Descriptor;
use super::index::{check_unmixed, read_subject};
use crate::json::{FieldReader, Fields, JsonKind, JsonValue};

/// An image manifest, or an artifact's.
///
/// Source: OCI image-spec 1.1, manifest.md; Docker Image Manifest Version 2, Schema 2, "Image
/// Manifest".
#[derive(Clone, Debug, Default)]
pub(crate) struct Manifest<'a> {
    /// `mediaType`.
    pub(crate) media_type: Option<Cow<'a, str>>,
    /// `config`; an artifact manifest has none.
    pub(crate) config: Option<Descriptor<'a>>,
    /// `layers`, or an artifact manifest's `blobs`, in order; none for an item that is no object.
    pub(crate) layers: Vec<Option<Descriptor<'a>>>,
    /// `subject`.
    pub(crate) subject: Option<Descriptor<'a>>,
    /// `annotations`, left where they stand.
    pub(crate) annotations: Option<JsonValue<'a>>,
}

const MANIFEST: Fields<8> = Fields {
    read: [
        "schemaVersion",
        "mediaType",
        "config",
        "layers",
        "subject",
        "annotations",
        "manifests",
        "fsLayers",
    ],
    other: &["artifactType"],
};

const ARTIFACT: Fields<4> =
    Fields { read: ["mediaType", "blobs", "subject", "annotations"], other: &["artifactType"] };

impl<'a> Manifest<'a> {
    /// Reads an image manifest.
    pub(crate) fn read(reader: &mut FieldReader, value: JsonValue<'a>) -> Option<Self> {
        let [version, media_type, config, layers, subject, annotations, manifests, fs_layers] =
            reader.fields(value, &MANIFEST)?;
        reader.schema_version(value, version);
        if layers.is_some() {
            check_unmixed(reader, "layers", [("manifests", manifests), ("fsLayers", fs_layers)]);
        } else if config.is_some() {
            check_unmixed(reader, "config", [("manifests", manifests), ("fsLayers", fs_layers)]);
        }
        let config = reader.required(value, "config", config, JsonKind::Object);
        let list = reader.required(value, "layers", layers, JsonKind::Array);
        let annotations = reader.optional("annotations", annotations, JsonKind::Object);
        Some(Self {
            media_type: reader.text("mediaType", media_type),
            config: config.and_then(|config| {
                reader.at_key("config", |reader| Descriptor::read(reader, config))
            }),
            layers: Descriptor::read_list(reader, "layers", list),
            subject: read_subject(reader, subject),
            annotations,
        })
    }

    /// Reads an artifact manifest.
    ///
    /// Source: OCI image-spec 1.1.0-rc2, artifact.md; later withdrawn.
    pub(crate) fn read_artifact(reader: &mut FieldReader, value: JsonValue<'a>) -> Option<Self> {
        let [media_type, blobs, subject, annotations] = reader.fields(value, &ARTIFACT)?;
        let list = reader.optional("blobs", blobs, JsonKind::Array);
        let annotations = reader.optional("annotations", annotations, JsonKind::Object);
        Some(Self {
            media_type: reader.text("mediaType", media_type),
            config: None,
            layers: Descriptor::read_list(reader, "blobs", list),
            subject: read_subject(reader, subject),
            annotations,
        })
    }
}
