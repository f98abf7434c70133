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
    /// a deny where a good header, or the end of the archive, follows with the data and without
    /// it, and a warning where only one reading goes on.
    ///
    /// ## Why it matters
    /// POSIX gives links no data, but readers disagree on whether the size is skipped, so an
    /// entry can hide in it. For a hard link GNU tar, bsdtar, Python and Go see no data while
    /// node-tar and Rust's `tar` skip it; for a symlink GNU tar skips it too.
    ///
    /// ## What to do
    /// Do not unpack an archive where both readings go on. Otherwise compare the list of files
    /// with what you expect.
    ///
    /// ## When it is fine
    /// Old tars repeat the size of the target in a hard link without its data, and `pax -o
    /// linkdata` and cpio store the data with each link: both are only warned of.
    LINK_WITH_DATA = "tar/link-with-data";
    summary: "link with a size";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::LinkWithData { size, both } = cx.anomaly.kind {
        let (grade, message) = two_readings("link", size, both);
        out.report_graded(grade, || Seen::new(cx.place(), message()));
    }
}
