//! What an input is, by its content.

use crate::{
    blob::{Held, OuterSummary},
    json::{self, JsonKind},
    layer::LayerIndex,
    model::{BlobSummary, InputKind, Settings},
};

/// Names that a root file system has at its top (Filesystem Hierarchy Standard 3.0, section 3, and what
/// engines add).
const ROOT_NAMES: [&[u8]; 26] = [
    b".dockerenv",
    b"afs",
    b"bin",
    b"boot",
    b"dev",
    b"etc",
    b"home",
    b"lib",
    b"lib32",
    b"lib64",
    b"libx32",
    b"lost+found",
    b"media",
    b"mnt",
    b"opt",
    b"proc",
    b"root",
    b"run",
    b"sbin",
    b"srv",
    b"sys",
    b"tmp",
    b"usr",
    b"var",
    b"app",
    b"data",
];

/// What the input is: as the options say, else by its content.
pub(super) fn of(settings: &Settings, outer: &OuterSummary, blobs: &[BlobSummary]) -> InputKind {
    if settings.any_file {
        return InputKind::File;
    }
    settings.kind.unwrap_or_else(|| detect(outer, blobs))
}

/// Finds the kind of an input.
///
/// An archive with image documents at its top is an image archive; one whose top holds only names of a root
/// file system is a layer; any other is a package, which has the stricter profile. Who knows better says so.
fn detect(outer: &OuterSummary, blobs: &[BlobSummary]) -> InputKind {
    match &outer.held {
        Held::Folder(_) => InputKind::OciLayout,
        Held::Document(_) => InputKind::Document,
        Held::Dockerfile(_) => InputKind::Dockerfile,
        Held::Empty | Held::Other => InputKind::Unknown,
        Held::Tar(..) if is_docker(blobs) => InputKind::DockerArchive,
        Held::Tar(index, _) if is_oci(index, blobs) => InputKind::OciArchive,
        Held::Tar(index, _) if is_root(index) => InputKind::Layer,
        Held::Tar(..) => InputKind::Package,
    }
}

/// Some `manifest.json` holds a list, as engines need it, or cannot be read at all.
fn is_docker(blobs: &[BlobSummary]) -> bool {
    documents(blobs, b"manifest.json")
        .any(|text| text.is_none_or(|text| json::root(text).kind() == JsonKind::Array))
}

/// There is an `oci-layout`, or some `index.json` that lists manifests or cannot be read at all.
fn is_oci(index: &LayerIndex, blobs: &[BlobSummary]) -> bool {
    index.find(b"oci-layout").is_some()
        || documents(blobs, b"index.json").any(|text| text.is_none_or(lists_manifests))
}

/// Keys in another case count: Go's decoder reads them.
fn lists_manifests(text: &[u8]) -> bool {
    json::root(text)
        .members()
        .filter_map(|(key, _)| key.as_str())
        .any(|key| key.eq_ignore_ascii_case("manifests"))
}

fn documents<'a>(
    blobs: &'a [BlobSummary],
    name: &'a [u8],
) -> impl Iterator<Item = Option<&'a [u8]>> {
    blobs.iter().filter(move |blob| blob.member.path.normal() == name).map(BlobSummary::text)
}

fn is_root(index: &LayerIndex) -> bool {
    let names: Vec<&[u8]> = index.top_level().collect();
    let is_root_name = |name: &&[u8]| ROOT_NAMES.contains(name) || name.starts_with(b".wh.");
    !names.is_empty() && names.iter().all(is_root_name)
}
