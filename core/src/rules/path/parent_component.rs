use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// An entry whose name has a `..` component but never climbs above the root of the archive.
    ///
    /// ## Why it matters
    /// GNU tar and bsdtar refuse to unpack an entry with any `..` in its name, while other readers
    /// resolve it, so the same archive gives different files. What `a/../b` means also depends on
    /// whether `a` is a directory or a symlink by then.
    ///
    /// ## What to do
    /// Ask the author for an archive with plain names. If you unpack it, compare what came out with
    /// what a second tool lists.
    ///
    /// ## When it is fine
    /// When the archive was packed by hand with such a name on purpose. Ordinary tools do not write
    /// one.
    PARENT_COMPONENT = "path/parent-component";
    summary: "entry name has a .. component";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["CVE-2016-6321", "POSIX.1-2024 XBD, Pathname Resolution"];
    check: Entry(Facts::NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.traits.parent && !cx.traits.climbs {
        out.report(|| Seen::new(cx.place(), format!("name {} has a .. component", cx.entry.path)));
    }
}
