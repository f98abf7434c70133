use crate::{
    model::EntryPath,
    rules::{
        Findings, StreamContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A layer that has both a path and its whiteout.
    ///
    /// ## Why it matters
    /// A whiteout applies to lower layers only, but tools that apply entries one by one remove what
    /// the same layer made, if the whiteout comes later: the result depends on the order and on the
    /// tool.
    ///
    /// ## What to do
    /// Rebuild the image with a builder that writes one of the two.
    ///
    /// ## When it is fine
    /// When a lower file is replaced and the builder marks that by a whiteout. Writing the new
    /// entry alone means the same.
    WHITEOUT_SAME_LAYER = "entry/whiteout-same-layer";
    summary: "whiteout of a path of its own layer";
    levels: { layer: Warn, package: Off };
    since: "0.1.0";
    sources: ["image-spec v1.1 layer.md, Whiteouts"];
    check: Stream(check);
}

fn check(cx: &StreamContext<'_>, out: &mut Findings) {
    for &whiteout in cx.index.whiteouts() {
        if let Some(hidden) = cx.index.hidden_here(whiteout) {
            out.report(|| {
                let path = EntryPath::new(cx.index.path(hidden));
                let message = format!("whiteout of {path}, which is in the same layer");
                Seen::new(cx.place_of_node(whiteout), message)
                    .with_related(cx.place_of_node(hidden))
            });
        }
    }
}
