//! Image indexes and Docker manifest lists.

use std::borrow::Cow;

use super::descriptor::Descriptor;
use crate::{
    json::{FieldReader, Fields, JsonKind, JsonValue},
    model::FieldFaultKind,
};

/// An image index.
///
/// Source: OCI image-spec 1.1, image-index.md; Docker Image Manifest Version 2, Schema 2, "Manifest
/// List".
#[derive(Clone, Debug, Default)]
pub(crate) struct Index<'a> {
    /// `mediaType`.
    pub(crate) media_type: Option<Cow<'a, str>>,
    /// `manifests`, in order; none for an item that is no object.
    pub(crate) manifests: Vec<Option<Descriptor<'a>>>,
    /// `subject`.
    pub(crate) subject: Option<Descriptor<'a>>,
}

const INDEX: Fields<8> = Fields {
    read: [
        "schemaVersion",
        "mediaType",
        "manifests",
        "subject",
        "annotations",
        "layers",
        "config",
        "fsLayers",
    ],
    other: &["artifactType"],
};

impl<'a> Index<'a> {
    /// Reads an index.
    pub(crate) fn read(reader: &mut FieldReader, value: JsonValue<'a>) -> Option<Self> {
        let [version, media_type, manifests, subject, annotations, layers, config, fs_layers] =
            reader.fields(value, &INDEX)?;
        reader.schema_version(value, version);
        if manifests.is_some() {
            check_unmixed(
                reader,
                "manifests",
                [("layers", layers), ("config", config), ("fsLayers", fs_layers)],
            );
        }
        let list = reader.required(value, "manifests", manifests, JsonKind::Array);
        reader.optional("annotations", annotations, JsonKind::Object);
        Some(Self {
            media_type: reader.text("mediaType", media_type),
            manifests: Descriptor::read_list(reader, "manifests", list),
            subject: read_subject(reader, subject),
        })
    }
}

/// Reads `subject`, which a manifest or index that is about another one has.
pub(super) fn read_subject<'a>(
    reader: &mut FieldReader,
    subject: Option<JsonValue<'a>>,
) -> Option<Descriptor<'a>> {
    let subject = reader.optional("subject", subject, JsonKind::Object)?;
    reader.at_key("subject", |reader| Descriptor::read(reader, subject))
}

/// Notes fields of other kinds of documents next to `beside`.
///
/// A document that is two things at once is one image to one reader and another to the next
/// (CVE-2021-41190).
pub(super) fn check_unmixed<const N: usize>(
    reader: &mut FieldReader,
    beside: &'static str,
    others: [(&'static str, Option<JsonValue<'_>>); N],
) {
    for (field, value) in others {
        if let Some(value) = value {
            let kind = FieldFaultKind::AmbiguousType { field, beside };
            reader.at_key(field, |reader| reader.fault(value, kind));
        }
    }
}
