use crate::{
    model::Grade,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A sparse file that is larger than the limit `sparse-expansion` when it is written out: 8
    /// TiB where the options do not say otherwise. A file over 1 GiB and a thousand times what is
    /// stored for it is only warned of.
    ///
    /// ## Why it matters
    /// A few hundred bytes of archive become a file of any size. File systems without holes,
    /// copies and backups write all of it.
    ///
    /// ## What to do
    /// Unpack it only where holes are kept and space is bounded.
    ///
    /// ## When it is fine
    /// For disk images and databases that are mostly holes.
    SPARSE_EXPANSION = "limit/sparse-expansion";
    summary: "sparse file that expands too much";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["CWE-409"];
    check: Entry(Facts::SPARSE, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let Some(sparse) = cx.entry.sparse else { return };
    let (size, stored, limit) =
        (sparse.real_size, cx.entry.stored_size, cx.limits.sparse_expansion);
    if size > limit {
        out.report(|| {
            let message = format!("sparse file of {size} bytes, the limit is {limit}");
            Seen::new(cx.place(), message)
        });
    } else if size > stored.saturating_mul(RATIO).saturating_add(GRACE) {
        out.report_graded(Grade::Lesser, || {
            let message = format!("sparse file of {size} bytes for {stored} that are stored");
            Seen::new(cx.place(), message)
        });
    }
}

/// Bytes written out for each one stored, over [`GRACE`], that are ordinary.
const RATIO: u64 = 1000;

/// Bytes written out that are ordinary whatever is stored.
const GRACE: u64 = 1 << 30;
