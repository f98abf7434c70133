use crate::{
    rules::{Findings, SignatureContext, rule::rule},
    trust::Outcome,
};

rule! {
    /// ## What it finds
    /// A signature over a digest by MD5, SHA-1, SHA-224 or RIPEMD-160, by an RSA key under 2048
    /// bits, by a key of another kind than RSA, ECDSA or EdDSA, or of a version before 4.
    ///
    /// ## Why it matters
    /// Two texts with one SHA-1 digest can be made, and with them one signature is good for both;
    /// short keys can be computed.
    ///
    /// ## What to do
    /// Ask the publisher for a signature over SHA-256 by a key of today.
    ///
    /// ## When it is fine
    /// Never for what is used today. Files of long ago may have nothing better.
    WEAK = "signature/weak";
    summary: "signature by an algorithm that is broken";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["NIST SP 800-131A", "RFC 9580, section 9"];
    check: Signature(check);
}

fn check(cx: &SignatureContext<'_>, out: &mut Findings) {
    for signature in cx.signatures() {
        if let Outcome::Weak(reason) = &signature.outcome {
            let key = signature.key_name();
            out.report(|| cx.seen(format!("signature by {key}: {reason}")));
        }
    }
}
