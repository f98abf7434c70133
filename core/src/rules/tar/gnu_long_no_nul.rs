use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// The data of a GNU long name or long link that does not end in a NUL.
    ///
    /// ## Why it matters
    /// GNU tar writes the NUL and counts it; a reader that relies on it cuts the last letter, or
    /// reads on.
    ///
    /// ## What to do
    /// Nothing: readers in use agree on the name.
    ///
    /// ## When it is fine
    /// Some libraries leave it out.
    GNU_LONG_NO_NUL = "tar/gnu-long-no-nul";
    summary: "GNU long name without its NUL";
    levels: { any: Info };
    since: "0.1.0";
    sources: ["GNU tar manual, Basic Tar Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::GnuLongNoNul {
        out.report(|| Seen::new(cx.place(), "GNU long name or link has no final NUL"));
    }
}
