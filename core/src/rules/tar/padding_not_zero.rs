use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Bytes other than zero between the end of an entry's data and the end of its last block.
    ///
    /// ## Why it matters
    /// No reader shows them, and the archive's digest covers them: a place to carry data unseen.
    ///
    /// ## What to do
    /// Nothing.
    ///
    /// ## When it is fine
    /// Old tars leave there what was in their buffer.
    PADDING_NOT_ZERO = "tar/padding-not-zero";
    summary: "bytes between data and the end of its block";
    levels: { any: Info };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::PaddingNotZero {
        out.report(|| Seen::new(cx.place(), "padding holds bytes other than zero"));
    }
}
