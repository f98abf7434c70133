use crate::{
    model::Place,
    rules::{
        BlobContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A blob or layer file that no document of the archive refers to.
    ///
    /// ## Why it matters
    /// It is carried along without being part of an image: no tool lists, verifies or scans
    /// it, and after unpacking the archive it lies on disk all the same. Smuggled content
    /// looks like this.
    ///
    /// ## What to do
    /// Find out where it comes from. In a layout that umoci or buildah works on, `umoci gc`
    /// removes leftovers.
    ///
    /// ## When it is fine
    /// A layout in which images were replaced keeps the old blobs until it is cleaned. The
    /// configs of version 1 that Docker from 25 adds for each layer are known and no
    /// finding.
    UNREFERENCED = "blob/unreferenced";
    summary: "nothing refers to a blob";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-layout.md, Blobs"];
    check: Blob(check);
}

fn check(cx: &BlobContext<'_>, out: &mut Findings) {
    if cx.graph.unreferenced.binary_search(&cx.number).is_ok() {
        out.report(|| {
            let size = cx.blob.size;
            let message = format!("no document refers to this blob of {size} bytes");
            Seen::new(Place::whole(cx.graph.stream), message)
        });
    }
}
