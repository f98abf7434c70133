use crate::{
    model::{AnomalyKind, Grade},
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A header whose magic and version are none of ustar's, GNU's or the empty ones of v7. Old
    /// Maven's `ustar` with a version of NULs is silent. A PAX header, or a long name or link, whose
    /// magic and version are not exactly ustar's or GNU's is denied.
    ///
    /// ## Why it matters
    /// Readers decide by the magic which fields a header has, so each may see other owners,
    /// devices, and names over 100 bytes. Rust's `tar` takes an extension header without them for a
    /// file, and the name of the file behind it from its own header; the others do as the extension says.
    ///
    /// ## What to do
    /// Compare the list of files with what you expect.
    ///
    /// ## When it is fine
    /// For vendors' own variants of tar, where they have no extension headers.
    MAGIC = "tar/magic";
    summary: "magic of a header is unknown";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::Magic { extension } = cx.anomaly.kind {
        let (grade, what) = if extension {
            (Grade::Full, "magic and version of an extension header are neither ustar's nor GNU's")
        } else {
            (Grade::Lesser, "magic and version are none that is known")
        };
        out.report_graded(grade, || Seen::new(cx.place(), what));
    }
}
