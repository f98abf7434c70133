use crate::{
    rules::{
        ChecksumContext, Findings,
        rule::{Seen, rule},
    },
    trust::Signing,
};

rule! {
    /// ## What it finds
    /// A list of checksums without any signature, where one is demanded: by `--keyring`, the
    /// option `keyring`, or by `--require-signature`.
    ///
    /// ## Why it matters
    /// Whoever can put another file in its place can write the list beside it anew. Without a
    /// signature the list says only that a download was not cut short.
    ///
    /// ## What to do
    /// Find the signed list (`CHECKSUM`, `SHA256SUMS.asc`), or the signature that lies beside it
    /// (`SHA256SUMS.gpg`, `SHA256SUMS.sign`) and give that with `--checksums-signature`.
    ///
    /// ## When it is fine
    /// Where the list itself was fetched over a channel that is trusted: then demand no
    /// signature.
    MISSING = "signature/missing";
    summary: "list of checksums is not signed";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["RFC 9580, section 7"];
    check: Checksum(check);
}

fn check(cx: &ChecksumContext<'_>, out: &mut Findings) {
    if cx.required && *cx.signing == Signing::None {
        out.report(|| {
            Seen::new(ChecksumContext::list_place(), "the list of checksums has no signature")
        });
    }
}
