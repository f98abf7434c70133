use crate::{
    model::{AnomalyKind, Grade},
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An archive with more entries than the limit `entries`: 5 million where the options do not
    /// say otherwise. Nothing from there on was read. A package may have fewer,
    /// `package-entries`: 500 000, and is read on.
    ///
    /// ## Why it matters
    /// Millions of empty files take an archive of little size, and all the inodes of the disk
    /// that it is unpacked to. What was not read is not known to be good.
    ///
    /// ## What to do
    /// Raise the limit if the archive is expected to be that large.
    ///
    /// ## When it is fine
    /// The largest images have about a million entries, the largest source trees 100 000.
    ENTRIES = "limit/entries";
    summary: "more entries than the limit";
    levels: { layer: Deny / Off, package: Deny };
    since: "0.1.0";
    sources: ["CWE-770"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    let (grade, limit, rest) = match cx.anomaly.kind {
        AnomalyKind::TooManyEntries { limit } => (Grade::Full, limit, ", the rest was not read"),
        AnomalyKind::ManyEntries { limit } => (Grade::Lesser, limit, " for packages"),
        _ => return,
    };
    out.report_graded(grade, || {
        Seen::new(cx.place(), format!("more entries than the limit of {limit}{rest}"))
    });
}
