use crate::{
    rules::{Findings, SignatureContext, rule::rule},
    trust::Signing,
};

rule! {
    /// ## What it finds
    /// A list of checksums without any signature, where one is demanded: by `--keyring`, the
    /// option `keyring`, or by `--require-signature`. An image without one, where `--image-key`
    /// or the option `image-keys` names who must have signed it.
    ///
    /// ## Why it matters
    /// Whoever can put another file in its place can write the list of checksums beside it anew,
    /// and an image names its parts itself. Without a signature that says only that a download
    /// was not cut short.
    ///
    /// ## What to do
    /// Find the signed list (`CHECKSUM`, `SHA256SUMS.asc`), or the signature that lies beside it
    /// (`SHA256SUMS.gpg`, `SHA256SUMS.sign`) and give that with `--checksums-signature`.
    /// Signatures of images lie beside them in the registry: `ocivet fetch --referrers` and
    /// `cosign save` bring them along.
    ///
    /// ## When it is fine
    /// Where the list itself was fetched over a channel that is trusted: then demand no
    /// signature.
    MISSING = "signature/missing";
    summary: "there is no signature";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["RFC 9580, section 7"];
    check: Signature(check);
}

fn check(cx: &SignatureContext<'_>, out: &mut Findings) {
    if cx.required && *cx.signing == Signing::None {
        out.report(|| cx.seen(format!("{} has no signature", cx.subject)));
    }
}
