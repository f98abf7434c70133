use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An archive that ends inside a header, inside an entry's data, or inside an extension
    /// header.
    ///
    /// ## Why it matters
    /// What is missing is missing from the files, too: node-tar lists such an archive without an
    /// error, and tools that unpack while they read leave half a file behind.
    ///
    /// ## What to do
    /// Fetch it again and compare its digest.
    ///
    /// ## When it is fine
    /// Never. An archive that ends right behind the data of its last entry is whole, and told as
    /// `tar/missing-end`.
    TRUNCATED = "tar/truncated";
    summary: "archive ends within an entry";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::Truncated { missing } = cx.anomaly.kind {
        out.report(|| {
            Seen::new(cx.place(), format!("archive ends early, {missing} bytes are missing"))
        });
    }
}
