use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A sparse file whose map is not rising, overlaps, is not numbers, does not end where it
    /// says, or goes past the file's size.
    ///
    /// ## Why it matters
    /// Readers that trust it write over what they wrote, past the end, or allocate what it claims
    /// (CVE-2025-58183); node-tar and Rust's `tar` ignore the PAX formats and keep the map as
    /// contents.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: tools write the map from the file's holes.
    SPARSE_MAP = "tar/sparse-map";
    summary: "map of a sparse file is wrong";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2025-58183", "GNU tar manual, Storing Sparse Files"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::SparseMap { reason } = cx.anomaly.kind {
        out.report(|| Seen::new(cx.place(), format!("map of the sparse file is wrong: {reason}")));
    }
}
