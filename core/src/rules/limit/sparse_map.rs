use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A sparse file with more regions than the limit `sparse-map`, 65 536 where the options do
    /// not say otherwise, or whose map in its data takes more than 1 MiB. The rest of the map was
    /// not read.
    ///
    /// ## Why it matters
    /// Go's reader once kept a map of any size in memory (CVE-2025-58183), and so do other tools.
    ///
    /// ## What to do
    /// Do not unpack the archive, or raise the limit if it is expected.
    ///
    /// ## When it is fine
    /// For disk images in very many pieces.
    SPARSE_MAP = "limit/sparse-map";
    summary: "map of a sparse file larger than the limit";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2025-58183"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::SparseMapTooLarge { regions } = cx.anomaly.kind {
        let limit = cx.limits.sparse_map;
        out.report(|| {
            let message =
                format!("map of {regions} regions was not read to its end, the limit is {limit}");
            Seen::new(cx.place(), message)
        });
    }
}
