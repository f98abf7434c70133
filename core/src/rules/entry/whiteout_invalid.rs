use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A whiteout that names nothing, `.` or `..`: `.wh.`, `.wh..` or `.wh...`.
    ///
    /// ## Why it matters
    /// A tool that takes `.wh.` off the name and removes what is left removes the directory itself
    /// or the one above it. umoci was fixed late (commit 635306a3).
    ///
    /// ## What to do
    /// Do not use the image.
    ///
    /// ## When it is fine
    /// Never: there is no file of such a name to remove.
    WHITEOUT_INVALID = "entry/whiteout-invalid";
    summary: "whiteout of nothing or of a dot";
    levels: { layer: Deny, package: Off };
    since: "0.1.0";
    sources: ["umoci 635306a3", "image-spec v1.1 layer.md, Whiteouts"];
    check: Entry(Facts::WHITEOUT, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if matches!(cx.whiteout(), Some(b"" | b"." | b"..")) {
        out.report(|| {
            let message = format!("whiteout {} names no file that could be there", cx.entry.path);
            Seen::new(cx.place(), message)
        });
    }
}
