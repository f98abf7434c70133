//! The OCI image layout.

use serde_json::{Value, json};

use super::{
    Blob, Document, ImageSet,
    build::{Numbered, descriptor, make_blobs},
    pieces::Pieces,
};
use crate::{RecipeError, stream::ByteStream};

const INDEX: &str = "application/vnd.oci.image.index.v1+json";
const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
const LAYER: &str = "application/vnd.oci.image.layer.v1.tar";

impl ImageSet {
    /// Makes and places manifests, indexes and `oci-layout`.
    pub(super) fn place_oci(
        &self,
        images: &[Numbered],
        blobs: &mut Vec<&Blob>,
        pieces: &mut Pieces,
    ) -> Result<(), RecipeError> {
        for image in images {
            for layer in image.layers() {
                pieces.place_blob(&layer);
            }
            pieces.place_blob(&image.piece("config"));
            let name = image.piece("manifest");
            make(&name, &image.image.manifest, manifest(image, pieces), pieces)?;
            pieces.place_blob(&name);
        }
        make_blobs(blobs, pieces);
        if let Some(document) = &self.image_index {
            let manifests: Vec<_> = images.iter().map(|image| in_index(image, pieces)).collect();
            make("image-index", document, index(&manifests), pieces)?;
            pieces.place_blob("image-index");
            make_blobs(blobs, pieces);
        }
        make("index", &self.index, self.top_index(images, pieces), pieces)?;
        pieces.place("index", "index.json");
        let layout = json!({"imageLayoutVersion": "1.0.0"});
        make("oci-layout", &self.oci_layout, layout, pieces)?;
        pieces.place("oci-layout", "oci-layout");
        Ok(())
    }

    fn top_index(&self, images: &[Numbered], pieces: &Pieces) -> Value {
        if self.image_index.is_some() {
            let mut top = descriptor(pieces, "image-index", INDEX);
            if let Some(image) = images.first() {
                annotate(&mut top, image, self.style.is_some());
            }
            return index(&[top]);
        }
        let manifests = images.iter().map(|image| {
            let mut manifest = descriptor(pieces, &image.piece("manifest"), MANIFEST);
            annotate(&mut manifest, image, self.style.is_some());
            manifest
        });
        index(&manifests.collect::<Vec<_>>())
    }
}

/// Makes a document and makes it known.
pub(super) fn make(
    name: &str,
    document: &Document,
    default: Value,
    pieces: &mut Pieces,
) -> Result<(), RecipeError> {
    let text = document.text(default, |bytes| pieces.fill(bytes));
    pieces.know(name, text.map_err(|fault| fault.at(name))?);
    Ok(())
}

fn index(manifests: &[Value]) -> Value {
    json!({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests})
}

fn manifest(image: &Numbered, pieces: &Pieces) -> Value {
    let layers = image.layers();
    let layers = layers.iter().zip(image.image.layer.iter().flatten());
    let layers: Vec<_> =
        layers.map(|(name, layer)| descriptor(pieces, name, &layer_type(layer))).collect();
    json!({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": descriptor(pieces, &image.piece("config"), CONFIG),
        "layers": layers,
    })
}

/// The media type of a layer, as given or by its outermost compression.
pub(super) fn layer_type(layer: &ByteStream) -> String {
    layer.media_type.clone().unwrap_or_else(|| match layer.compress.0.last() {
        Some(compression) => format!("{LAYER}+{}", compression.name()),
        None => LAYER.to_owned(),
    })
}

fn in_index(image: &Numbered, pieces: &Pieces) -> Value {
    let mut descriptor = descriptor(pieces, &image.piece("manifest"), MANIFEST);
    let config = pieces.bytes(&image.piece("config")).ok();
    let config: Value =
        config.and_then(|text| serde_json::from_slice(text).ok()).unwrap_or_default();
    if let (Some(os), Some(architecture)) = (config.get("os"), config.get("architecture")) {
        descriptor["platform"] = json!({"os": os, "architecture": architecture});
    }
    descriptor
}

/// Names the image, as containerd and Docker do too where `docker` is set.
fn annotate(descriptor: &mut Value, image: &Numbered, docker: bool) {
    if image.reference.is_empty() {
        return;
    }
    let mut annotations = json!({"org.opencontainers.image.ref.name": image.name_and_tag().1});
    if docker {
        annotations["io.containerd.image.name"] = image.reference.as_str().into();
    }
    descriptor["annotations"] = annotations;
}
