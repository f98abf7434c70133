use crate::{
    model::Grade,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A hard link with an earlier symlink among the directories of its target. In an image layer
    /// it is the lesser case when all links on the way are relative and stay below the root.
    ///
    /// ## Why it matters
    /// A check looks at the text of the target, the kernel follows the symlink: the entry becomes
    /// one more name of a file outside of the destination (CVE-2026-26960, node-tar before 7.5.8).
    /// Python without a filter makes it so, GNU tar and bsdtar refuse. If the symlink stays inside,
    /// bsdtar refuses and GNU tar and Python follow it.
    ///
    /// ## What to do
    /// Do not unpack the archive if the symlink is absolute or climbs. If it stays inside, ask the
    /// author to pack again.
    ///
    /// ## When it is fine
    /// Never in what is packed from a file system: an archiver names the file it saw first, and no
    /// symlink is among its directories.
    HARDLINK_THROUGH_SYMLINK = "link/hardlink-through-symlink";
    summary: "hard link target lies behind a symlink";
    levels: { layer: Deny / Warn, package: Deny };
    since: "0.1.0";
    sources: ["CVE-2026-26960", "POSIX.1-2024 XBD, Pathname Resolution"];
    check: Entry(Facts::LINK, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let Some(walk) = cx.hard_link() else { return };
    let Some(symlink) = walk.through else { return };
    let grade = if walk.leaves() || walk.endless { Grade::Full } else { Grade::Lesser };
    out.report_graded(grade, || {
        let link = cx.describe_symlink(symlink);
        let (path, target) = (&cx.entry.path, &cx.entry.link_target);
        let message =
            format!("target {target} of hard link {path} goes through the earlier {link}");
        Seen::new(cx.place(), message).with_related(cx.place_of_node(symlink))
    });
}
