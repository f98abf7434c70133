use crate::{
    graph::Role,
    model::Compression,
    oci::MediaType,
    rules::{
        Findings, ReferenceContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A layer that is compressed in another way than its media type says: gzip under a type
    /// that ends in `tar+zstd`, plain tar under `tar+gzip`. A docker-archive declares nothing: there
    /// any compression is taken.
    ///
    /// ## Why it matters
    /// Clients decide by different things. Containerd looks at the first bytes and goes on, umoci
    /// fails, skopeo copies the layer as it is and leaves the surprise to the next one; a scanner
    /// that trusts the media type reads noise, or nothing, where an engine reads files.
    ///
    /// ## What to do
    /// Have the image built or pushed again with the media type that its layers have.
    ///
    /// ## When it is fine
    /// Never: whoever compresses a layer also writes its descriptor.
    MEDIA_TYPE_MISMATCH = "compress/media-type-mismatch";
    summary: "layer is not compressed as its media type says";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, layer.md, +gzip and +zstd Media Types"];
    check: Reference(check);
}

fn check(cx: &ReferenceContext<'_>, out: &mut Findings) {
    let Some(descriptor) = cx.descriptor().filter(|_| cx.edge.role == Role::Layer) else { return };
    let (Some(blob), MediaType::Layer(declared)) = (cx.blob(), descriptor.kind()) else { return };
    let found = blob.compression.first().copied();
    if found != declared.compression {
        out.report(|| {
            let message = format!(
                "layer is {}, its media type says {}",
                name(found),
                name(declared.compression)
            );
            Seen::new(cx.place("/mediaType"), message)
        });
    }
}

const fn name(compression: Option<Compression>) -> &'static str {
    match compression {
        Some(compression) => compression.name(),
        None => "not compressed",
    }
}
