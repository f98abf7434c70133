use super::fields::field_faults;
use crate::{
    model::FieldFaultKind,
    rules::{DocumentContext, Findings, rule::rule},
};

rule! {
    /// ## What it finds
    /// A document with the fields of two kinds: `manifests` of an index next to `layers`,
    /// `config` or `fsLayers` of a manifest.
    ///
    /// ## Why it matters
    /// A reader that goes by the fields takes it for one kind, and one that goes by the
    /// registry's content type for the other: one digest is two images.
    ///
    /// ## What to do
    /// Do not load the image. Ask its author for a document of one kind.
    ///
    /// ## When it is fine
    /// Never.
    AMBIGUOUS_TYPE = "manifest/ambiguous-type";
    summary: "document is an index and a manifest at once";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2021-41190", "OCI image-spec 1.1, manifest.md"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    field_faults(cx, out, |kind| match kind {
        FieldFaultKind::AmbiguousType { field, beside } => Some(format!(
            "{field} stands next to {beside}, which belongs to another kind of document"
        )),
        _ => None,
    });
}
