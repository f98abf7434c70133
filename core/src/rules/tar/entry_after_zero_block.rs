use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A header behind one zero block; two would end the archive.
    ///
    /// ## Why it matters
    /// Readers disagree on whether the archive goes on: node-tar shows the entry, Go fails
    /// (crane, umoci), the others stop there without an error. So a scanner and an installer see
    /// other files.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: ordinary tools write no zero block between entries.
    ENTRY_AFTER_ZERO_BLOCK = "tar/entry-after-zero-block";
    summary: "entry behind a single zero block";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::EntryAfterZeroBlock {
        out.report(|| Seen::new(cx.place(), "header follows a single zero block"));
    }
}
