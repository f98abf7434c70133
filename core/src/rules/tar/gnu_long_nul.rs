use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// The data of a GNU long name or long link with a NUL before its last byte.
    ///
    /// ## Why it matters
    /// Rust's `tar` keeps what is behind the NUL, the other readers cut the name there: one
    /// entry, two names.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: the value ends in one NUL.
    GNU_LONG_NUL = "tar/gnu-long-nul";
    summary: "NUL inside a GNU long name";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GNU tar manual, Basic Tar Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::GnuLongNul {
        out.report(|| Seen::new(cx.place(), "GNU long name or link holds a NUL before its end"));
    }
}
