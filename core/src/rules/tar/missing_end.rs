use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An archive that ends behind a whole entry with fewer than two zero blocks.
    ///
    /// ## Why it matters
    /// Nobody can tell such an archive from one that was cut between two entries. Every reader
    /// accepts it.
    ///
    /// ## What to do
    /// Compare its digest with a known one.
    ///
    /// ## When it is fine
    /// umoci and some other tools write layers without an end, and even without the padding of
    /// the last entry.
    MISSING_END = "tar/missing-end";
    summary: "archive without its end";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::MissingEnd {
        out.report(|| Seen::new(cx.place(), "archive ends without two zero blocks"));
    }
}
