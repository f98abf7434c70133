//! The documents of a layout that no registry has: what its parts are, and what they are called.

use ocivet_core::{
    Reference,
    parts::{Link, LinkKind},
};
use serde_json::{Value, json};

use crate::registry::Document;

/// A document that says something about the image: a signature, an attestation, a bill of materials.
#[derive(Clone, Debug)]
pub(super) struct Signature(Value);

impl Signature {
    /// `suffix` is that of the tag under which cosign keeps it.
    pub(super) fn new(document: &Document, suffix: Option<&str>) -> Self {
        let mut descriptor = descriptor(document);
        let kind = match suffix {
            Some("sig") => "dev.cosignproject.cosign/sigs",
            Some(_) => "dev.cosignproject.cosign/atts",
            None => return Self(descriptor),
        };
        if let Value::Object(object) = &mut descriptor {
            object.insert("annotations".to_owned(), json!({ "kind": kind }));
        }
        Self(descriptor)
    }
}

fn descriptor(document: &Document) -> Value {
    json!({
        "mediaType": document.media_type,
        "digest": document.digest.to_string(),
        "size": document.bytes.len(),
    })
}

/// `oci-layout`
///
/// Source: OCI image-spec 1.1, image-layout.md.
pub(super) fn layout() -> Vec<u8> {
    br#"{"imageLayoutVersion":"1.0.0"}"#.to_vec()
}

/// `index.json`, with the names that Docker, containerd and Skopeo look for.
///
/// Source: OCI image-spec 1.1, annotations.md; containerd, `images.AnnotationImageName`; cosign, `KindAnnotation`.
pub(super) fn index(reference: &Reference, root: &Document, signatures: &[Signature]) -> Vec<u8> {
    let mut image = descriptor(root);
    if let (Some(tag), Value::Object(object)) = (reference.tag(), &mut image) {
        let annotations = json!({
            "io.containerd.image.name": name(reference, tag),
            "org.opencontainers.image.ref.name": tag,
        });
        object.insert("annotations".to_owned(), annotations);
    }
    let mut manifests = vec![image];
    manifests.extend(signatures.iter().map(|signature| signature.0.clone()));
    text(&json!({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": manifests,
    }))
}

/// `manifest.json`, for engines that read no OCI layout: Docker before 25. Only where there is one image.
pub(super) fn docker_manifest(reference: &Reference, documents: &[Document]) -> Option<Vec<u8>> {
    let mut images = documents.iter().filter_map(|document| image(&document.links.links));
    let (config, layers) = images.next()?;
    if images.next().is_some() {
        return None;
    }
    let tags: Vec<String> = reference.tag().map(|tag| name(reference, tag)).into_iter().collect();
    Some(text(&json!([{ "Config": config, "RepoTags": tags, "Layers": layers }])))
}

/// Config and layers of an image whose parts are all here.
fn image(links: &[Link]) -> Option<(String, Vec<String>)> {
    let (config, layers) = links.split_first()?;
    let whole = config.kind == LinkKind::Config
        && layers.iter().all(|layer| layer.kind == LinkKind::Layer && !layer.is_foreign);
    let path = |link: &Link| super::plan::place(link.digest);
    whole.then(|| (path(config), layers.iter().map(path).collect()))
}

fn name(reference: &Reference, tag: &str) -> String {
    format!("{}:{tag}", reference.name())
}

/// Keys are sorted: the same document is the same bytes.
fn text(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}
