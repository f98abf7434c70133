use crate::{
    model::{FramingKind, escape_str},
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Compressed data that cannot be decoded from some byte on: an impossible code, a back
    /// reference to before the start, a reserved block type, a dictionary that is not there, a
    /// chain of xz filters that this build does not know, a wrong checksum in bzip2.
    ///
    /// ## Why it matters
    /// Nothing after that byte was read, so nothing can be said of it. Tools differ in how much
    /// they give out before they notice, and some keep it: an archive that is unpacked while it is
    /// decompressed leaves half its files.
    ///
    /// ## What to do
    /// Fetch the archive again. If its digest is the expected one, its author wrote it so: ask for
    /// another one, or for one without unusual filters or dictionaries.
    ///
    /// ## When it is fine
    /// Never as it stands: what ocivet cannot read, it cannot pass.
    CORRUPT = "compress/corrupt";
    summary: "compressed data cannot be decoded";
    levels: { any: Deny };
    since: "0.1.0";
    sources: [
        "RFC 1951, section 3.2",
        "RFC 8878, section 3.1.1",
        "The .xz File Format 1.2.1, section 5",
    ];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::Corrupt { reason } = &cx.anomaly.kind {
        out.report(|| {
            let reason = escape_str(reason);
            Seen::new(cx.place(), format!("cannot be decoded from here on: {reason}"))
        });
    }
}
