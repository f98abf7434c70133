use crate::{
    graph::GraphLimit,
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// More descriptors, layer names, tags and diff-IDs than the limit `descriptors`, 100
    /// 000 by default. Those beyond it were not read.
    ///
    /// ## Why it matters
    /// An empty descriptor is two bytes long and costs a reader a hundred times as much
    /// memory.
    ///
    /// ## What to do
    /// Raise the limit if the layout is known, as for a mirror of a registry.
    ///
    /// ## When it is fine
    /// A layout in which years of builds are kept.
    DESCRIPTORS = "limit/descriptors";
    summary: "too many descriptors";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-index.md"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    for place in cx.reached(GraphLimit::Descriptors) {
        out.report(|| {
            let message = format!(
                "descriptors are more than the limit of {}: the rest of this document was not read",
                cx.limits.descriptors
            );
            Seen::new(place, message)
        });
    }
}
