//! `manifest.json` of a docker-archive.

use std::borrow::Cow;

use crate::{
    json::{FieldReader, Fields, JsonKind, JsonValue},
    model::{Digest, DigestAlgorithm, to_u64},
};

/// What `manifest.json` of a docker-archive says.
#[derive(Clone, Debug, Default)]
pub(crate) struct ArchiveManifest<'a> {
    /// The images, in order; none for an item that is no object.
    pub(crate) images: Vec<Option<ArchiveImage<'a>>>,
}

/// One image of a docker-archive.
#[derive(Clone, Debug, Default)]
pub(crate) struct ArchiveImage<'a> {
    /// Bytes from the start of the document.
    pub(crate) offset: u64,
    /// `Config`.
    pub(crate) config: Option<ArchivePath<'a>>,
    /// `RepoTags`, with their places; null and absent where an image was saved by its id.
    pub(crate) tags: Vec<ArchivePath<'a>>,
    /// `Layers`, from the lowest.
    pub(crate) layers: Vec<ArchivePath<'a>>,
}

/// A text of `manifest.json`, most often the name of a member.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct ArchivePath<'a> {
    /// Bytes from the start of the document.
    pub(crate) offset: u64,
    /// The text.
    pub(crate) text: Cow<'a, str>,
}

const IMAGE: Fields<3> =
    Fields { read: ["Config", "RepoTags", "Layers"], other: &["Parent", "LayerSources"] };

impl<'a> ArchiveManifest<'a> {
    /// Reads a `manifest.json`.
    pub(crate) fn read(reader: &mut FieldReader, value: JsonValue<'a>) -> Option<Self> {
        if !reader.expect(value, JsonKind::Array) {
            return None;
        }
        let mut images = Vec::new();
        for (index, item) in (0..).zip(value.items()) {
            if !reader.spend() {
                break;
            }
            images.push(reader.at_index(index, |reader| ArchiveImage::read(reader, item)));
        }
        Some(Self { images })
    }
}

impl<'a> ArchiveImage<'a> {
    fn read(reader: &mut FieldReader, value: JsonValue<'a>) -> Option<Self> {
        let [config, tags, layers] = reader.fields(value, &IMAGE)?;
        let config = reader.required(value, "Config", config, JsonKind::String);
        if layers.is_none() {
            reader.missing(value, "Layers");
        }
        Some(Self {
            offset: to_u64(value.start()),
            config: config.map(ArchivePath::of),
            tags: read_list(reader, "RepoTags", tags),
            // Go writes null for an image without layers.
            layers: read_list(reader, "Layers", layers),
        })
    }
}

impl<'a> ArchivePath<'a> {
    fn of(value: JsonValue<'a>) -> Self {
        Self { offset: to_u64(value.start()), text: value.as_str().unwrap_or_default() }
    }
}

/// The texts of the list `name`; an item that is none stands as an empty text, so that counts hold.
fn read_list<'a>(
    reader: &mut FieldReader,
    name: &'static str,
    list: Option<JsonValue<'a>>,
) -> Vec<ArchivePath<'a>> {
    let Some(list) = reader.optional(name, list, JsonKind::Array) else { return Vec::new() };
    reader.at_key(name, |reader| {
        let mut texts = Vec::new();
        for (index, item) in (0..).zip(list.items()) {
            if !reader.spend() {
                break;
            }
            reader.at_index(index, |reader| reader.expect(item, JsonKind::String));
            texts.push(ArchivePath::of(item));
        }
        texts
    })
}

/// The digest that a `Config` path promises by its name: `<64 hex>.json` (Docker before 25, Skopeo),
/// `sha256:<hex>` (go-containerregistry) or `blobs/sha256/<hex>` (Docker from 25).
pub(crate) fn named_digest(path: &str) -> Option<Digest> {
    if let Some(hex) = path.strip_suffix(".json") {
        return Digest::from_hex(DigestAlgorithm::Sha256, hex);
    }
    if let Some((name, hex)) = path.strip_prefix("blobs/").and_then(|rest| rest.split_once('/')) {
        return Digest::from_hex(DigestAlgorithm::from_name(name)?, hex);
    }
    Digest::parse(path).ok()
}
