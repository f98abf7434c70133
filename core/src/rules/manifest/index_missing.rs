use crate::{
    graph::Role,
    model::{InputKind, Place, Stream},
    rules::{
        ArchiveContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An OCI archive or layout without the file `index.json`.
    ///
    /// ## Why it matters
    /// Nothing says which of its blobs are images. A tool that guesses takes what somebody
    /// placed there.
    ///
    /// ## What to do
    /// Make the archive again; a layout is packed whole.
    ///
    /// ## When it is fine
    /// Never: the specification requires it.
    INDEX_MISSING = "manifest/index-missing";
    summary: "index.json is absent";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-layout.md, index.json file"];
    check: Archive(check);
}

fn check(cx: &ArchiveContext<'_>, out: &mut Findings) {
    let Some(graph) = cx.graph.filter(|_| cx.kind.is_image()) else { return };
    let is_layout = graph.well_known.oci_layout || cx.kind != InputKind::DockerArchive;
    if is_layout && graph.top(Role::Index).is_none() {
        out.report(|| {
            let message = "archive has no readable member index.json";
            Seen::new(Place::whole(Stream::Archive), message)
        });
    }
}
