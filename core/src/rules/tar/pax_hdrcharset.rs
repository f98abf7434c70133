use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A PAX `hdrcharset` record.
    ///
    /// ## Why it matters
    /// It says that the names in the header are not UTF-8, and few readers know it: the others
    /// take the bytes as they are.
    ///
    /// ## What to do
    /// Compare the list of files with what you expect.
    ///
    /// ## When it is fine
    /// bsdtar writes `hdrcharset=BINARY` for names that are not UTF-8.
    PAX_HDRCHARSET = "tar/pax-hdrcharset";
    summary: "PAX header with its own character set";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, pax Extended Header"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::PaxHdrcharset {
        out.report(|| Seen::new(cx.place(), "PAX header declares its own character set"));
    }
}
