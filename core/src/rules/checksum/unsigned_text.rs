use crate::{
    rules::{
        ChecksumContext, Findings,
        rule::{Seen, rule},
    },
    trust::LineFault,
};

rule! {
    /// ## What it finds
    /// Text before or behind the signed part of a list that is signed where it stands.
    ///
    /// ## Why it matters
    /// `gpg --verify` says that the signature is good, and `sha256sum -c` of the same file reads
    /// all lines, those outside of what is signed included. Only the signed lines are used here.
    ///
    /// ## What to do
    /// Fetch the list again. To use such a file with other tools, use what `gpg --decrypt` writes
    /// and never the file itself.
    ///
    /// ## When it is fine
    /// Publishers do not write there. Mails and web pages put text around a signed part; take it
    /// off.
    UNSIGNED_TEXT = "checksum/unsigned-text";
    summary: "text of a signed list that is not signed";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["RFC 9580, section 7"];
    check: Checksum(check);
}

fn check(cx: &ChecksumContext<'_>, out: &mut Findings) {
    for (span, fault) in &cx.list.faults {
        if *fault == LineFault::Unsigned {
            out.report(|| Seen::new(span.place(), "line stands outside of the signed text"));
        }
    }
}
