use super::fields::field_faults;
use crate::{
    model::FieldFaultKind,
    rules::{DocumentContext, Findings, rule::rule},
};

rule! {
    /// ## What it finds
    /// An index or manifest whose `schemaVersion` is not 2.
    ///
    /// ## Why it matters
    /// Version 1 is another format, with layers under other names and signatures of its
    /// own; a document that says 1 and is read as 2, or the other way round, is two images.
    ///
    /// ## What to do
    /// Do not load the image. Convert it with a current tool: `skopeo copy --format oci`.
    ///
    /// ## When it is fine
    /// Never: version 1 was withdrawn from registries and engines.
    SCHEMA_VERSION = "manifest/schema-version";
    summary: "schemaVersion is not 2";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, manifest.md", "Docker Image Manifest Version 2, Schema 2"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    field_faults(cx, out, |kind| match kind {
        FieldFaultKind::SchemaVersion { text } => {
            Some(format!("schemaVersion is {text}, must be 2"))
        }
        _ => None,
    });
}
