use super::fields::field_faults;
use crate::{
    graph::Problem,
    model::FieldFaultKind,
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A document without a field that the specification requires, such as a descriptor's
    /// `digest`, or one without any field of an image document.
    ///
    /// ## Why it matters
    /// Go gives an absent field its zero value: a missing size becomes 0 and a missing
    /// digest an empty name. What is compared then is nothing.
    ///
    /// ## What to do
    /// Make the image again with a current tool, or ask its author to.
    ///
    /// ## When it is fine
    /// `mediaType` of a whole document is optional, and no finding.
    MISSING_FIELD = "manifest/missing-field";
    summary: "required field is absent";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    if cx.document.problem == Some(Problem::NotDocument) {
        out.report(|| {
            let role = cx.document.role.name();
            Seen::new(cx.whole(), format!("{role} has no field of an image document"))
        });
    }
    field_faults(cx, out, |kind| match kind {
        FieldFaultKind::Missing { field } => Some(format!("field {field} is absent")),
        _ => None,
    });
}
