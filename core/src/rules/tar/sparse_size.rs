use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A sparse file whose regions together are not as long as the data that is stored for it.
    ///
    /// ## Why it matters
    /// Readers stop at the shorter of the two, fill up with zeros, or take what follows for data:
    /// each unpacks another file.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: tools write both from the same numbers.
    SPARSE_SIZE = "tar/sparse-size";
    summary: "map of a sparse file does not fit its data";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GNU tar manual, Storing Sparse Files"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::SparseSize { regions, stored } = cx.anomaly.kind {
        out.report(|| {
            Seen::new(
                cx.place(),
                format!("regions of the sparse file take {regions} bytes, {stored} are stored"),
            )
        });
    }
}
