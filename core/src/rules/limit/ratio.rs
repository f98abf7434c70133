use crate::{
    model::FramingKind,
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A compressed stream that gives more bytes for each of its own than the limit `ratio` allows
    /// (200), once 64 MiB have come out. Decompression stops there.
    ///
    /// ## Why it matters
    /// A small download fills the disk or the memory of whoever unpacks it: deflate reaches 1032 to
    /// one, zstd and bzip2 many thousands. Of GNU tar, bsdtar, Python's `tarfile` and node-tar only
    /// the last stops by itself (CVE-2026-59873).
    ///
    /// ## What to do
    /// Do not unpack it where space is shared. If the contents are known to be that repetitive (a
    /// disk image, a database of zeros), raise the limit for this input.
    ///
    /// ## When it is fine
    /// For layers that are mostly one long run of zeros. Runs of zeros in ordinary layers reach
    /// about 100 to one, and only over short stretches.
    RATIO = "limit/ratio";
    summary: "compressed stream expands too much";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2026-59873", "CWE-409"];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::Ratio { read, out: came } = cx.anomaly.kind {
        out.report(|| {
            let limit = cx.limits.ratio;
            let message =
                format!("{came} bytes came out of {read}, the limit is {limit} for each byte");
            Seen::new(cx.place(), message)
        });
    }
}
