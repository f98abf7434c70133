use super::fields::field_faults;
use crate::{
    model::FieldFaultKind,
    rules::{DocumentContext, Findings, rule::rule},
};

rule! {
    /// ## What it finds
    /// A descriptor whose `data` is not base64, or has another length or digest than the
    /// descriptor says.
    ///
    /// ## Why it matters
    /// A client may take the embedded bytes in place of the blob: one that does not compare
    /// them runs something else than one that fetches.
    ///
    /// ## What to do
    /// Do not load the image.
    ///
    /// ## When it is fine
    /// Never: whoever embeds the data has just computed its digest.
    EMBEDDED_DATA = "manifest/embedded-data";
    summary: "embedded data does not fit its descriptor";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, descriptor.md, Embedded Content"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    field_faults(cx, out, |kind| match kind {
        FieldFaultKind::DataEncoding => Some("data is not base64".to_owned()),
        FieldFaultKind::DataSize { size, length } => {
            Some(format!("data is {length} bytes long, descriptor says {size}"))
        }
        FieldFaultKind::DataDigest { computed, stated } => {
            Some(format!("digest of data is {computed}, descriptor says {stated}"))
        }
        _ => None,
    });
}
