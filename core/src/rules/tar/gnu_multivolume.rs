use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry of typeflag `M`, or a PAX record `GNU.volume.offset`: the continuation of a file
    /// that began in another volume.
    ///
    /// ## Why it matters
    /// Only GNU tar puts such parts together: every other reader makes a file of half the
    /// contents, or fails.
    ///
    /// ## What to do
    /// Put the volumes together with `tar -M` and verify the whole.
    ///
    /// ## When it is fine
    /// Never as a whole archive.
    GNU_MULTIVOLUME = "tar/gnu-multivolume";
    summary: "part of an archive of several volumes";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GNU tar manual, Basic Tar Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::GnuMultivolume {
        out.report(|| Seen::new(cx.place(), "entry continues a file of another volume"));
    }
}
