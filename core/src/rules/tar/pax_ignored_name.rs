use crate::{
    model::{AnomalyKind, Grade},
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A PAX `path` or `linkpath` that holds a newline, over another name in the member's own
    /// header; in packages also one that is not UTF-8.
    ///
    /// ## Why it matters
    /// node-tar and Rust's `tar` split PAX headers at newlines and skip the record, node-tar also
    /// one that is not UTF-8. They take the header's own name: one entry, two names.
    ///
    /// ## What to do
    /// Do not unpack the archive. The author can rename the file.
    ///
    /// ## When it is fine
    /// In a layer a name that is not UTF-8: no image is unpacked by node-tar.
    PAX_IGNORED_NAME = "tar/pax-ignored-name";
    summary: "PAX name that some readers ignore";
    levels: { layer: Deny / Off, package: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, pax Extended Header"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::PaxIgnoredName { key, newline } = &cx.anomaly.kind {
        let (grade, what) = if *newline {
            (Grade::Full, "holds a newline")
        } else {
            (Grade::Lesser, "is not UTF-8")
        };
        out.report_graded(grade, || {
            Seen::new(cx.place(), format!("PAX {key} {what}, and the header has another"))
        });
    }
}
