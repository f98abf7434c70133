use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry of typeflag `V`: the label that `tar --label` puts in front of an archive.
    ///
    /// ## Why it matters
    /// GNU tar and bsdtar know it for a label, others list it as an entry or make a file of it.
    ///
    /// ## What to do
    /// Nothing, if the archive is a backup. In an image or a package it has no place: ask where
    /// it came from.
    ///
    /// ## When it is fine
    /// In backups made with `tar --label`.
    GNU_VOLUME = "tar/gnu-volume";
    summary: "GNU volume label";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["GNU tar manual, Basic Tar Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::GnuVolume {
        out.report(|| Seen::new(cx.place(), "entry is a volume label"));
    }
}
