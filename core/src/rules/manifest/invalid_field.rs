use super::fields::field_faults;
use crate::{
    model::FieldFaultKind,
    rules::{DocumentContext, Findings, rule::rule},
};

rule! {
    /// ## What it finds
    /// A field of another JSON type than the specification gives it, or null where a list
    /// or a value must be.
    ///
    /// ## Why it matters
    /// Decoders differ over it: one fails, one takes an empty value, one converts. Docker
    /// 25.0 wrote `"manifests": null` for images saved by digest, which only some readers
    /// took.
    ///
    /// ## What to do
    /// Make the image again with a current tool, or ask its author to.
    ///
    /// ## When it is fine
    /// Null for an optional field is what Go programs write for an empty one, and no
    /// finding.
    INVALID_FIELD = "manifest/invalid-field";
    summary: "field of the wrong JSON type";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1", "moby issue 47210"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    field_faults(cx, out, |kind| match kind {
        FieldFaultKind::WrongType { expected, found } => {
            Some(format!("value is {found}, must be {expected}"))
        }
        _ => None,
    });
}
