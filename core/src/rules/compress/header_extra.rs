use crate::{
    model::{FramingKind, Limits},
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A gzip member with an extra field (FEXTRA) of more than 1 KiB.
    ///
    /// ## Why it matters
    /// The field is part of the blob and of its digest, but not of what is decompressed: no diff-ID
    /// covers it and no listing shows it. It has room for 64 KiB a member.
    ///
    /// ## What to do
    /// Look at it if you care what is carried beside the files.
    ///
    /// ## When it is fine
    /// Small fields are ordinary and not reported: eStargz keeps 26 bytes in its footer, BGZF and
    /// dictzip keep block sizes.
    HEADER_EXTRA = "compress/header-extra";
    summary: "large extra field in a gzip header";
    levels: { any: Info };
    since: "0.1.0";
    sources: ["RFC 1952, section 2.3.1.1"];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::HeaderExtra { bytes } = cx.anomaly.kind {
        out.report(|| {
            let limit = Limits::HEADER_EXTRA;
            let message = format!("gzip extra field of {bytes} bytes, up to {limit} are ordinary");
            Seen::new(cx.place(), message)
        });
    }
}
