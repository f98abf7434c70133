//! What one document of an image refers to, for front ends that bring the rest of it.

use core::fmt;

use super::{Descriptor, Index, Manifest, MediaType};
use crate::{
    json::{FieldReader, JsonKind, root, validate},
    model::{Digest, JsonFaultKind, Limits, escape_str, to_u64},
};

/// What an index or an image manifest refers to.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Links {
    /// The document lists manifests; else it is a manifest.
    pub is_index: bool,
    /// The manifests of an index in their order; the config of a manifest, then its layers.
    pub links: Vec<Link>,
}

/// A descriptor, as far as bringing its blob needs it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Link {
    /// The media type as written, not escaped.
    pub media_type: String,
    /// Digest of the blob.
    pub digest: Digest,
    /// Bytes of the blob.
    pub size: u64,
    /// What the media type says that it is.
    pub kind: LinkKind,
    /// The registry need not have it: a layer that may not be distributed, with `urls`.
    pub is_foreign: bool,
    /// `os/architecture[/variant]`, escaped; only in an index.
    pub platform: Option<String>,
}

/// What a descriptor describes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LinkKind {
    /// The config of an image.
    Config,
    /// A layer of an image.
    Layer,
    /// An index or an image manifest, which refer on.
    Document,
    /// Anything else.
    Other,
}

/// Why a document is none whose links can be followed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LinksError(String);

impl fmt::Display for LinksError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl core::error::Error for LinksError {}

impl Links {
    /// Reads an index or image manifest, of OCI or Docker, strictly: a document with any fault is refused.
    ///
    /// Bounds: `manifest-size`, `json-depth` and `descriptors` of the limits' defaults.
    ///
    /// # Errors
    /// [`LinksError`] for another media type, another one in the document itself, or a fault of the document.
    ///
    /// ```
    /// use ocivet_core::parts::Links;
    ///
    /// let index = br#"{"schemaVersion":2,"manifests":[]}"#;
    /// assert!(Links::read(index, "application/vnd.oci.image.index.v1+json").unwrap().is_index);
    /// assert!(Links::read(index, "application/vnd.oci.image.manifest.v1+json").is_err());
    /// ```
    pub fn read(text: &[u8], media_type: &str) -> Result<Self, LinksError> {
        let limits = Limits::default();
        if to_u64(text.len()) > limits.manifest_size {
            return Err(LinksError(format!("it is larger than {} bytes", limits.manifest_size)));
        }
        if let Some(fault) = validate(text, &limits).first() {
            let what = match &fault.kind {
                JsonFaultKind::DuplicateKey { .. } => "it has a key twice",
                JsonFaultKind::Invalid { reason } => reason,
                JsonFaultKind::TooDeep | JsonFaultKind::TooLarge { .. } => {
                    "it is nested too deeply"
                }
            };
            return Err(LinksError(format!(
                "it is no strict JSON: {what}, at byte {}",
                fault.offset
            )));
        }
        let root = root(text);
        let mut reader = FieldReader::new(limits.descriptors);
        let (is_index, own_type, descriptors) = match MediaType::of(media_type) {
            MediaType::Index => {
                let index = Index::read(&mut reader, root).unwrap_or_default();
                (true, index.media_type, index.manifests)
            }
            MediaType::Manifest => {
                let manifest = Manifest::read(&mut reader, root).unwrap_or_default();
                (false, manifest.media_type, [vec![manifest.config], manifest.layers].concat())
            }
            _ => return Err(not_a_document(media_type)),
        };
        if root.kind() != JsonKind::Object {
            return Err(LinksError("it is no object".to_owned()));
        }
        if let Some(own) = own_type.filter(|own| own != media_type) {
            let (own, given) = (escape_str(&own), escape_str(media_type));
            return Err(LinksError(format!("it calls itself {own}, and was called {given}")));
        }
        let (faults, _, exhausted) = reader.finish();
        if exhausted {
            return Err(LinksError(format!("it has more than {} descriptors", limits.descriptors)));
        }
        if let Some(fault) = faults.list.first() {
            let place = if fault.pointer.is_empty() { "its top" } else { &fault.pointer };
            return Err(LinksError(format!("it is malformed at {place}, byte {}", fault.offset)));
        }
        let links: Option<Vec<Link>> =
            descriptors.iter().map(|descriptor| Link::of(descriptor.as_ref()?)).collect();
        let links =
            links.ok_or_else(|| LinksError("a descriptor of it is incomplete".to_owned()))?;
        Ok(Self { is_index, links })
    }
}

impl Link {
    fn of(descriptor: &Descriptor<'_>) -> Option<Self> {
        let kind = descriptor.kind();
        let foreign = matches!(kind, MediaType::Layer(layer) if layer.foreign);
        Some(Self {
            media_type: descriptor.media_type.as_deref()?.to_owned(),
            digest: descriptor.digest?,
            size: descriptor.size?,
            kind: match kind {
                MediaType::Index | MediaType::Manifest => LinkKind::Document,
                MediaType::Config => LinkKind::Config,
                MediaType::Layer(_) => LinkKind::Layer,
                MediaType::ArtifactManifest | MediaType::Other => LinkKind::Other,
            },
            is_foreign: foreign && descriptor.urls.is_some(),
            platform: descriptor.platform.as_ref().map(ToString::to_string),
        })
    }
}

fn not_a_document(media_type: &str) -> LinksError {
    let advice = if media_type.starts_with("application/vnd.docker.distribution.manifest.v1+") {
        " is schema 1, which names no config and no sizes; push the image again with a tool of this decade"
    } else {
        " is neither an image index nor an image manifest"
    };
    LinksError(format!("{}{advice}", escape_str(media_type)))
}

#[cfg(test)]
mod tests {
    use super::{LinkKind, Links};

    const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
    const INDEX: &str = "application/vnd.oci.image.index.v1+json";
    const FOREIGN: &str = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

    fn descriptor(media_type: &str, size: &str, more: &str) -> String {
        let digest = format!("sha256:{}", "ab".repeat(32));
        format!(r#"{{"mediaType":"{media_type}","digest":"{digest}","size":{size}{more}}}"#)
    }

    fn manifest(config: &str, layer: &str) -> String {
        format!(r#"{{"schemaVersion":2,"config":{config},"layers":[{layer}]}}"#)
    }

    #[test]
    fn a_manifest_has_its_config_first() {
        let config = descriptor("application/vnd.oci.image.config.v1+json", "2", "");
        let layer = descriptor(FOREIGN, "3", r#","urls":["https://example.com/x"]"#);
        let links = Links::read(manifest(&config, &layer).as_bytes(), MANIFEST).unwrap();
        let seen: Vec<_> = links.links.iter().map(|link| (link.size, link.is_foreign)).collect();
        assert_eq!((links.is_index, seen), (false, vec![(2, false), (3, true)]));
    }

    #[test]
    fn an_index_has_platforms() {
        let platform = r#","platform":{"os":"linux","architecture":"arm64","variant":"v8"}"#;
        let text = format!(
            r#"{{"schemaVersion":2,"manifests":[{}]}}"#,
            descriptor(MANIFEST, "9", platform)
        );
        let links = Links::read(text.as_bytes(), INDEX).unwrap();
        assert!(links.is_index && links.links[0].kind == LinkKind::Document);
        assert_eq!(links.links[0].platform.as_deref(), Some("linux/arm64/v8"));
    }

    #[test]
    fn what_two_readers_would_read_otherwise_is_refused() {
        let config = descriptor("application/vnd.oci.image.config.v1+json", "2", "");
        let layer = descriptor("application/vnd.oci.image.layer.v1.tar", "-1", "");
        for (text, media_type, part) in [
            (manifest(&config, &layer), MANIFEST, "malformed at /layers/0/size"),
            (r#"{"schemaVersion":2,"manifests":[],"manifests":[]}"#.into(), INDEX, "a key twice"),
            (r#"{"schemaVersion":2,"manifests":[],"layers":[]}"#.into(), INDEX, "at /layers"),
            (
                format!(r#"{{"schemaVersion":2,"mediaType":"{MANIFEST}","manifests":[]}}"#),
                INDEX,
                "calls itself",
            ),
            ("[]".into(), INDEX, "no object"),
            ("{".into(), INDEX, "no strict JSON"),
            ("{}".into(), "application/vnd.docker.distribution.manifest.v1+prettyjws", "schema 1"),
            ("{}".into(), "text/html\x1b", r"text/html\u{1b} is neither"),
        ] {
            let error = Links::read(text.as_bytes(), media_type).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
    }
}
