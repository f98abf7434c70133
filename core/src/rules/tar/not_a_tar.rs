use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Bytes in place of a tar archive: the first block is neither a header nor zero.
    ///
    /// ## Why it matters
    /// Nothing of it could be verified. Some readers search on for a header and find one, others
    /// fail.
    ///
    /// ## What to do
    /// Check that it is the right file, and whole.
    ///
    /// ## When it is fine
    /// Never, where an archive or a layer was asked for.
    NOT_A_TAR = "tar/not-a-tar";
    summary: "input is no tar archive";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::NotATar {
        out.report(|| Seen::new(cx.place(), "first block is neither a tar header nor zero"));
    }
}
