use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A header whose checksum fits only when the bytes over 127 count as negative numbers.
    ///
    /// ## Why it matters
    /// Readers that know only the sum of POSIX refuse the archive (Rust's `tar`) or drop the
    /// entry (node-tar), while GNU tar, Python and bsdtar take either sum.
    ///
    /// ## What to do
    /// Unpack it with GNU tar or bsdtar and pack it again if other tools have to read it.
    ///
    /// ## When it is fine
    /// For archives from old Sun and HP-UX systems, whose tar summed signed characters.
    CHECKSUM_SIGNED = "tar/checksum-signed";
    summary: "checksum of a header is one of signed bytes";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::ChecksumSigned {
        out.report(|| Seen::new(cx.place(), "checksum fits only as a sum of signed bytes"));
    }
}
