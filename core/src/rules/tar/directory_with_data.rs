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
    /// A directory (typeflag `5`, or NUL and a name that ends in a slash) whose size is not zero.
    /// The size is tried both ways: the finding is a warning where a good header, or the end of the
    /// archive, follows without the data only, and a deny where one follows with the data, or both
    /// ways.
    ///
    /// ## Why it matters
    /// POSIX lets the size of a directory say how much it may hold, without data. Rust's `tar`
    /// skips that many bytes and the other readers do not, so entries can hide in them. Where the
    /// data is there, Python ends its list at the directory without an error.
    ///
    /// ## What to do
    /// Do not unpack an archive where data is there, or may be. Otherwise compare the list of
    /// files with what you expect.
    ///
    /// ## When it is fine
    /// Some systems once wrote a size there, without data: that is only warned of.
    DIRECTORY_WITH_DATA = "tar/directory-with-data";
    summary: "directory with a size";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::DirectoryWithData { size, goes_on } = cx.anomaly.kind {
        let (grade, message) = two_readings("directory", size, goes_on);
        out.report_graded(grade, || Seen::new(cx.place(), message()));
    }
}
