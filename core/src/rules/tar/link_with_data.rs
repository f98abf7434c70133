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
    /// A hard link or symlink whose size is not zero. The size is tried both ways: the finding is
    /// a warning where a good header, or the end of the archive, follows without the data only,
    /// and a deny where one follows with the data, or both ways.
    ///
    /// ## Why it matters
    /// POSIX gives links no data, but readers disagree on whether the size is skipped, so an
    /// entry can hide in it. For a hard link GNU tar, bsdtar, Python and Go see no data while
    /// node-tar and Rust's `tar` skip it; for a symlink GNU tar skips it too. Where the data is
    /// there, Python ends its list at the link without an error.
    ///
    /// ## What to do
    /// Do not unpack an archive where data is there, or may be. Otherwise compare the list of
    /// files with what you expect.
    ///
    /// ## When it is fine
    /// Old tars repeat the size of the target in a hard link without its data: that is only warned
    /// of. `pax -o linkdata` stores the data with each link, which is legal and yet not read alike.
    LINK_WITH_DATA = "tar/link-with-data";
    summary: "link with a size";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::LinkWithData { size, goes_on } = cx.anomaly.kind {
        let (grade, message) = two_readings("link", size, goes_on);
        out.report_graded(grade, || Seen::new(cx.place(), message()));
    }
}
