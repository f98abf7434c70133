use crate::{
    model::to_u64,
    rules::{
        Findings, ImageContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A config whose `history` has more or fewer steps with a layer than the image has
    /// layers.
    ///
    /// ## Why it matters
    /// The history says which command made which layer. Where the numbers differ it shows
    /// the wrong one, and a tool that pairs them up, such as one that squashes or scans by
    /// step, takes the wrong layer.
    ///
    /// ## What to do
    /// Build the image again, if the history matters.
    ///
    /// ## When it is fine
    /// No history at all is legal. Some tools forget to note a step when they add a layer.
    HISTORY_COUNT = "config/history-count";
    summary: "steps of the history are not the layers";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, config.md, Properties"];
    check: Image(check);
}

fn check(cx: &ImageContext<'_>, out: &mut Findings) {
    let Some(history) = cx.config.history.filter(|history| history.steps > 0) else { return };
    let layers = to_u64(cx.layers().len());
    if history.layers != layers {
        out.report(|| {
            let steps = history.layers;
            let message =
                format!("number of history steps with a layer is {steps}, of layers {layers}");
            Seen::new(cx.place(history.offset, "/history"), message)
        });
    }
}
