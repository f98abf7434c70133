use crate::{
    graph::GraphLimit,
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Indexes within indexes, more levels than the limit `index-depth`, 8 by default. What
    /// is below was not read.
    ///
    /// ## Why it matters
    /// Clients follow indexes by calling themselves, and stop at different depths or not at
    /// all: what one verifies the next one never reaches.
    ///
    /// ## What to do
    /// Do not load the image.
    ///
    /// ## When it is fine
    /// Never: real layouts have two levels.
    INDEX_DEPTH = "limit/index-depth";
    summary: "indexes are nested too deeply";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-index.md"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    for place in cx.reached(GraphLimit::IndexDepth) {
        out.report(|| {
            let message = format!(
                "index lies deeper than the limit of {} levels: it was not read",
                cx.limits.index_depth
            );
            Seen::new(place, message)
        });
    }
}
