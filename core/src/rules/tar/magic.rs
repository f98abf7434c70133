use crate::{
    model::{AnomalyKind, Grade},
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A header whose magic and version are none of ustar's, GNU's or the empty ones of v7. Old
    /// Maven's `ustar` with a version of NULs is silent, but for long names and links of GNU's kind,
    /// which are warned of. Of extension headers any other magic and version than ustar's and GNU's
    /// is denied.
    ///
    /// ## Why it matters
    /// Readers decide by the magic which fields a header has, so each may see other owners,
    /// devices, and names over 100 bytes. Rust's `tar` takes an extension header without them for a
    /// file, and the name of the file behind it from its own header; the others do as the extension says.
    ///
    /// ## What to do
    /// Compare the list of files with what you expect.
    ///
    /// ## When it is fine
    /// For vendors' own variants of tar, where they have no extension headers, and for long names
    /// that old Maven and Ant wrote: releases of Apache's Java projects have them.
    MAGIC = "tar/magic";
    summary: "magic of a header is unknown";
    levels: { any: Deny / Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    let (grade, what) = match cx.anomaly.kind {
        AnomalyKind::Magic { extension: true } => {
            (Grade::Full, "magic and version of an extension header are neither ustar's nor GNU's")
        }
        AnomalyKind::Magic { extension: false } => {
            (Grade::Lesser, "magic and version are none that is known")
        }
        AnomalyKind::MagicOfLongName => {
            (Grade::Lesser, "long name has the magic of old Maven, by which some readers miss it")
        }
        _ => return,
    };
    out.report_graded(grade, || Seen::new(cx.place(), what));
}
