use crate::{
    model::Grade,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry below a symlink that an earlier entry of the same archive made. In an image layer
    /// it is the lesser case when all links on the way are relative and stay below the root.
    ///
    /// ## Why it matters
    /// Readers do three different things: Python without a filter follows the link and writes where
    /// it points, bsdtar refuses the entry, GNU tar refuses it if the link is absolute or climbs
    /// and follows it otherwise, and others replace the link by a directory. When the link points
    /// outside, those that follow it write there.
    ///
    /// ## What to do
    /// Do not unpack the archive if the link is absolute or climbs. If it stays inside, ask the
    /// author to name the entry by the directory itself.
    ///
    /// ## When it is fine
    /// Never in what is packed from a file system: nothing can stand below a symlink there. Layers
    /// that a builder puts together from packages may have `bin/x` after `bin -> usr/bin`.
    WRITE_THROUGH = "link/write-through";
    summary: "entry is written through a symlink of the same archive";
    levels: { layer: Deny / Warn, package: Deny };
    since: "0.1.0";
    sources: ["CVE-2026-17106", "CVE-2021-32803", "POSIX.1-2024 XBD, Pathname Resolution"];
    check: Entry(Facts::DETOUR, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let Some(symlink) = cx.parents.through else { return };
    let grade = if cx.parents.leaves() { Grade::Full } else { Grade::Lesser };
    out.report_graded(grade, || {
        let link = cx.describe_symlink(symlink);
        let message = format!("name {} goes through the earlier {link}", cx.entry.path);
        Seen::new(cx.place(), message).with_related(cx.place_of_node(symlink))
    });
}
