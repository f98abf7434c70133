use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A NUL in a PAX `path`, `linkpath`, `uname`, `gname` or `GNU.sparse.name`.
    ///
    /// ## Why it matters
    /// GNU tar, bsdtar and node-tar cut the text there, Python and Rust's `tar` keep it, Go
    /// fails: one entry, two names.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never. Extended attributes may hold NULs and are no finding.
    PAX_NUL = "tar/pax-nul";
    summary: "NUL inside a PAX text";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, pax Extended Header"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::PaxNul(key) = &cx.anomaly.kind {
        out.report(|| Seen::new(cx.place(), format!("PAX value of {key} holds a NUL")));
    }
}
