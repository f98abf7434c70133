use crate::{
    rules::{Findings, SignatureContext, rule::rule},
    trust::Outcome,
};

rule! {
    /// ## What it finds
    /// Signatures of which none is by a key of the set that was given.
    ///
    /// ## Why it matters
    /// A good signature by anybody else says nothing: everyone can make a key, and give it any
    /// name.
    ///
    /// ## What to do
    /// Look where the publisher names the key, and compare the fingerprint. If it is theirs, add
    /// it to the set; if not, do not use the file.
    ///
    /// ## When it is fine
    /// A second signature by a key that is not in the set is not reported beside one that is.
    UNKNOWN_KEY = "signature/unknown-key";
    summary: "key of the signature is not in the set";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["RFC 9580, section 5.2.3.35"];
    check: Signature(check);
}

fn check(cx: &SignatureContext<'_>, out: &mut Findings) {
    if cx.signing.signers().next().is_some() {
        return;
    }
    for signature in cx.signatures().filter(|it| it.outcome == Outcome::UnknownKey) {
        let key = signature.key_name();
        out.report(|| cx.seen(format!("signature by {key}, which is not in the set of keys")));
    }
}
