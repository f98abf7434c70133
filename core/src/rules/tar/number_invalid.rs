use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A number field that is not leading spaces, octal digits, and then only NULs or spaces up
    /// to its end, and not base-256 either.
    ///
    /// ## Why it matters
    /// Readers take another number from it, or none. With a space between the digits GNU tar and
    /// node-tar take the first part and the rest fail; behind a NUL bsdtar alone looks on. In the
    /// size field that moves the next header to another place.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: no ordinary tool writes such a field.
    NUMBER_INVALID = "tar/number-invalid";
    summary: "number field of a header is no number";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::NumberInvalid(field) = cx.anomaly.kind {
        out.report(|| Seen::new(cx.place(), format!("{} field is no octal number", field.name())));
    }
}
