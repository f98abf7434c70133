use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A PAX extended header larger than the limit `pax-size`: 1 MiB where the options do not say
    /// otherwise. It was skipped unread.
    ///
    /// ## Why it matters
    /// Readers keep the whole header in memory: Go's refuses more than 1 MiB, others take what
    /// the header claims. What it says about the next entry is not known here.
    ///
    /// ## What to do
    /// Do not unpack the archive, or raise the limit if it is expected.
    ///
    /// ## When it is fine
    /// For files with very large extended attributes.
    PAX_SIZE = "limit/pax-size";
    summary: "PAX header larger than the limit";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["Go archive/tar"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::PaxTooLarge { size } = cx.anomaly.kind {
        let limit = cx.limits.pax_size;
        out.report(|| {
            let message = format!("PAX header of {size} bytes was not read, the limit is {limit}");
            Seen::new(cx.place(), message)
        });
    }
}
