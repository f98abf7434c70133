use crate::{
    model::FramingKind,
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A checksum of the compressed stream that is not that of what comes out: CRC32 of a gzip
    /// member, xxh64 of a zstd frame, CRC32, CRC64 or SHA-256 of an xz block, the checksum or the
    /// records of an xz index. bzip2 streams with a wrong checksum cannot be read on and are
    /// `compress/unreadable`.
    ///
    /// ## Why it matters
    /// The bytes were damaged or changed after they were compressed. bsdtar 3.6.2 and Python's
    /// `tarfile` list a gzip archive with a wrong CRC32 and say nothing, and skopeo copies it into
    /// a directory; GNU tar fails, but only after it has listed or unpacked what was in it.
    ///
    /// ## What to do
    /// Fetch the archive again. If the digest of the new copy is the same, its author wrote it so:
    /// ask for another one.
    ///
    /// ## When it is fine
    /// Never.
    CHECKSUM = "compress/checksum";
    summary: "checksum of a compressed stream is wrong";
    levels: { any: Deny };
    since: "0.1.0";
    sources: [
        "RFC 1952, section 2.3.1",
        "RFC 8878, section 3.1.1",
        "The .xz File Format 1.2.1, sections 3.4 and 4.5",
    ];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::Checksum = &cx.anomaly.kind {
        out.report(|| Seen::new(cx.place(), "checksum is not that of the decompressed bytes"));
    }
}
