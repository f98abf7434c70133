use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// An entry whose name is empty after the header, its prefix, PAX records and GNU long names
    /// were read.
    ///
    /// ## Why it matters
    /// Readers do not agree that there is an entry at all: node-tar drops it, bsdtar skips it and
    /// fails, GNU tar puts `.` in its place, Python tries to open the destination itself, and
    /// others keep an entry with the name "".
    ///
    /// ## What to do
    /// Do not unpack the archive. The tool that wrote it is broken, or somebody edited the archive.
    ///
    /// ## When it is fine
    /// Never: no ordinary tool writes an entry without a name.
    EMPTY = "path/empty";
    summary: "entry has no name";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Entry(Facts::NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.entry.path.as_bytes().is_empty() {
        out.report(|| {
            Seen::new(cx.place(), format!("{} with an empty name", cx.entry.kind.name()))
        });
    }
}
