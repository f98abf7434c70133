use crate::{
    model::{FramingKind, Grade},
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Bytes after the last member, frame or stream that start no new one. Where all of them are
    /// zero, the finding is milder. Padding of an xz stream in whole words is part of the format.
    ///
    /// ## Why it matters
    /// Readers disagree on whether the bytes are there. After a gzip member, gzip skips zeros and
    /// warns of anything else, Python skips zeros and reads on if a member follows them, umoci
    /// refuses even zeros, and bsdtar ignores all of it. So one tool sees files that another one
    /// does not, and a payload can lie where no listing shows it while the blob's digest covers it.
    ///
    /// ## What to do
    /// Ask for an archive without the tail, or decompress and compress it again and compare what
    /// comes out with the diff-ID.
    ///
    /// ## When it is fine
    /// Zeros are left by tools that write to tapes or pad to blocks; nothing hides in them.
    TRAILING_DATA = "compress/trailing-data";
    summary: "bytes after the compressed stream";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: [
        "RFC 1952, section 2.2",
        "RFC 8878, section 3.1",
        "The .xz File Format 1.2.1, section 2.2",
    ];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::TrailingData { bytes, zeros } = cx.anomaly.kind {
        let (grade, what) =
            if zeros { (Grade::Lesser, "zero bytes") } else { (Grade::Full, "bytes") };
        out.report_graded(grade, || {
            let message =
                format!("{bytes} {what} follow the compressed stream and start no new part of it");
            Seen::new(cx.place(), message)
        });
    }
}
