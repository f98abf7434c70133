use crate::{
    model::escape_str,
    rules::{
        ChecksumContext, Findings,
        rule::{Seen, rule},
    },
    trust::Algorithm,
};

rule! {
    /// ## What it finds
    /// A line for the file by MD5 or SHA-1, and none by SHA-256, SHA-384 or SHA-512.
    ///
    /// ## Why it matters
    /// Two files with one MD5 or SHA-1 sum can be made by anybody who makes both: whoever wrote
    /// the good file may have written a bad one with the same sum. These sums are not computed
    /// here.
    ///
    /// ## What to do
    /// Ask the publisher for SHA-256 sums.
    ///
    /// ## When it is fine
    /// Beside a stronger line such a line does no harm, and is not reported.
    WEAK_ALGORITHM = "checksum/weak-algorithm";
    summary: "checksum by an algorithm that is broken";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["RFC 6151", "NIST SP 800-131A"];
    check: Checksum(check);
}

fn check(cx: &ChecksumContext<'_>, out: &mut Findings) {
    if cx.entries().any(|entry| matches!(entry.algorithm, Algorithm::Strong(_))) {
        return;
    }
    for entry in cx.entries() {
        if let Algorithm::Weak(algorithm) = entry.algorithm {
            let name = escape_str(&entry.name);
            out.report(|| {
                Seen::new(entry.span.place(), format!("{name} is listed by {algorithm}"))
            });
        }
    }
}
