use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A key that comes twice in one PAX header.
    ///
    /// ## Why it matters
    /// Rust's `tar` takes the first value, the other readers the last: one entry, two names,
    /// sizes or owners.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// `GNU.sparse.offset` and `GNU.sparse.numbytes` come once for each region in the first PAX
    /// format of sparse files: no finding.
    PAX_DUPLICATE_KEY = "tar/pax-duplicate-key";
    summary: "key twice in one PAX header";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, pax Extended Header"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::PaxDuplicateKey(key) = &cx.anomaly.kind {
        out.report(|| Seen::new(cx.place(), format!("PAX key {key} comes twice")));
    }
}
