use crate::{
    rules::{
        Findings, SignatureContext,
        rule::{Seen, rule},
    },
    trust::Outcome,
};

rule! {
    /// ## What it finds
    /// A signature by a key of the set that does not fit the text, that cannot be read, or that a
    /// key made which must not sign; and a file that looks like a signed text and is none.
    ///
    /// ## Why it matters
    /// The text was changed after it was signed, or the signature is of another text. Tools that
    /// look only for a signature, and not whether it is good, take it.
    ///
    /// ## What to do
    /// Fetch the list and its signature again, both from where they are published. Do not use the
    /// file if it stays so.
    ///
    /// ## When it is fine
    /// Never.
    INVALID = "signature/invalid";
    summary: "signature does not verify";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["RFC 9580, sections 5.2 and 7"];
    check: Signature(check);
}

fn check(cx: &SignatureContext<'_>, out: &mut Findings) {
    for signature in cx.signatures() {
        if let Outcome::Invalid(reason) = &signature.outcome {
            let key = signature.key_name();
            out.report(|| cx.seen(format!("signature by {key}: {reason}")));
        }
    }
    for (place, reason) in cx.faults {
        out.report(|| Seen::new(place.clone(), format!("signed text cannot be used: {reason}")));
    }
}
