use crate::{
    rules::{
        ChecksumContext, Findings,
        rule::{Seen, rule},
    },
    trust::LineFault,
};

rule! {
    /// ## What it finds
    /// A line of the list that has neither the form of GNU (`HEX NAME`, `HEX *NAME`, with a
    /// backslash before it where the name is escaped) nor that of BSD (`SHA256 (NAME) = HEX`),
    /// and is no comment.
    ///
    /// ## Why it matters
    /// `sha256sum -c` passes over such a line, with a warning at most, and ends with 0: a file
    /// whose line was spoilt is not checked at all.
    ///
    /// ## What to do
    /// Look at the line. A blank too few, a cut digest or an editor that changed line ends are
    /// the usual reasons.
    ///
    /// ## When it is fine
    /// In a file that is not only a list, such as a release note.
    MALFORMED = "checksum/malformed";
    summary: "line of the list is no checksum";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["GNU coreutils manual, md5sum invocation"];
    check: Checksum(check);
}

fn check(cx: &ChecksumContext<'_>, out: &mut Findings) {
    for (span, fault) in &cx.list.faults {
        if *fault == LineFault::Malformed {
            out.report(|| Seen::new(span.place(), "line of the list has no form of a checksum"));
        }
    }
}
