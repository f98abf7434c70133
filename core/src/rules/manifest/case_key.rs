use super::fields::field_faults;
use crate::{
    model::FieldFaultKind,
    rules::{DocumentContext, Findings, rule::rule},
};

rule! {
    /// ## What it finds
    /// A key that differs from one that image documents have only in case, as in `Layers`
    /// in a manifest. Keys of maps, such as labels and annotations, are free.
    ///
    /// ## Why it matters
    /// Go's decoder takes such a key for the real one, and every other reader ignores it:
    /// engines written in Go and scanners in another language see different images in one
    /// document.
    ///
    /// ## What to do
    /// Do not load the image. Ask its author for a document with the keys of the
    /// specification.
    ///
    /// ## When it is fine
    /// Never: no tool writes such a key.
    CASE_KEY = "manifest/case-key";
    summary: "key differs from a known one only in case";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["Go encoding/json, Unmarshal", "OCI image-spec 1.1"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    field_faults(cx, out, |kind| match kind {
        FieldFaultKind::CaseKey { key, field } => {
            Some(format!("key is {key}, which Go reads as {field}"))
        }
        _ => None,
    });
}
