use crate::{
    model::FramingKind,
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A stream that is compressed twice: what comes out of the decompressor starts like gzip,
    /// zstd, xz or bzip2.
    ///
    /// ## Why it matters
    /// Readers disagree on what the archive holds. bsdtar 3.6.2 undoes both and lists the files,
    /// GNU tar 1.34 undoes one and lists nothing with exit 0, Python's `tarfile` fails. A scanner
    /// that undoes both and an engine that undoes one have seen different things, and the ratio of
    /// each hides that of the whole.
    ///
    /// ## What to do
    /// Ask for an archive that is compressed once. ocivet does not look into the inner stream.
    ///
    /// ## When it is fine
    /// Never for a layer or a package.
    NESTED = "compress/nested";
    summary: "stream is compressed twice";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, layer.md, Layer Media Types"];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::Nested { inner } = cx.anomaly.kind {
        out.report(|| {
            let name = inner.name();
            Seen::new(cx.place(), format!("decompressed bytes are a {name} stream themselves"))
        });
    }
}
