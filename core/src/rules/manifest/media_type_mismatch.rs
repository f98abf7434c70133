use crate::{
    graph::Body,
    model::escape_str,
    rules::{
        Findings, ReferenceContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A manifest or index whose own `mediaType` is not that of the descriptor that refers
    /// to it.
    ///
    /// ## Why it matters
    /// Clients differ over which of the two they believe. Skopeo copies such an image
    /// without a word, and the next registry serves it as something else.
    ///
    /// ## What to do
    /// Do not load the image. Copy it again from its source; the document or its index was
    /// written by hand.
    ///
    /// ## When it is fine
    /// A document without `mediaType` is legal, and no finding.
    MEDIA_TYPE_MISMATCH = "manifest/media-type-mismatch";
    summary: "media types of descriptor and document differ";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2021-41190", "OCI image-spec 1.1, manifest.md"];
    check: Reference(check);
}

fn check(cx: &ReferenceContext<'_>, out: &mut Findings) {
    let document = cx.graph.target_of(cx.edge).and_then(|it| cx.graph.documents.get(it));
    let own = match document.map(|document| &document.body) {
        Some(Body::Index(index)) => index.media_type.as_deref(),
        Some(Body::Manifest(manifest)) => manifest.media_type.as_deref(),
        _ => None,
    };
    let stated = cx.descriptor().and_then(|it| it.media_type.as_deref());
    if let (Some(own), Some(stated)) = (own, stated)
        && own != stated
    {
        out.report(|| {
            let (own, stated) = (escape_str(own), escape_str(stated));
            let message = format!("media type of the document is {own}, descriptor says {stated}");
            Seen::new(cx.place("/mediaType"), message)
        });
    }
}
