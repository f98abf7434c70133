use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A header behind the two zero blocks that end an archive. It is told once for each run of
    /// entries, and the entries are read.
    ///
    /// ## Why it matters
    /// Ordinary readers stop at the end and never show these entries; `tar -i`, scanners that
    /// read every block, and tools for concatenated archives do.
    ///
    /// ## What to do
    /// Do not unpack the archive. If two archives were meant to be joined, unpack them one by one
    /// and pack the whole again.
    ///
    /// ## When it is fine
    /// Archives joined with `cat` are read by `tar -i` alone.
    ENTRY_AFTER_END = "tar/entry-after-end";
    summary: "entry behind the end of the archive";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::EntryAfterEnd {
        out.report(|| Seen::new(cx.place(), "header follows the end of the archive"));
    }
}
