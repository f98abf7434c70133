//! Texts and bytes that come back to the core from its front ends, or from registries.

use std::sync::Arc;

use ocivet_core::{
    Format, Options, Report,
    parts::{Assembler, BlobSummary, Hashers, InlineHashers, Links, OuterReader},
};

use crate::sound::assert_sound;

/// Media types of what is fetched.
const TYPES: [&str; 4] = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json",
];

/// A document's links are read or it is refused, without a panic, and there are not more than it has room for.
pub fn links(data: &[u8]) {
    for media_type in TYPES {
        if let Ok(links) = Links::read(data, media_type) {
            assert!(links.links.len() <= data.len());
        }
    }
}

/// A text is a report, byte for byte, or none.
pub fn report_text(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    if let Ok(report) = Report::from_json(text) {
        assert_eq!(report.render(Format::Json), text);
    }
}

/// Bytes are a summary or none, without a panic, and one that is taken gives a sound report and the same bytes again.
pub fn summary(data: &[u8]) {
    let Ok(summary) = BlobSummary::from_bytes(data) else { return };
    let bytes = summary.to_bytes();
    let again = BlobSummary::from_bytes(&bytes).unwrap().to_bytes();
    assert_eq!(bytes, again);
    let options = Options::default();
    let hashers: Arc<dyn Hashers> = Arc::new(InlineHashers);
    let outer = OuterReader::new(&options, &hashers).finish(&mut |_| {});
    let mut assembler = Assembler::new(&options);
    assembler.add(summary);
    assert_sound(&assembler.finish(outer), data.len());
}
