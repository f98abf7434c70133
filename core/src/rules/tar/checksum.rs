use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A header whose `chksum` field is neither the sum of the block's bytes nor their sum as
    /// signed values. Reading goes on at the next block that is a good header; what lies between
    /// is in no list.
    ///
    /// ## Why it matters
    /// Readers part ways at such a header, so each tool sees another list of files. GNU tar, Go
    /// and Rust fail; Python and bsdtar stop without an error, so everything behind it vanishes;
    /// node-tar skips it and goes on.
    ///
    /// ## What to do
    /// Do not unpack the archive. Fetch it again; if it is still damaged, ask its author for a
    /// good one.
    ///
    /// ## When it is fine
    /// Never: every tool that writes tar fills the field in.
    CHECKSUM = "tar/checksum";
    summary: "checksum of a header is wrong";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::Checksum { stored, computed } = cx.anomaly.kind {
        out.report(|| {
            let message = match stored {
                Some(stored) => format!("checksum is {stored}, the header's bytes give {computed}"),
                None => format!("checksum is no number, the header's bytes give {computed}"),
            };
            Seen::new(cx.place(), message)
        });
    }
}
