use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry of typeflag `D`: a directory with the list of what was in it, as `tar
    /// --listed-incremental` writes it.
    ///
    /// ## Why it matters
    /// When such an archive is unpacked incrementally, files that are not in the list are
    /// deleted. Python joins the access times of these archives to the names.
    ///
    /// ## What to do
    /// Do not unpack it over anything that you want to keep. Ask for a full archive.
    ///
    /// ## When it is fine
    /// In incremental backups that are restored in their order.
    GNU_DUMPDIR = "tar/gnu-dumpdir";
    summary: "directory listing of an incremental archive";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GNU tar manual, Dumpdir"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::GnuDumpdir {
        out.report(|| {
            Seen::new(cx.place(), "entry is the directory listing of an incremental archive")
        });
    }
}
