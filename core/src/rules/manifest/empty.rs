use crate::{
    graph::{Body, Document, Role},
    model::{Place, Stream},
    rules::{
        ArchiveContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An image archive whose documents name no image.
    ///
    /// ## Why it matters
    /// Loading it does nothing and ends without an error, so a script goes on with whatever
    /// image of that name is already there.
    ///
    /// ## What to do
    /// Make the archive again, and name the image when saving it.
    ///
    /// ## When it is fine
    /// A layout that was only initialised, as by `umoci init`, is empty.
    EMPTY = "manifest/empty";
    summary: "no image is named";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-layout.md, index.json file"];
    check: Archive(check);
}

fn check(cx: &ArchiveContext<'_>, out: &mut Findings) {
    let Some(graph) = cx.graph.filter(|_| cx.kind.is_image()) else { return };
    let is_top = |document: &&Document<'_>| {
        matches!(document.role, Role::Index | Role::ArchiveManifest) && document.found_by.is_none()
    };
    // What is missing or could not be read is told as that.
    let is_known = graph.limits.is_empty()
        && graph.documents.iter().all(|document| !matches!(document.body, Body::Unread))
        && graph.edges.iter().all(|edge| edge.target.is_whole());
    if graph.images.is_empty() && is_known && graph.documents.iter().any(|it| is_top(&it)) {
        out.report(|| {
            Seen::new(Place::whole(Stream::Archive), "documents of the archive name no image")
        });
    }
}
