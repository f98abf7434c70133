use crate::{
    graph::{blob_name, digest_by},
    model::{Digest, Place},
    rules::{
        BlobContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A blob whose bytes have another digest than its name below `blobs/`, or than the
    /// descriptor that refers to it over a link. Manifests and indexes count like any other
    /// blob, and so do blobs that nothing refers to.
    ///
    /// ## Why it matters
    /// Skopeo takes a manifest blob whose bytes were changed, and like umoci never looks at
    /// blobs that nothing refers to. What such an archive holds is then not what its
    /// digest, a signature over it or a lock file promises.
    ///
    /// ## What to do
    /// Do not load the image. Fetch it again; if the digest is still wrong, the archive was
    /// changed after it was made, or made by a broken tool.
    ///
    /// ## When it is fine
    /// Never: a blob is named after its bytes.
    DIGEST_MISMATCH = "blob/digest-mismatch";
    summary: "bytes do not have the digest that is stated";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, descriptor.md, Digests", "OCI image-spec 1.1, image-layout.md, Blobs"];
    check: Blob(check);
}

fn check(cx: &BlobContext<'_>, out: &mut Findings) {
    let named = blob_name(&cx.blob.member.path.normal());
    if let Some(stated) = named {
        compare(cx, stated, "its name says", out);
    }
    // Under its own name a blob was compared above; over a link it has another one.
    for stated in cx.graph.linked_to(cx.number).filter(|&stated| Some(stated) != named) {
        compare(cx, stated, "a descriptor that leads here over a link says", out);
    }
}

fn compare(cx: &BlobContext<'_>, stated: Digest, who: &str, out: &mut Findings) {
    let computed = digest_by(&cx.blob.digests, stated.algorithm());
    if computed != Some(stated) {
        out.report(|| {
            let computed = computed.map_or_else(|| "not known".to_owned(), |it| it.to_string());
            let message = format!("digest is {computed}, {who} {stated}");
            Seen::new(Place::whole(cx.graph.stream), message)
        });
    }
}
