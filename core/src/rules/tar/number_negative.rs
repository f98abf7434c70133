use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A size below zero: in base-256, with a minus sign in the header's field, or in a PAX
    /// `size` record.
    ///
    /// ## Why it matters
    /// A reader that adds it to its position moves backwards. CPython 3.11.7 listed the same
    /// entry again and again (CVE-2025-8194), node-tar goes on with what it makes of it, the rest
    /// fail.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: no file has such a size.
    NUMBER_NEGATIVE = "tar/number-negative";
    summary: "size is negative";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2025-8194", "CVE-2026-59874"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::NumberNegative(field) = cx.anomaly.kind {
        out.report(|| Seen::new(cx.place(), format!("{} is negative", field.name())));
    }
}
