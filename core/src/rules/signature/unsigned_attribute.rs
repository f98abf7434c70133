use crate::{
    rules::{Findings, SignatureContext, rule::rule},
    trust::Outcome,
};

rule! {
    /// ## What it finds
    /// A signature whose time of making stands only in the part of it that is not signed.
    ///
    /// ## Why it matters
    /// Anybody on the way can change that part, and so move the signature to a time at which its
    /// key was still good.
    ///
    /// ## What to do
    /// Ask the publisher for a signature by another program.
    ///
    /// ## When it is fine
    /// Never: every OpenPGP program in use signs the time.
    UNSIGNED_ATTRIBUTE = "signature/unsigned-attribute";
    summary: "what decides stands in a part that is not signed";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["RFC 9580, section 5.2.3.11"];
    check: Signature(check);
}

fn check(cx: &SignatureContext<'_>, out: &mut Findings) {
    for signature in cx.signatures() {
        if let Outcome::UnsignedAttribute(what) = &signature.outcome {
            let key = signature.key_name();
            out.report(|| cx.seen(format!("signature by {key}: {what} is not signed")));
        }
    }
}
