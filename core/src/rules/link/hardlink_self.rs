use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A hard link whose target is its own name.
    ///
    /// ## Why it matters
    /// A tool that removes what stands at the name before it makes the link removes the file and
    /// has nothing left to link to: the entry is a deletion in disguise. GNU tar and Python leave
    /// an earlier file alone, bsdtar skips the entry and fails.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: no archiver writes it.
    HARDLINK_SELF = "link/hardlink-self";
    summary: "hard link to itself";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 link()"];
    check: Entry(Facts::LINK, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.hard_link().is_some_and(|target| target.meets(cx.parents)) {
        out.report(|| {
            let (path, target) = (&cx.entry.path, &cx.entry.link_target);
            Seen::new(cx.place(), format!("hard link {path} to {target} is its own target"))
        });
    }
}
