use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A hard link whose target has, at some component, more `..` than names before it.
    ///
    /// ## Why it matters
    /// The entry becomes one more name of a file of the host: whoever reads the unpacked tree reads
    /// it, and a later entry of the same name can overwrite it. Python without a filter makes such
    /// a link; GNU tar strips the `..`, bsdtar and the `data` filter of Python refuse it. Checks
    /// were there and failed in node-tar before 7.5.7 (CVE-2026-23745, CVE-2026-24842), and missing
    /// in `Archive::Tar` of Perl before 3.08 (CVE-2026-42497).
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: the target of a hard link is the name of an entry of the archive.
    HARDLINK_ESCAPE = "link/hardlink-escape";
    summary: "hard link target climbs above the root";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2026-24842", "CVE-2026-23745", "CVE-2026-42497"];
    check: Entry(Facts::LINK, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.hard_link().is_some() && cx.entry.link_target.traits().climbs {
        out.report(|| {
            let (path, target) = (&cx.entry.path, &cx.entry.link_target);
            Seen::new(cx.place(), format!("hard link {path} to {target} climbs above the root"))
        });
    }
}
