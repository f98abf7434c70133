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
    /// warning where a good header, or the end of the archive, follows without the data only, and
    /// a deny where one follows with the data, or both ways.
    ///
    /// ## Why it matters
    /// These have no data by POSIX, but GNU tar, node-tar and Rust's `tar` skip the size while
    /// bsdtar, Python and Go do not, so entries can hide in it. Where the data is there, Python
    /// ends its list at the device without an error.
    ///
    /// ## What to do
    /// Do not unpack an archive where data is there, or may be. Otherwise compare the list of
    /// files with what you expect.
    ///
    /// ## When it is fine
    /// Never on purpose: a warning means that only readers which skip the size miss entries.
    SPECIAL_WITH_DATA = "tar/special-with-data";
    summary: "device or fifo with a size";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::SpecialWithData { size, goes_on } = cx.anomaly.kind {
        let (grade, message) = two_readings("device or fifo", size, goes_on);
        out.report_graded(grade, || Seen::new(cx.place(), message()));
    }
}
