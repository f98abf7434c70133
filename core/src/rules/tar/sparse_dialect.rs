use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A sparse file in a form that few readers know: a PAX `SCHILY.realsize` (star) other than
    /// the size of the file, or `SUN.holesdata` (Solaris); or such a size in the field that GNU
    /// headers have for it, on an entry that is not sparse.
    ///
    /// ## Why it matters
    /// bsdtar heeds them: it cuts the file, puts zeros in the place of its contents, or goes on
    /// at another place and so misses entries. All other readers unpack what is stored.
    ///
    /// ## What to do
    /// Do not unpack the archive. The author can pack the files without holes.
    ///
    /// ## When it is fine
    /// For sparse files that star or Solaris packed, where the same tool unpacks them.
    SPARSE_DIALECT = "tar/sparse-dialect";
    summary: "sparse file that few readers know";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["libarchive, tar(5)"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::SparseDialect { by } = cx.anomaly.kind {
        out.report(|| {
            Seen::new(cx.place(), format!("{by} makes another file of it for some readers"))
        });
    }
}
