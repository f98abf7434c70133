use crate::{
    rules::OPAQUE,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// The opaque marker `.wh..wh..opq` at the root of a layer.
    ///
    /// ## Why it matters
    /// It hides every file of all lower layers: the image is no longer what its base layers say,
    /// and a tool that does not know the marker shows the base files all the same.
    ///
    /// ## What to do
    /// Find out why the image drops its whole base.
    ///
    /// ## When it is fine
    /// When a build really replaces the whole root file system.
    WHITEOUT_ROOT = "entry/whiteout-root";
    summary: "opaque marker at the root";
    levels: { layer: Warn, package: Off };
    since: "0.1.0";
    sources: ["image-spec v1.1 layer.md, Whiteouts"];
    check: Entry(Facts::WHITEOUT, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.whiteout() == Some(OPAQUE) && cx.traits.depth == 1 {
        out.report(|| {
            let message = format!("opaque marker {} hides all lower layers", cx.entry.path);
            Seen::new(cx.place(), message)
        });
    }
}
