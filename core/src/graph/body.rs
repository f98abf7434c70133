//! From the text of a document to what it says.

use super::model::{Body, Problem, Role};
use crate::{
    docker::{ArchiveManifest, Repositories},
    json::{self, FieldReader, JsonValue},
    model::{BlobContent, BlobSummary},
    oci::{Config, Index, Layout, Manifest, MediaType},
};

/// Reads a value as the role wants it.
pub(super) fn read_body<'a>(
    reader: &mut FieldReader,
    value: JsonValue<'a>,
    role: Role,
) -> Body<'a> {
    let body = match role {
        Role::ArchiveManifest => ArchiveManifest::read(reader, value).map(Body::ArchiveManifest),
        Role::Config => Config::read(reader, value).map(|body| Body::Config(Box::new(body))),
        Role::Index => Index::read(reader, value).map(|body| Body::Index(Box::new(body))),
        Role::Layout => Layout::read(reader, value).map(|_| Body::Layout),
        Role::Manifest if is_artifact(value) => {
            Manifest::read_artifact(reader, value).map(|body| Body::Manifest(Box::new(body)))
        }
        Role::Manifest => Manifest::read(reader, value).map(|body| Body::Manifest(Box::new(body))),
        Role::Repositories => Repositories::read(reader, value).map(Body::Repositories),
        Role::Content | Role::Layer | Role::Legacy | Role::Subject => None,
    };
    body.unwrap_or(Body::Unread)
}

/// The value that a blob is, or why it is none.
pub(super) fn text(blob: Option<&BlobSummary>) -> Result<JsonValue<'_>, Problem> {
    // Readers take documents as they stand: a compressed one is none to them.
    let plain = blob.filter(|blob| blob.compression.is_empty());
    let Some(BlobContent::Document(document)) = plain.map(|blob| &blob.content) else {
        return Err(Problem::NotJson);
    };
    match &document.text {
        Some(text) => Ok(json::root(text)),
        None if document.faults.is_empty() => Err(Problem::NotDocument),
        None => Err(Problem::Invalid),
    }
}

pub(super) fn text_of(blob: Option<&BlobSummary>) -> Option<JsonValue<'_>> {
    text(blob).ok()
}

/// What a document is by its fields alone.
pub(super) fn shape(value: JsonValue<'_>) -> Option<Role> {
    let has =
        |name: &str| value.members().any(|(key, _)| key.as_str().is_some_and(|key| key == name));
    if has("manifests") {
        Some(Role::Index)
    } else if ["layers", "fsLayers", "blobs"].into_iter().any(has) {
        Some(Role::Manifest)
    } else if ["rootfs", "architecture", "os"].into_iter().any(has) {
        Some(Role::Config)
    } else if has("imageLayoutVersion") {
        Some(Role::Layout)
    } else if has("schemaVersion") || has("mediaType") {
        Some(Role::Manifest)
    } else {
        None
    }
}

fn is_artifact(value: JsonValue<'_>) -> bool {
    value.members().any(|(key, value)| {
        key.as_str().is_some_and(|key| key == "mediaType")
            && value
                .as_str()
                .is_some_and(|text| MediaType::of(&text) == MediaType::ArtifactManifest)
    })
}
