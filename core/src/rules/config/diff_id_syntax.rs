use crate::{
    graph::Role,
    model::FieldFaultKind,
    rules::manifest::field_faults,
    rules::{DocumentContext, Findings, rule::rule},
};

rule! {
    /// ## What it finds
    /// An item of `diff_ids` that is not `algorithm:hex` with lower-case digits of exactly
    /// the algorithm's length.
    ///
    /// ## Why it matters
    /// Engines make file names of it, and one with `/` or `..` in it leads elsewhere. A
    /// layer with such a diff-ID cannot be compared.
    ///
    /// ## What to do
    /// Do not load the image.
    ///
    /// ## When it is fine
    /// Never.
    DIFF_ID_SYNTAX = "config/diff-id-syntax";
    summary: "diff-ID is malformed";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, config.md, Properties", "OCI image-spec 1.1, descriptor.md, Digests"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    if cx.document.role == Role::Config {
        field_faults(cx, out, |kind| match kind {
            FieldFaultKind::DigestMalformed { text } => Some(format!(
                "diff-ID is {text}, must be an algorithm, a colon and lower-case hex of its length"
            )),
            _ => None,
        });
    }
}
