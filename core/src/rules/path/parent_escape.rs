use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// An entry whose name climbs above the root of the archive: at some component there are more `..`
    /// than names before it. Where the name comes from does not matter: the header, its prefix, a PAX
    /// `path` record, a GNU long name or `GNU.sparse.name`.
    ///
    /// ## Why it matters
    /// A tool that joins the name to its destination writes outside of it, as root when it loads an image.
    /// GNU tar, bsdtar and Python's `data` filter refuse such a name, node-tar and umoci move it below the
    /// destination, and older or simpler readers follow it, so the same archive gives different files.
    ///
    /// ## What to do
    /// Do not unpack the archive. Ask its author for one that holds only names below its root.
    ///
    /// ## When it is fine
    /// Never: no ordinary tool writes such a name without being told to (`tar -P`).
    PARENT_ESCAPE = "path/parent-escape";
    summary: "entry name climbs above the root";
    levels: { layer: Deny, package: Deny };
    since: "0.1.0";
    sources: ["CVE-2007-4559", "CVE-2021-3762", "POSIX.1-2024 pax, ustar Interchange Format"];
    check: Entry(Facts::NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.traits.climbs {
        out.report(|| {
            Seen::new(cx.place(), format!("name {} climbs above the root", cx.entry.path))
        });
    }
}
