use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A header whose magic and version are none of ustar's, GNU's or the empty ones of v7. Old
    /// Maven's `ustar` with a version of NULs is silent.
    ///
    /// ## Why it matters
    /// Readers decide by the magic which fields a header has, so each may see other owners,
    /// devices, and names over 100 bytes.
    ///
    /// ## What to do
    /// Compare the list of files with what you expect.
    ///
    /// ## When it is fine
    /// For vendors' own variants of tar.
    MAGIC = "tar/magic";
    summary: "magic of a header is unknown";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::Magic {
        out.report(|| Seen::new(cx.place(), "magic and version are none that is known"));
    }
}
