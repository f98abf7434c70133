//! Descriptors: what a document says about another blob.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::media_type::MediaType;
use super::platform::Platform;
use crate::{
    json::{FieldReader, Fields, JsonKind, JsonValue},
    model::{Digest, DigestAlgorithm, FieldFaultKind, to_u64},
};

/// A descriptor.
///
/// Source: OCI image-spec 1.1, descriptor.md.
#[derive(Clone, Debug)]
pub(crate) struct Descriptor<'a> {
    /// Bytes from the start of the document.
    pub(crate) offset: u64,
    /// `mediaType`; required.
    pub(crate) media_type: Option<Cow<'a, str>>,
    /// `digest`, where it is one that ocivet takes; required.
    pub(crate) digest: Option<Digest>,
    /// `size` in bytes, where it is in range; required.
    pub(crate) size: Option<u64>,
    /// `urls`, where there is at least one.
    pub(crate) urls: Option<JsonValue<'a>>,
    /// `platform`, boxed as only manifests of an index have one.
    pub(crate) platform: Option<Box<Platform<'a>>>,
    /// The annotations that are read.
    pub(crate) annotations: Option<Box<Annotations<'a>>>,
}

/// The annotations of a descriptor that are read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Annotations<'a> {
    /// `org.opencontainers.image.ref.name`: a tag, or a whole reference.
    pub(crate) ref_name: Option<Text<'a>>,
    /// `io.containerd.image.name`: a whole reference.
    pub(crate) image_name: Option<Text<'a>>,
    /// `vnd.docker.reference.type` is `attestation-manifest`, as `BuildKit` writes it.
    pub(crate) attestation: bool,
    /// `dev.cosignproject.cosign/signature`: of the payload that it describes, in base64.
    pub(crate) signature: Option<Cow<'a, str>>,
}

/// A text, and where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Text<'a> {
    /// Bytes from the start of the document.
    pub(crate) offset: u64,
    /// The text.
    pub(crate) text: Cow<'a, str>,
}

impl<'a> Text<'a> {
    fn of(value: JsonValue<'a>) -> Option<Self> {
        Some(Self { offset: to_u64(value.start()), text: value.as_str()? })
    }
}

const DESCRIPTOR: Fields<7> = Fields {
    read: ["mediaType", "digest", "size", "urls", "annotations", "data", "platform"],
    other: &["artifactType"],
};

impl<'a> Descriptor<'a> {
    /// Reads a descriptor.
    pub(super) fn read(reader: &mut FieldReader, value: JsonValue<'a>) -> Option<Self> {
        let [media_type, digest, size, urls, annotations, data, platform] =
            reader.fields(value, &DESCRIPTOR)?;
        let media_type = reader.required_text(value, "mediaType", media_type);
        let digest = reader.present(value, "digest", digest, FieldReader::digest);
        let size = reader.present(value, "size", size, FieldReader::size);
        let descriptor = Self {
            offset: to_u64(value.start()),
            media_type,
            digest,
            size,
            urls: read_urls(reader, urls),
            platform: reader
                .optional("platform", platform, JsonKind::Object)
                .and_then(|value| reader.at_key("platform", |reader| Platform::read(reader, value)))
                .map(Box::new),
            annotations: Annotations::read(reader, annotations),
        };
        descriptor.check_data(reader, data);
        Some(descriptor)
    }

    /// Reads the list of descriptors `name`, as far as the budget goes.
    pub(super) fn read_list(
        reader: &mut FieldReader,
        name: &'static str,
        list: Option<JsonValue<'a>>,
    ) -> Vec<Option<Self>> {
        let Some(list) = list else { return Vec::new() };
        reader.at_key(name, |reader| {
            let mut descriptors = Vec::new();
            for (index, item) in (0..).zip(list.items()) {
                if !reader.spend() {
                    break;
                }
                descriptors.push(reader.at_index(index, |reader| Self::read(reader, item)));
            }
            descriptors
        })
    }

    /// What its media type says.
    pub(crate) fn kind(&self) -> MediaType {
        self.media_type.as_deref().map_or(MediaType::Other, MediaType::of)
    }

    /// The name that it gives to what it describes.
    pub(crate) fn reference(&self) -> Option<&Cow<'a, str>> {
        let annotations = self.annotations.as_ref()?;
        let name = annotations.image_name.as_ref().or(annotations.ref_name.as_ref());
        name.map(|name| &name.text)
    }

    /// Compares embedded data with digest and size.
    fn check_data(&self, reader: &mut FieldReader, data: Option<JsonValue<'_>>) {
        let Some(data) = reader.optional("data", data, JsonKind::String) else { return };
        let text = data.as_str().unwrap_or_default();
        let mut note = |kind| reader.at_key("data", |reader| reader.fault(data, kind));
        let Ok(bytes) = STANDARD.decode(text.as_bytes()) else {
            note(FieldFaultKind::DataEncoding);
            return;
        };
        let length = to_u64(bytes.len());
        if let Some(size) = self.size.filter(|&size| size != length) {
            note(FieldFaultKind::DataSize { size, length });
        }
        if let Some(stated) = self.digest {
            let computed = digest_of(stated.algorithm(), &bytes);
            if computed != stated {
                note(FieldFaultKind::DataDigest { computed, stated });
            }
        }
    }
}

fn digest_of(algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
    use sha2::Digest as _;
    match algorithm {
        DigestAlgorithm::Sha256 => Digest::new(algorithm, &sha2::Sha256::digest(bytes)),
        DigestAlgorithm::Sha384 => Digest::new(algorithm, &sha2::Sha384::digest(bytes)),
        DigestAlgorithm::Sha512 => Digest::new(algorithm, &sha2::Sha512::digest(bytes)),
    }
}

fn read_urls<'a>(reader: &mut FieldReader, urls: Option<JsonValue<'a>>) -> Option<JsonValue<'a>> {
    let urls = reader.optional("urls", urls, JsonKind::Array)?;
    reader.at_key("urls", |reader| {
        for (index, url) in (0..).zip(urls.items()) {
            reader.at_index(index, |reader| reader.expect(url, JsonKind::String));
        }
    });
    urls.items().next().map(|_| urls)
}

impl<'a> Annotations<'a> {
    fn read(reader: &mut FieldReader, value: Option<JsonValue<'a>>) -> Option<Box<Self>> {
        let value = reader.optional("annotations", value, JsonKind::Object)?;
        let mut annotations = Self::default();
        reader.at_key("annotations", |reader| {
            for (key, value) in value.members() {
                let key = key.as_str().unwrap_or_default();
                if !reader.at_key(&key, |reader| reader.expect(value, JsonKind::String)) {
                    continue;
                }
                match &*key {
                    "org.opencontainers.image.ref.name" => annotations.ref_name = Text::of(value),
                    "io.containerd.image.name" => annotations.image_name = Text::of(value),
                    "vnd.docker.reference.type" => {
                        annotations.attestation =
                            value.as_str().is_some_and(|kind| kind == "attestation-manifest");
                    }
                    "dev.cosignproject.cosign/signature" => {
                        annotations.signature = value.as_str();
                    }
                    _ => {}
                }
            }
        });
        (annotations != Self::default()).then(|| Box::new(annotations))
    }
}
