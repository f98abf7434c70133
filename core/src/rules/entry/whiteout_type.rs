use crate::{
    model::{EntryKind, Grade},
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry with the name of a whiteout (`.wh.` and something) that is a directory, a link or a
    /// device. A hard link is the lesser case.
    ///
    /// ## Why it matters
    /// Scanners skip a name that begins with `.wh.`, together with all that is below it, while an
    /// extractor may make the directory and write there.
    ///
    /// ## What to do
    /// Do not use the image.
    ///
    /// ## When it is fine
    /// Whiteouts of the AUFS driver were one file with many names, so very old layers may have
    /// whiteouts that are hard links.
    WHITEOUT_TYPE = "entry/whiteout-type";
    summary: "whiteout that is not a regular file";
    levels: { layer: Deny / Warn, package: Off };
    since: "0.1.0";
    sources: ["image-spec v1.1 layer.md, Whiteouts"];
    check: Entry(Facts::WHITEOUT, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.whiteout().is_none() || cx.entry.kind.is_file() {
        return;
    }
    let linked = cx.entry.kind == EntryKind::HardLink;
    let grade = if linked { Grade::Lesser } else { Grade::Full };
    out.report_graded(grade, || {
        let message = format!("whiteout {} is a {}", cx.entry.path, cx.entry.kind.name());
        Seen::new(cx.place(), message)
    });
}
