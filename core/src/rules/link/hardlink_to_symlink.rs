use crate::{
    model::Escaped,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A regular file with the name of an earlier hard link whose target is a symlink.
    ///
    /// ## Why it matters
    /// The hard link is the symlink once more, so a tool that opens the name for writing without
    /// removing it first writes to what the symlink points to. Python does, even with its `data`
    /// filter as long as the symlink stays inside; bsdtar replaces the link. Where making a hard
    /// link follows symlinks it is another file again.
    ///
    /// ## What to do
    /// Do not unpack the package with a tool that keeps what stands at a name. Find out why one
    /// name comes twice.
    ///
    /// ## When it is fine
    /// Hard links to symlinks alone are no finding: images made from ext4 trees have them.
    HARDLINK_TO_SYMLINK = "link/hardlink-to-symlink";
    summary: "file written over a hard link to a symlink";
    levels: { layer: Info, package: Warn };
    since: "0.1.0";
    sources: ["Linux link(2)", "POSIX.1-2024 linkat()"];
    check: Entry(Facts::HELD, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let Some(earlier) = cx.earlier.filter(|_| cx.entry.kind.is_file()) else { return };
    if cx.index.node(earlier.node).is_some_and(|node| node.linked) {
        out.report(|| {
            let target = Escaped(cx.index.symlink_target(earlier.node));
            let path = &cx.entry.path;
            let message = format!("file {path} replaces a hard link to a symlink to {target}");
            Seen::new(cx.place(), message).with_related(cx.place_of(&earlier))
        });
    }
}
