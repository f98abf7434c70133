use crate::{
    rules::{Findings, SignatureContext, rule::rule},
    trust::Outcome,
};

rule! {
    /// ## What it finds
    /// A signature that is kept as one of an image, by its tag or subject, and that signs another
    /// digest.
    ///
    /// ## Why it matters
    /// A good signature of one image, put beside another, looks like that other's. What counts is
    /// what was signed, never where the signature lies.
    ///
    /// ## What to do
    /// Fetch the image and its signatures again. Whoever put the signature there may have changed
    /// the image too.
    ///
    /// ## When it is fine
    /// Where signatures were copied together with a tag that has moved since.
    IDENTITY_MISMATCH = "signature/identity-mismatch";
    summary: "signature is of another image";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["cosign, SIGNATURE_SPEC.md", "container-signature(5)"];
    check: Signature(check);
}

fn check(cx: &SignatureContext<'_>, out: &mut Findings) {
    for signature in cx.signatures() {
        if let Outcome::OtherSubject(other) = &signature.outcome {
            out.report(|| cx.seen(format!("signature is of {other}, not of {}", cx.subject)));
        }
    }
}
