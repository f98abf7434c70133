use crate::{
    rules::{
        ChecksumContext, Findings,
        rule::{Seen, rule},
    },
    trust::{LineFault, Outcome},
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
    check: Checksum(check);
}

fn check(cx: &ChecksumContext<'_>, out: &mut Findings) {
    for signature in cx.signatures() {
        if let Outcome::Invalid(reason) = &signature.outcome {
            let key = signature.key_name();
            out.report(|| {
                Seen::new(ChecksumContext::list_place(), format!("signature by {key}: {reason}"))
            });
        }
    }
    for (span, fault) in &cx.list.faults {
        if let LineFault::Unreadable(reason) = fault {
            out.report(|| Seen::new(span.place(), format!("signed text cannot be used: {reason}")));
        }
    }
}
