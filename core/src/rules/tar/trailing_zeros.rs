use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// More than 1 MiB of zeros behind the end of the archive.
    ///
    /// ## Why it matters
    /// A bomb in which no entry is large: hundreds of MiB of zeros compress to almost nothing,
    /// and readers that look for the end of the stream grind through them. node-tar did not
    /// finish 512 MiB in 20 seconds.
    ///
    /// ## What to do
    /// Nothing, if the size is what you expect.
    ///
    /// ## When it is fine
    /// For archives copied from tapes or disk images of a fixed size.
    TRAILING_ZEROS = "tar/trailing-zeros";
    summary: "many zeros behind the end of the archive";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::TrailingZeros { bytes } = cx.anomaly.kind {
        out.report(|| {
            Seen::new(cx.place(), format!("{bytes} zero bytes follow the end of the archive"))
        });
    }
}
