use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A PAX `path`, `linkpath` or `size` without a value.
    ///
    /// ## Why it matters
    /// By POSIX it takes an override away, and the header's value stands, as Go and bsdtar have it.
    /// GNU tar, Python and Rust's `tar` take it for an empty name, and node-tar leaves the entry
    /// out: one entry, three names.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never in practice: no ordinary tool writes it.
    PAX_EMPTY_VALUE = "tar/pax-empty-value";
    summary: "empty PAX name or size";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, pax Extended Header"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::PaxEmptyValue(key) = &cx.anomaly.kind {
        out.report(|| Seen::new(cx.place(), format!("PAX value of {key} is empty")));
    }
}
