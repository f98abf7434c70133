use crate::{
    model::{AnomalyKind, Grade},
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A PAX value with a newline and, behind it, a record of its own. The finding is a deny
    /// where that names or sizes an entry, whatever length it gives. Extended attributes are
    /// binary: in them nothing else is told.
    ///
    /// ## Why it matters
    /// node-tar and Rust's `tar` split the header at newlines and take the inner record, the
    /// others do not: one entry, two names or sizes. Both are lax about its length.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// A comment that quotes such a line; only an inner record of a name or size is denied.
    PAX_EMBEDDED_RECORD = "tar/pax-embedded-record";
    summary: "PAX value that holds a record";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, pax Extended Header"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::PaxEmbeddedRecord { key, steers } = &cx.anomaly.kind {
        let grade = if *steers { Grade::Full } else { Grade::Lesser };
        out.report_graded(grade, || {
            Seen::new(cx.place(), format!("PAX value holds a record of the key {key}"))
        });
    }
}
