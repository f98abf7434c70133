use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// PAX records `GNU.sparse.*` that make no complete version of a sparse file, or typeflag `S`
    /// without a GNU header.
    ///
    /// ## Why it matters
    /// Readers take what they know of it: `GNU.sparse.name` alone renames the entry in GNU tar,
    /// bsdtar and Python, and not in Go, node-tar and Rust's `tar`.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: tools write all records of a version.
    SPARSE_INCOMPLETE = "tar/sparse-incomplete";
    summary: "sparse records that make no version";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GNU tar manual, Storing Sparse Files"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::SparseIncomplete {
        out.report(|| Seen::new(cx.place(), "sparse records make no complete version"));
    }
}
