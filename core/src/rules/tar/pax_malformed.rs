use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A PAX header that is not a sequence of `LEN KEY=VALUE` lines, each exactly as long as it
    /// says: a length with a sign, a space or a leading zero, one that is zero or runs past the
    /// end, a missing newline or equals sign, bytes between records. What follows the fault is
    /// not read.
    ///
    /// ## Why it matters
    /// node-tar and Rust's `tar` skip such a record without a word, while Go, GNU tar, bsdtar and
    /// astral-tokio-tar fail: what one tool takes for a name another has never seen.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: every tool that writes PAX counts the length right.
    PAX_MALFORMED = "tar/pax-malformed";
    summary: "PAX header that is not records";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2026-32766", "POSIX.1-2024 pax, pax Extended Header"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::PaxMalformed { reason } = cx.anomaly.kind {
        out.report(|| {
            Seen::new(cx.place(), format!("PAX header holds something that is no record: {reason}"))
        });
    }
}
