use super::fields::field_faults;
use crate::{
    model::FieldFaultKind,
    rules::{DocumentContext, Findings, rule::rule},
};

rule! {
    /// ## What it finds
    /// A digest of an algorithm other than sha256, sha384 and sha512.
    ///
    /// ## Why it matters
    /// MD5 and SHA-1 collide, so such a digest promises nothing, and of an algorithm that
    /// ocivet does not know nothing could be compared.
    ///
    /// ## What to do
    /// Make the image again with sha256, which every tool reads.
    ///
    /// ## When it is fine
    /// Never for an image that is to be shared.
    DIGEST_ALGORITHM = "manifest/digest-algorithm";
    summary: "digest of an unknown or broken algorithm";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, descriptor.md, Registered algorithms"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    field_faults(cx, out, |kind| match kind {
        FieldFaultKind::DigestAlgorithm { text } => {
            Some(format!("digest is {text}, must be of sha256, sha384 or sha512"))
        }
        _ => None,
    });
}
