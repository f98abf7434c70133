use crate::{
    model::{FramingKind, escape_str},
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Compressed data that cannot be decoded from some byte on. It is broken (an impossible code,
    /// a back reference to before the start, a reserved block type, a wrong checksum in bzip2), or
    /// it needs what is not there (a dictionary, a chain of several xz filters, a format that this
    /// build has no decoder for).
    ///
    /// ## Why it matters
    /// Nothing after that byte was read, so nothing can be said of it: undecided is denied. Of
    /// broken data, tools give out more or less before they notice, and some keep it: an archive
    /// that is unpacked while it is decompressed leaves half its files.
    ///
    /// ## What to do
    /// Fetch the archive again. If its digest is the expected one, its author wrote it so: ask for
    /// one that is compressed in an ordinary way, or use a build with that capability;
    /// `capabilities` in the report names those of this one.
    ///
    /// ## When it is fine
    /// Never as it stands: what ocivet cannot read, it cannot pass.
    UNREADABLE = "compress/unreadable";
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
    match &cx.anomaly.kind {
        FramingKind::Corrupt { reason } => out.report(|| {
            let reason = escape_str(reason);
            Seen::new(cx.place(), format!("cannot be decoded from here on: {reason}"))
        }),
        FramingKind::Unsupported { format } => out.report(|| {
            let name = format.name();
            Seen::new(cx.place(), format!("{name} stream, which this build cannot decompress"))
        }),
        _ => {}
    }
}
