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
    /// An OCI archive or layout without the file `oci-layout`.
    ///
    /// ## Why it matters
    /// The file says that the rest is a layout and of which version. Without it some tools
    /// refuse, some guess, and some take the archive for another format.
    ///
    /// ## What to do
    /// Make the archive again; a layout is packed whole, `oci-layout` included.
    ///
    /// ## When it is fine
    /// Never: the specification requires it.
    LAYOUT_MISSING = "manifest/layout-missing";
    summary: "oci-layout is absent";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-layout.md, oci-layout file"];
    check: Archive(check);
}

fn check(cx: &ArchiveContext<'_>, out: &mut Findings) {
    let Some(graph) = cx.graph.filter(|_| cx.kind.is_image()) else { return };
    let is_layout = graph.well_known.index_json || cx.kind != InputKind::DockerArchive;
    if is_layout && graph.top(Role::Layout).is_none() {
        out.report(|| {
            let message = "archive has no readable member oci-layout";
            Seen::new(Place::whole(Stream::Archive), message)
        });
    }
}
