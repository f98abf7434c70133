use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A PAX `size` record that differs from the size in the header although the header's field
    /// could hold it, or one on an entry that takes no data.
    ///
    /// ## Why it matters
    /// Readers that ignore the record find the next header in another place: inside the data,
    /// where an archive of the attacker's choice can stand. tokio-tar 0.3.1 walked into it
    /// (CVE-2025-62518), Rust's `tar` 0.4.44 ignored the record (CVE-2026-33055); nobody refuses
    /// it.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never below 8 GiB. From there on the header's field is too small, and its zero is no
    /// finding.
    PAX_SIZE_CONFLICT = "tar/pax-size-conflict";
    summary: "PAX size differs from the header";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2025-62518", "CVE-2026-33055", "POSIX.1-2024 pax, pax Extended Header"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::PaxSizeConflict { pax, header } = cx.anomaly.kind {
        out.report(|| {
            Seen::new(cx.place(), format!("PAX size is {pax}, the header says {header}"))
        });
    }
}
