use crate::{
    model::{AnomalyKind, Grade},
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A PAX header and a GNU long name or long link for one entry. Where both give the same of
    /// name and target the finding is a deny.
    ///
    /// ## Why it matters
    /// Which name wins depends on the tool and on the order of the headers; astral-tokio-tar
    /// refuses such an archive.
    ///
    /// ## What to do
    /// Do not unpack an archive where both give a name.
    ///
    /// ## When it is fine
    /// A PAX header without `path` beside a GNU long name is legal, and rare.
    MIXED_LONG_NAME = "tar/mixed-long-name";
    summary: "PAX and GNU headers for one entry";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["GHSA-fp55-jw48-c537"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::MixedLongName { conflict } = cx.anomaly.kind {
        let (grade, message) = if conflict {
            (Grade::Full, "PAX and GNU headers both name the entry or its target")
        } else {
            (Grade::Lesser, "PAX and GNU headers for one entry")
        };
        out.report_graded(grade, || Seen::new(cx.place(), message));
    }
}
