use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A whiteout that is a regular file with data.
    ///
    /// ## Why it matters
    /// No root file system ever shows the data, and most scanners do not look at it: it is a place
    /// to hide a payload in.
    ///
    /// ## What to do
    /// Look at what the data is.
    ///
    /// ## When it is fine
    /// Never: builders write empty files.
    WHITEOUT_NOT_EMPTY = "entry/whiteout-not-empty";
    summary: "whiteout with data";
    levels: { layer: Warn, package: Off };
    since: "0.1.0";
    sources: ["image-spec v1.1 layer.md, Whiteouts"];
    check: Entry(Facts::WHITEOUT, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.whiteout().is_some() && cx.entry.kind.is_file() && cx.entry.size > 0 {
        out.report(|| {
            let message = format!("whiteout {} holds {} bytes", cx.entry.path, cx.entry.size);
            Seen::new(cx.place(), message)
        });
    }
}
