use crate::{
    graph::Role,
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An index or manifest that is longer than the limit `manifest-size`, 4 MiB by
    /// default.
    ///
    /// ## Why it matters
    /// Registries refuse such a document and clients differ in what they take: Skopeo
    /// copies 5 MiB, others stop, so one archive can be loaded in one place and not in the
    /// next.
    ///
    /// ## What to do
    /// Split the image, or raise the limit if the document is known.
    ///
    /// ## When it is fine
    /// Hardly ever: a manifest of a thousand layers has 200 KiB.
    MANIFEST_SIZE = "limit/manifest-size";
    summary: "index or manifest is too large";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, manifest.md", "OCI distribution-spec 1.1, Pushing Manifests"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    let limit = cx.limits.manifest_size;
    let size = cx.graph.blob_of(cx.document).map_or(0, |blob| blob.size);
    if matches!(cx.document.role, Role::Index | Role::Manifest) && size > limit {
        out.report(|| {
            let role = cx.document.role.name();
            Seen::new(cx.whole(), format!("{role} is {size} bytes long, over the limit of {limit}"))
        });
    }
}
