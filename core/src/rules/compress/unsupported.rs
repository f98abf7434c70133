use crate::{
    model::FramingKind,
    rules::{
        Findings, FramingContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A compressed stream in a format that ocivet knows but this build has no decoder for.
    ///
    /// ## Why it matters
    /// Nothing of it was read: the question is undecided, and undecided is denied. Engines that do
    /// have the decoder would unpack what nobody has looked at.
    ///
    /// ## What to do
    /// Use a build with that capability; `capabilities` in the report names those of this one.
    ///
    /// ## When it is fine
    /// Never as it stands: what ocivet cannot read, it cannot pass.
    UNSUPPORTED = "compress/unsupported";
    summary: "this build cannot read the compression";
    levels: { any: Deny };
    since: "0.1.0";
    sources: [];
    check: Framing(check);
}

fn check(cx: &FramingContext<'_>, out: &mut Findings) {
    if let FramingKind::Unsupported { format } = cx.anomaly.kind {
        out.report(|| {
            let name = format.name();
            Seen::new(cx.place(), format!("{name} stream, which this build cannot decompress"))
        });
    }
}
