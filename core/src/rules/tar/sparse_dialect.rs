use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A PAX `SCHILY.realsize` (star) other than the size of the file, `SUN.holesdata` (Solaris),
    /// or such a size in GNU's header field for it, on an entry that is not sparse.
    ///
    /// ## Why it matters
    /// bsdtar heeds them: it cuts the file, puts zeros into it, or goes on at another place and
    /// misses entries. All other readers unpack what is stored.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// For sparse files of star or Solaris that the same tool unpacks.
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
