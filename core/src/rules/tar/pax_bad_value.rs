use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A PAX `size`, `uid`, `gid`, time or `GNU.sparse.*` value that is not a plain decimal
    /// number. Times may have a fraction, and times and owners a minus sign.
    ///
    /// ## Why it matters
    /// Readers make of it what they like: zero, the leading digits, hexadecimal, or an error.
    /// With a size of −512 CPython 3.11.7 moved backwards and listed an entry twice
    /// (CVE-2025-8194).
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: the value is ignored, and the header's stands.
    PAX_BAD_VALUE = "tar/pax-bad-value";
    summary: "PAX number that is none";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2025-8194", "POSIX.1-2024 pax, pax Extended Header"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::PaxBadValue(key) = &cx.anomaly.kind {
        out.report(|| Seen::new(cx.place(), format!("PAX value of {key} is no decimal number")));
    }
}
