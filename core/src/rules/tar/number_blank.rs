use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A regular file whose size field holds only NULs or spaces. Other blank fields are silent.
    ///
    /// ## Why it matters
    /// Most readers take it for zero, strict ones fail, and where the field was blanked on
    /// purpose the data behind the header passes as headers.
    ///
    /// ## What to do
    /// Nothing, if the list of files is what you expect.
    ///
    /// ## When it is fine
    /// Old writers leave fields blank that they have no value for; for empty files the reading is
    /// the same.
    NUMBER_BLANK = "tar/number-blank";
    summary: "size field of a file is blank";
    levels: { layer: Info, package: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::NumberBlank(field) = cx.anomaly.kind {
        out.report(|| {
            Seen::new(cx.place(), format!("{} field of a regular file is blank", field.name()))
        });
    }
}
