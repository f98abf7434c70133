use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A base-256 number over 63 bits, or a size that goes over 63 bits when it is rounded up to
    /// a block.
    ///
    /// ## Why it matters
    /// Readers cut such a number to what fits, wrap around, or fail: the next header is in
    /// another place for each.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: nothing that is counted there is so large.
    NUMBER_OVERFLOW = "tar/number-overflow";
    summary: "number of a header is too large";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GNU tar manual, Basic Tar Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::NumberOverflow(field) = cx.anomaly.kind {
        out.report(|| Seen::new(cx.place(), format!("{} is over 63 bits", field.name())));
    }
}
