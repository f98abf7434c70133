use crate::{
    model::FramingKind,
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A skippable frame in a zstd stream that is none of zstd:chunked's. Those are known by the
    /// footer at the end of the stream, which names the frames of its manifest and its tar-split
    /// data.
    ///
    /// ## Why it matters
    /// Its contents are part of the blob and of its digest, but not of what is decompressed: no
    /// diff-ID covers them and no listing shows them.
    ///
    /// ## What to do
    /// Look at it if you care what is carried beside the files.
    ///
    /// ## When it is fine
    /// pzstd writes the size of each frame in one, the seekable format of zstd keeps its table in
    /// one, and other tools keep an index there.
    SKIPPABLE_FRAME = "compress/skippable-frame";
    summary: "skippable frame in a zstd stream";
    levels: { any: Info };
    since: "0.1.0";
    sources: [
        "RFC 8878, section 3.1.2",
        "containers/storage, docs/containers-storage-zstd-chunked.md",
    ];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::SkippableFrame { bytes } = cx.anomaly.kind {
        out.report(|| {
            Seen::new(
                cx.place(),
                format!("skippable frame of {bytes} bytes, none of zstd:chunked's"),
            )
        });
    }
}
