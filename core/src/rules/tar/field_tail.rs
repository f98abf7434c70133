use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Bytes other than zero behind the NUL of the name, link name, user name or group name.
    ///
    /// ## Why it matters
    /// They are in no listing: readers end the text at the NUL, so a message or a payload can lie
    /// there, and a tool that takes the whole field sees another name.
    ///
    /// ## What to do
    /// Nothing, if you trust the author. Look at the bytes otherwise.
    ///
    /// ## When it is fine
    /// Old writers leave there what was in their buffer.
    FIELD_TAIL = "tar/field-tail";
    summary: "text behind the NUL of a header field";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::FieldTail(field) = cx.anomaly.kind {
        out.report(|| {
            Seen::new(cx.place(), format!("{} field goes on behind its NUL", field.name()))
        });
    }
}
