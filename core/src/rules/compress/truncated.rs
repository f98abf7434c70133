use crate::{
    model::FramingKind,
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A compressed stream that ends early: within a header, within the data, or without its
    /// trailer.
    ///
    /// ## Why it matters
    /// Part of the archive is missing, or what would prove it whole. umoci 0.4.7 unpacks a gzip
    /// layer without trailer, and Python's `tarfile` lists one; a reader that stops at the tar's
    /// own end mark never asks for the rest. gzip, GNU tar and bsdtar fail.
    ///
    /// ## What to do
    /// Fetch the archive again, and compare its size with what the registry or the author states.
    ///
    /// ## When it is fine
    /// Never.
    TRUNCATED = "compress/truncated";
    summary: "compressed stream ends early";
    levels: { any: Deny };
    since: "0.1.0";
    sources: [
        "RFC 1952, section 2.2",
        "RFC 8878, section 3.1.1",
        "The .xz File Format 1.2.1, section 2.1",
    ];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::Truncated = &cx.anomaly.kind {
        out.report(|| Seen::new(cx.place(), "compressed stream ends before it is complete"));
    }
}
