//! The forms of docker-archive.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    Blob, ImageSet,
    build::{Numbered, descriptor},
    oci::{layer_type, make},
    pieces::{Algorithm, Pieces},
};
use crate::{RecipeError, tar::Entry};

/// Which tool's form it is.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// `docker save` before Docker 25: `<id>/layer.tar`, `<hex>.json`.
    Legacy,
    /// `skopeo copy`: `<hex>.tar`, `<hex>.json`, and `<id>/layer.tar` as symlinks.
    #[default]
    Skopeo,
    /// crane and go-containerregistry: `<hex>.tar.gz`, `sha256:<hex>`.
    Crane,
    /// `docker save` from Docker 25: an OCI image layout with a `manifest.json`.
    Hybrid,
}

impl ImageSet {
    /// Makes and places `manifest.json` and what it names.
    pub(super) fn place_docker(
        &self,
        images: &[Numbered],
        blobs: &mut Vec<&Blob>,
        pieces: &mut Pieces,
    ) -> Result<(), RecipeError> {
        let style = self.style.unwrap_or_default();
        if style == Style::Hybrid {
            self.place_oci(images, blobs, pieces)?;
        }
        for image in images {
            make_ids(image, pieces);
            match style {
                Style::Legacy => place_legacy(image, pieces),
                Style::Skopeo => place_skopeo(image, pieces),
                Style::Crane => place_crane(image, pieces),
                Style::Hybrid => {}
            }
        }
        let records: Vec<_> = images.iter().map(|image| record(image, style, pieces)).collect();
        make("docker-manifest", &self.docker_manifest, records.into(), pieces)?;
        pieces.place("docker-manifest", "manifest.json");
        if style != Style::Crane {
            make("repositories", &self.repositories, repositories(images, pieces), pieces)?;
            pieces.place("repositories", "repositories");
        }
        Ok(())
    }
}

/// The old ids of layers: each hangs on the one below it.
fn make_ids(image: &Numbered, pieces: &mut Pieces) {
    let mut parent = String::new();
    for layer in image.layers() {
        let chain = format!("{parent} {}", pieces.value(&layer, "diff-id"));
        parent = Algorithm::Sha256.hex(chain.as_bytes());
        pieces.let_be(&layer, "id", parent.clone());
    }
}

/// `VERSION` and `json` of each layer's folder.
fn place_metadata(image: &Numbered, layer: &str, parent: Option<&str>, pieces: &mut Pieces) {
    let id = pieces.value(layer, "id");
    let mut about = json!({"id": id, "created": "1970-01-01T00:00:00Z", "os": "linux"});
    if let Some(parent) = parent {
        about["parent"] = parent.into();
    }
    if image.layers().last().is_some_and(|last| last == layer) {
        about["architecture"] = "amd64".into();
    }
    let mut text = String::new();
    super::write_json(&about, &mut text);
    for (file, name, bytes) in [("VERSION", "version", "1.0".to_owned()), ("json", "json", text)] {
        let name = format!("{layer}.{name}");
        pieces.know(&name, bytes.into_bytes());
        pieces.place(&name, &format!("{id}/{file}"));
    }
}

fn place_legacy(image: &Numbered, pieces: &mut Pieces) {
    let mut parent: Option<String> = None;
    for layer in image.layers() {
        let id = pieces.value(&layer, "id");
        let directory = Entry { path: Some(format!("{id}/").into()), ..Entry::default() };
        pieces.add_once(&format!("{layer}.dir"), directory);
        place_metadata(image, &layer, parent.as_deref(), pieces);
        pieces.place(&layer, &format!("{id}/layer.tar"));
        parent = Some(id);
    }
    place_config(image, ".json", pieces);
}

fn place_skopeo(image: &Numbered, pieces: &mut Pieces) {
    let mut parent: Option<String> = None;
    for layer in image.layers() {
        let path = format!("{}.tar", pieces.value(&layer, "hex"));
        pieces.place(&layer, &path);
        let id = pieces.value(&layer, "id");
        let link = Entry {
            path: Some(format!("{id}/layer.tar").into()),
            symlink: Some(format!("../{path}").into()),
            ..Entry::default()
        };
        pieces.add_once(&format!("{layer}.link"), link);
        place_metadata(image, &layer, parent.as_deref(), pieces);
        parent = Some(id);
    }
    place_config(image, ".json", pieces);
}

fn place_crane(image: &Numbered, pieces: &mut Pieces) {
    let name = image.piece("config");
    let path = pieces.value(&name, "digest");
    pieces.place(&name, &path);
    for layer in image.layers() {
        let path = format!("{}.tar.gz", pieces.value(&layer, "hex"));
        pieces.place(&layer, &path);
    }
}

fn place_config(image: &Numbered, extension: &str, pieces: &mut Pieces) {
    let name = image.piece("config");
    let path = format!("{}{extension}", pieces.value(&name, "hex"));
    pieces.place(&name, &path);
}

/// The image's record in `manifest.json`.
fn record(image: &Numbered, style: Style, pieces: &Pieces) -> Value {
    let layers = image.layers();
    let tags: Vec<&str> =
        [image.reference.as_str()].into_iter().filter(|name| !name.is_empty()).collect();
    let mut record = json!({
        "Config": pieces.value(&image.piece("config"), "path"),
        "RepoTags": tags,
        "Layers": layers.iter().map(|layer| pieces.value(layer, "path")).collect::<Vec<_>>(),
    });
    if style == Style::Hybrid {
        let given = image.image.layer.iter().flatten();
        let sources = layers.iter().zip(given).map(|(name, layer)| {
            let diff_id = pieces.value(name, "diff-id");
            (diff_id, descriptor(pieces, name, &layer_type(layer)))
        });
        record["LayerSources"] = sources.collect::<Map<_, _>>().into();
    }
    record
}

/// Names and tags, each with the id of the image's last layer.
fn repositories(images: &[Numbered], pieces: &Pieces) -> Value {
    let mut all = Map::new();
    for image in images.iter().filter(|image| !image.reference.is_empty()) {
        let (name, tag) = image.name_and_tag();
        let last = image.layers().last().map(|layer| pieces.value(layer, "id"));
        let tags = all.entry(name).or_insert_with(|| json!({}));
        tags[tag] = last.into();
    }
    all.into()
}
