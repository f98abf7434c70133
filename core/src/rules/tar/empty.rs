use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An input or a layer without any bytes.
    ///
    /// ## Why it matters
    /// It is no archive, and what it was meant to hold is not there: readers fail, or take it for
    /// an archive without entries.
    ///
    /// ## What to do
    /// Fetch it again.
    ///
    /// ## When it is fine
    /// Never: an archive without entries still has its two zero blocks.
    EMPTY = "tar/empty";
    summary: "no bytes in place of an archive";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::Empty {
        out.report(|| Seen::new(cx.place(), "no bytes at all"));
    }
}
