use crate::{
    model::FramingKind,
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A length in the compressed stream that is not what comes out: ISIZE of a gzip member (modulo
    /// 2^32), the content size of a zstd frame, the sizes in the block headers, the index or the
    /// footer of an xz stream.
    ///
    /// ## Why it matters
    /// Readers that trust the number give other bytes than readers that decompress: they allocate,
    /// stop or seek by it. bsdtar 3.6.2 and Python's `tarfile` list an archive with a wrong ISIZE
    /// and say nothing; GNU tar fails, but only after it has listed or unpacked what was in it.
    ///
    /// ## What to do
    /// Fetch the archive again. If the digest of the new copy is the same, ask its author for
    /// another one.
    ///
    /// ## When it is fine
    /// Never. A gzip member of 4 GiB or more states its length modulo 2^32, which is compared so.
    LENGTH = "compress/length";
    summary: "length stated in a compressed stream is wrong";
    levels: { any: Deny };
    since: "0.1.0";
    sources: [
        "RFC 1952, section 2.3.1",
        "RFC 8878, section 3.1.1.1.4",
        "The .xz File Format 1.2.1, sections 3.1 and 4.3",
    ];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::Length { stated, seen } = cx.anomaly.kind {
        out.report(|| {
            Seen::new(cx.place(), format!("length is {seen}, the compressed stream says {stated}"))
        });
    }
}
