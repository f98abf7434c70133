//! Small images, and a registry of them that does as it should: what a hostile one starts from.

use std::collections::BTreeMap;

use ocivet_core::{
    Digest, DigestAlgorithm,
    parts::{Hashers as _, InlineHashers},
};
use serde_json::json;

use crate::server::{Answer, Asked};

pub(crate) const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
pub(crate) const INDEX: &str = "application/vnd.oci.image.index.v1+json";

pub(crate) fn digest(bytes: &[u8]) -> String {
    let mut hasher = InlineHashers.hasher(DigestAlgorithm::Sha256);
    hasher.update(bytes);
    Digest::new(DigestAlgorithm::Sha256, &hasher.finish()).to_string()
}

/// Manifests by tag and digest, and blobs by digest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shelf {
    manifests: BTreeMap<String, (String, Vec<u8>)>,
    blobs: BTreeMap<String, Vec<u8>>,
    /// Digest of the layer of the image that was made last.
    pub(crate) layer: String,
    /// Digest of its manifest.
    pub(crate) manifest: String,
}

impl Shelf {
    /// One image of one layer, under the tag `1`.
    pub(crate) fn new() -> Self {
        let mut shelf = Self::default();
        let manifest = shelf.add_image("etc/motd", 300_000, "amd64");
        shelf.add_manifest("1", MANIFEST, &manifest);
        shelf
    }

    /// The same with a layer that would leave the folder it is unpacked to.
    pub(crate) fn bad() -> Self {
        let mut shelf = Self::default();
        let manifest = shelf.add_image("../../etc/motd", 300, "amd64");
        shelf.add_manifest("1", MANIFEST, &manifest);
        shelf
    }

    /// An index of two images under the tag `1`.
    pub(crate) fn index() -> Self {
        let mut shelf = Self::default();
        let mut entries = Vec::new();
        for (size, architecture) in [(100, "amd64"), (200, "s390x")] {
            let manifest = shelf.add_image("etc/motd", size, architecture);
            shelf.add_manifest(architecture, MANIFEST, &manifest);
            entries.push(json!({ "mediaType": MANIFEST, "digest": digest(&manifest),
                "size": manifest.len(), "platform": { "os": "linux", "architecture": architecture } }));
        }
        let index = json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": entries });
        shelf.add_manifest("1", INDEX, index.to_string().as_bytes());
        shelf
    }

    fn add_image(&mut self, name: &str, size: usize, architecture: &str) -> Vec<u8> {
        let layer = layer(name, size);
        let config = json!({ "architecture": architecture, "os": "linux",
            "rootfs": { "type": "layers", "diff_ids": [digest(&layer)] },
            "config": { "Labels": { "org.opencontainers.image.vendor": "Acme",
                "org.opencontainers.image.title": "App" } },
            "history": [{ "created_by": "test" }] });
        let config = config.to_string().into_bytes();
        let manifest = json!({ "schemaVersion": 2, "mediaType": MANIFEST,
            "config": { "mediaType": "application/vnd.oci.image.config.v1+json",
                "digest": digest(&config), "size": config.len() },
            "layers": [{ "mediaType": "application/vnd.oci.image.layer.v1.tar",
                "digest": digest(&layer), "size": layer.len() }],
            "annotations": { "org.opencontainers.image.title": "app",
                "org.opencontainers.image.source": "https://git.example/acme/app" } });
        self.layer = digest(&layer);
        self.blobs.insert(digest(&config), config);
        self.blobs.insert(digest(&layer), layer);
        manifest.to_string().into_bytes()
    }

    pub(crate) fn add_manifest(&mut self, tag: &str, media_type: &str, bytes: &[u8]) {
        self.manifest = digest(bytes);
        for key in [tag.to_owned(), digest(bytes)] {
            self.manifests.insert(key, (media_type.to_owned(), bytes.to_vec()));
        }
    }

    pub(crate) fn manifest_bytes(&self) -> &[u8] {
        &self.manifests[&self.manifest].1
    }

    pub(crate) fn add_blob(&mut self, bytes: Vec<u8>) {
        self.blobs.insert(digest(&bytes), bytes);
    }

    /// Puts an index around what the tag `1` names.
    pub(crate) fn wrap(&mut self) {
        let (media_type, bytes) = &self.manifests["1"];
        let index = json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": [{
            "mediaType": media_type, "digest": digest(bytes), "size": bytes.len(),
            "platform": { "os": "linux", "architecture": "amd64" } }] });
        self.add_manifest("1", INDEX, index.to_string().as_bytes());
    }

    pub(crate) fn layer_bytes(&self) -> Vec<u8> {
        self.blobs[&self.layer].clone()
    }

    /// Whether a request is one for the layer.
    pub(crate) fn is_layer(&self, asked: &Asked) -> bool {
        asked.path.ends_with(&self.layer)
    }

    /// What a registry in its right mind answers, ranges included.
    pub(crate) fn answer(&self, asked: &Asked) -> Answer {
        let key = asked.path.rsplit('/').next().unwrap();
        if let Some((media_type, bytes)) = self.manifests.get(key) {
            return Answer::new(200, bytes.clone())
                .with("Content-Type", media_type)
                .with("Docker-Content-Digest", &digest(bytes));
        }
        let Some(bytes) = self.blobs.get(key) else {
            let error = json!({ "errors": [{ "message": "no such\u{1b}[31m thing" }] });
            return Answer::new(404, error.to_string());
        };
        match asked.range() {
            Some(from) => partial(bytes, from),
            None => Answer::new(200, bytes.clone()),
        }
    }
}

/// The end of a body from an offset on.
pub(crate) fn partial(bytes: &[u8], from: usize) -> Answer {
    let range = format!("bytes {from}-{}/{}", bytes.len() - 1, bytes.len());
    Answer::new(206, &bytes[from..]).with("Content-Range", &range)
}

/// A layer of one file.
fn layer(name: &str, size: usize) -> Vec<u8> {
    let mut header = tar::Header::new_ustar();
    // The setter refuses names that lead out.
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(size.try_into().unwrap());
    header.set_mode(0o644);
    header.set_cksum();
    let mut builder = tar::Builder::new(Vec::new());
    let text: Vec<u8> = (0..size).map(|at| u8::try_from(at * 7 % 251).unwrap()).collect();
    builder.append(&header, text.as_slice()).unwrap();
    builder.into_inner().unwrap()
}
