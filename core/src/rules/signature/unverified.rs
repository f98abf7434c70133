use crate::{
    rules::{
        ChecksumContext, Findings,
        rule::{Seen, rule},
    },
    trust::Signing,
};

rule! {
    /// ## What it finds
    /// A list of checksums that is signed, and no keys to verify the signature by.
    ///
    /// ## Why it matters
    /// An unverified signature says no more than none.
    ///
    /// ## What to do
    /// Give the keys of the publisher (`--keyring`, the option `keyring`), from another source
    /// than the list.
    ///
    /// ## When it is fine
    /// Where the list itself was fetched over a channel that is trusted.
    UNVERIFIED = "signature/unverified";
    summary: "signature that nobody looked at";
    levels: { any: Info };
    since: "0.1.0";
    sources: ["RFC 9580, section 7"];
    check: Checksum(check);
}

fn check(cx: &ChecksumContext<'_>, out: &mut Findings) {
    if *cx.signing == Signing::Unverified {
        out.report(|| {
            Seen::new(
                ChecksumContext::list_place(),
                "the signature was not verified: no keys were given",
            )
        });
    }
}
