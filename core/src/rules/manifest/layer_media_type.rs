use crate::{
    graph::Role,
    model::escape_str,
    oci::MediaType,
    rules::{
        Findings, ReferenceContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A layer of an image whose media type is none of a layer's. Artifacts may hold
    /// anything.
    ///
    /// ## Why it matters
    /// Engines either refuse the layer, skip it, or guess by content. Encrypted layers are
    /// of this kind too: nothing in them can be verified.
    ///
    /// ## What to do
    /// Find out which tool wrote it, and whether the engine that is to run it knows the
    /// type.
    ///
    /// ## When it is fine
    /// An image for one special runtime may have layers that only that runtime reads.
    LAYER_MEDIA_TYPE = "manifest/layer-media-type";
    summary: "layer of an unknown media type";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, layer.md", "OCI image-spec 1.1, media-types.md"];
    check: Reference(check);
}

fn check(cx: &ReferenceContext<'_>, out: &mut Findings) {
    let Some(descriptor) = cx.descriptor().filter(|_| cx.edge.role == Role::Layer) else { return };
    if let (Some(media_type), MediaType::Other) = (&descriptor.media_type, descriptor.kind()) {
        out.report(|| {
            let message = format!("media type is {}, not a layer's", escape_str(media_type));
            Seen::new(cx.place("/mediaType"), message)
        });
    }
}
