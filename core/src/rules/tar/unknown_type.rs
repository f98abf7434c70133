use crate::{
    model::{AnomalyKind, Grade, escape},
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry whose typeflag is none of POSIX's or GNU's: not `0` to `7`, NUL, `x`, `g`, `L`,
    /// `K`, `S`, `D`, `M`, `N` or `V`. Solaris's `X` (its PAX header) and `E` weigh more in a
    /// layer.
    ///
    /// ## Why it matters
    /// POSIX has such an entry treated as a file, node-tar drops it, others make of it what they
    /// like. `X` is a PAX header for GNU tar, bsdtar, Python and astral-tokio-tar, which name and
    /// size the next entry by it, and an entry of its own for Go and Rust's `tar`.
    ///
    /// ## What to do
    /// Do not unpack the archive unless you know what wrote it.
    ///
    /// ## When it is fine
    /// For archives of Solaris and of vendors with typeflags of their own, read by the tool that
    /// wrote them.
    UNKNOWN_TYPE = "tar/unknown-type";
    summary: "typeflag that no specification names";
    levels: { layer: Deny / Warn, package: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format", "Solaris tar(1)"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::UnknownType(typeflag) = cx.anomaly.kind {
        let steers = matches!(typeflag, b'E' | b'X');
        let grade = if steers { Grade::Full } else { Grade::Lesser };
        out.report_graded(grade, || {
            let message = format!(
                "typeflag is {}, which neither POSIX nor GNU tar knows",
                escape(&[typeflag])
            );
            Seen::new(cx.place(), message)
        });
    }
}
