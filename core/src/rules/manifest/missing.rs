use crate::{
    graph::Role,
    model::{Place, Stream},
    rules::{
        ArchiveContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An image archive with neither a `manifest.json` nor an `index.json` that could be
    /// opened.
    ///
    /// ## Why it matters
    /// Nothing says which blobs make an image, so nothing can be verified. Docker before
    /// 1.10 saved images in a format of this kind, which has no digests.
    ///
    /// ## What to do
    /// Save the image again with a current tool.
    ///
    /// ## When it is fine
    /// Never for an image that is to be verified.
    MISSING = "manifest/missing";
    summary: "neither manifest.json nor index.json";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-layout.md", "Docker Image Specification v1.2"];
    check: Archive(check);
}

fn check(cx: &ArchiveContext<'_>, out: &mut Findings) {
    let Some(graph) = cx.graph.filter(|_| cx.kind.is_image()) else { return };
    if graph.top(Role::ArchiveManifest).is_none() && graph.top(Role::Index).is_none() {
        out.report(|| {
            let message = "archive has no readable member manifest.json or index.json";
            Seen::new(Place::whole(Stream::Archive), message)
        });
    }
}
