use crate::{
    model::EntryKind,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A hard link whose target is a directory: an earlier entry, or the place of earlier entries.
    ///
    /// ## Why it matters
    /// Linux does not allow it, and tools do not agree on what to do instead: GNU tar and bsdtar
    /// fail at the link, Python makes a second directory.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never on Linux.
    HARDLINK_TO_DIRECTORY = "link/hardlink-to-directory";
    summary: "hard link to a directory";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 link()", "Linux link(2)"];
    check: Entry(Facts::LINK, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    // A target above the root is told by `link/hardlink-escape`.
    let Some(target) = cx.hard_link().filter(|target| !target.climbed) else { return };
    if cx.index.kind_at(target) == Some(EntryKind::Directory) {
        out.report(|| {
            let (path, target) = (&cx.entry.path, &cx.entry.link_target);
            Seen::new(cx.place(), format!("target {target} of hard link {path} is a directory"))
        });
    }
}
