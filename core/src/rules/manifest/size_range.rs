use super::fields::field_faults;
use crate::{
    model::FieldFaultKind,
    rules::{DocumentContext, Findings, rule::rule},
};

rule! {
    /// ## What it finds
    /// A `size` of a descriptor that is negative, fractional, or over 2^63-1.
    ///
    /// ## Why it matters
    /// Go libraries use -1 for an unknown size, so Skopeo accepts a descriptor with it and
    /// compares nothing. Others wrap such a number, and reserve or read another length than
    /// they check.
    ///
    /// ## What to do
    /// Do not load the image. Ask its author for sizes in bytes.
    ///
    /// ## When it is fine
    /// Never: the size of a blob is a whole number.
    SIZE_RANGE = "manifest/size-range";
    summary: "size is negative, fractional or too large";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, descriptor.md, Properties"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    field_faults(cx, out, |kind| match kind {
        FieldFaultKind::SizeRange { text } => {
            Some(format!("size is {text}, must be a whole number from 0 to 2^63-1"))
        }
        _ => None,
    });
}
