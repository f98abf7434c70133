use crate::{
    graph::{Role, digest_by},
    model::{Digest, Place, Stream},
    rules::{
        ArchiveContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A digest that was asked for (`--expect`, the option `expect`) and that neither the whole
    /// input nor any of its indexes, manifests or image configs has.
    ///
    /// ## Why it matters
    /// The archive is not the one that was meant, however sound it is in itself. Engines print a
    /// digest after loading, when the image is already unpacked.
    ///
    /// ## What to do
    /// Compare the digest with its source once more. If it is right, the archive is another one:
    /// fetch it again from where the digest was published.
    ///
    /// ## When it is fine
    /// Where the image was converted: saving, loading and copying between formats change the
    /// digests of manifests and archives. The config's digest, which engines call the image ID,
    /// stays the same as long as the image does.
    NOT_EXPECTED = "blob/not-expected";
    summary: "nothing in the input has the digest that was asked for";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, descriptor.md, Verification"];
    check: Archive(check);
}

fn check(cx: &ArchiveContext<'_>, out: &mut Findings) {
    for expected in cx.expect.iter().filter(|&expected| !has(cx, expected)) {
        out.report(|| {
            let message =
                format!("neither the input nor a manifest, index or config of it is {expected}");
            Seen::new(Place::whole(Stream::File), message)
        });
    }
}

fn has(cx: &ArchiveContext<'_>, expected: &Digest) -> bool {
    let named = |role| matches!(role, Role::Config | Role::Index | Role::Manifest);
    let in_graph = cx.graph.is_some_and(|graph| {
        let documents = graph.documents.iter().filter(|document| named(document.role));
        documents
            .filter_map(|document| graph.blob_of(document))
            .any(|blob| digest_by(&blob.digests, expected.algorithm()) == Some(*expected))
    });
    in_graph || cx.digests.contains(expected)
}
