use super::two_readings::two_readings;
use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A device or fifo whose size is not zero. The size is tried both ways: the finding is a
    /// deny where a good header, or the end of the archive, follows with the data and without it,
    /// and a warning where only one reading goes on.
    ///
    /// ## Why it matters
    /// These have no data by POSIX, but GNU tar, node-tar and Rust's `tar` skip the size while
    /// bsdtar, Python and Go do not, so entries can hide in it.
    ///
    /// ## What to do
    /// Do not unpack an archive where both readings go on. Otherwise compare the list of files
    /// with what you expect.
    ///
    /// ## When it is fine
    /// Never on purpose: a warning means that all readers which go on see the same entries.
    SPECIAL_WITH_DATA = "tar/special-with-data";
    summary: "device or fifo with a size";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::SpecialWithData { size, both } = cx.anomaly.kind {
        let (grade, message) = two_readings("device or fifo", size, both);
        out.report_graded(grade, || Seen::new(cx.place(), message()));
    }
}
