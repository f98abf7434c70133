use crate::{
    rules::{Findings, SignatureContext, rule::rule},
    trust::Outcome,
};

rule! {
    /// ## What it finds
    /// A signature by a key that had ended, was revoked or had not begun at the time of the
    /// check, or one that itself has an end.
    ///
    /// ## Why it matters
    /// After its end nobody answers for a key: it may be sold, lost or broken. A revoked key is
    /// one that its owner knows, or fears, to be in other hands.
    ///
    /// ## What to do
    /// Fetch the keys again from their owner: an end is often moved. If the key was revoked, ask
    /// for a list that is signed by another one.
    ///
    /// ## When it is fine
    /// Where an old release is checked on purpose: give the time at which it was published
    /// (`--time`, the option `time`).
    EXPIRED = "signature/expired";
    summary: "key or signature is out of date";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["RFC 9580, sections 5.2.3.13 and 5.2.3.31"];
    check: Signature(check);
}

fn check(cx: &SignatureContext<'_>, out: &mut Findings) {
    for signature in cx.signatures() {
        if let Outcome::Expired(reason) = &signature.outcome {
            let key = signature.key_name();
            out.report(|| cx.seen(format!("signature by {key}: {reason}")));
        }
    }
}
