use crate::{
    model::FramingKind,
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A header of the compressed stream with reserved bits set (gzip FLG, zstd frame descriptor,
    /// xz stream and block flags, an xz check that is not defined), or with a wrong checksum of its
    /// own (gzip FHCRC, xz).
    ///
    /// ## Why it matters
    /// The format says that a reader must refuse such a header, and not every reader does: Python's
    /// `gzip` ignores reserved flags and FHCRC, bsdtar 3.6.2 ignores FHCRC, gzip and GNU tar fail
    /// on both. What the bits mean is decided by whoever defines them next, so two tools can read
    /// different contents.
    ///
    /// ## What to do
    /// Fetch the archive again. If its digest is the expected one, decompress it with a tool you
    /// trust, compare with the diff-ID, and compress it again.
    ///
    /// ## When it is fine
    /// Never: no ordinary tool writes such a header.
    HEADER = "compress/header";
    summary: "header of a compressed stream is wrong";
    levels: { any: Deny };
    since: "0.1.0";
    sources: [
        "RFC 1952, section 2.3.1.2",
        "RFC 8878, section 3.1.1.1.1.4",
        "The .xz File Format 1.2.1, sections 2.1.1 and 3.1",
    ];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    let message = match cx.anomaly.kind {
        FramingKind::ReservedBits => "reserved bits of the header are set",
        FramingKind::HeaderChecksum => "checksum of the header is wrong",
        _ => return,
    };
    out.report(|| Seen::new(cx.place(), message));
}
