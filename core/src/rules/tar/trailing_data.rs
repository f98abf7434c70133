use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Bytes other than zero behind the end of the archive that are no header.
    ///
    /// ## Why it matters
    /// No reader shows them, and the archive's digest covers them: a place to carry a payload
    /// past every listing.
    ///
    /// ## What to do
    /// Look at what it is, or unpack and pack again.
    ///
    /// ## When it is fine
    /// Some signing tools append to archives.
    TRAILING_DATA = "tar/trailing-data";
    summary: "bytes behind the end of the archive";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::TrailingData { bytes } = cx.anomaly.kind {
        out.report(|| {
            Seen::new(cx.place(), format!("{bytes} bytes follow the end of the archive"))
        });
    }
}
