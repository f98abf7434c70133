use super::fields::field_faults;
use crate::{
    model::FieldFaultKind,
    rules::{DocumentContext, Findings, rule::rule},
};

rule! {
    /// ## What it finds
    /// An `oci-layout` whose `imageLayoutVersion` is not `1.0.0`, the only one there is.
    ///
    /// ## Why it matters
    /// A layout of another version may be laid out otherwise: what ocivet verified need not
    /// be what a tool that knows the version reads.
    ///
    /// ## What to do
    /// Make the archive again with a current tool.
    ///
    /// ## When it is fine
    /// Never, until a new version of the specification says so.
    LAYOUT_VERSION = "manifest/layout-version";
    summary: "image layout of an unknown version";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-layout.md, oci-layout file"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    field_faults(cx, out, |kind| match kind {
        FieldFaultKind::LayoutVersion { text } => {
            Some(format!("imageLayoutVersion is {text}, must be 1.0.0"))
        }
        _ => None,
    });
}
