use crate::{
    graph::GraphLimit,
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// More manifests and indexes, or more configs, than the limit `manifest-count`, 10 000
    /// by default. Those beyond it were not read.
    ///
    /// ## Why it matters
    /// A few bytes in an index make a client fetch and parse a document each: so many of
    /// them stand for nothing but work.
    ///
    /// ## What to do
    /// Raise the limit if the layout is known, as for a mirror of a registry.
    ///
    /// ## When it is fine
    /// A layout in which years of builds are kept.
    MANIFEST_COUNT = "limit/manifest-count";
    summary: "too many manifests";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-index.md"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    for place in cx.reached(GraphLimit::ManifestCount) {
        out.report(|| {
            let message = format!(
                "documents of this kind are more than the limit of {}: those from here on were not read",
                cx.limits.manifest_count
            );
            Seen::new(place, message)
        });
    }
}
