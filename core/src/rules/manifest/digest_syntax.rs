use super::fields::field_faults;
use crate::{
    graph::Role,
    model::FieldFaultKind,
    rules::{DocumentContext, Findings, rule::rule},
};

rule! {
    /// ## What it finds
    /// A digest that is not `algorithm:hex` with lower-case digits of exactly the
    /// algorithm's length.
    ///
    /// ## Why it matters
    /// A digest becomes a file name: with `/`, `..` or a NUL in it a client reads or writes
    /// elsewhere. Skopeo 1.9.3 ends in a panic on one without a colon.
    ///
    /// ## What to do
    /// Do not load the image.
    ///
    /// ## When it is fine
    /// Never. Digests of configs have a rule of their own: config/diff-id-syntax.
    DIGEST_SYNTAX = "manifest/digest-syntax";
    summary: "digest is malformed";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2024-3727", "OCI image-spec 1.1, descriptor.md, Digests"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    if cx.document.role == Role::Config {
        return;
    }
    field_faults(cx, out, |kind| match kind {
        FieldFaultKind::DigestMalformed { text } => Some(format!(
            "digest is {text}, must be an algorithm, a colon and lower-case hex of its length"
        )),
        _ => None,
    });
}
