use crate::{
    rules::{Findings, SignatureContext, rule::rule},
    trust::Signing,
};

rule! {
    /// ## What it finds
    /// A list of checksums or an image that is signed, and no keys to verify the signature by.
    ///
    /// ## Why it matters
    /// An unverified signature says no more than none.
    ///
    /// ## What to do
    /// Give the keys of the publisher, from another source than the list or image: of OpenPGP with
    /// `--keyring` (the option `keyring`), of images with `--image-key` (the option `image-keys`).
    ///
    /// ## When it is fine
    /// Where the list itself was fetched over a channel that is trusted.
    UNVERIFIED = "signature/unverified";
    summary: "signature that nobody looked at";
    levels: { any: Info };
    since: "0.1.0";
    sources: ["RFC 9580, section 7"];
    check: Signature(check);
}

fn check(cx: &SignatureContext<'_>, out: &mut Findings) {
    if *cx.signing == Signing::Unverified {
        out.report(|| {
            cx.seen(format!("the signature of {} was not verified: no keys were given", cx.subject))
        });
    }
}
