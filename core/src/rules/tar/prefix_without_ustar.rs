use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Text in the place of the prefix field of a header that has no magic, or not the version
    /// `00` behind it; in star's layout a prefix that runs on over the times behind it.
    ///
    /// ## Why it matters
    /// Python joins it to the name whatever the magic says, GNU tar and Go where the magic is
    /// right, Rust's `tar` where the version is too: one entry, two names.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: v7 has no such field and leaves it zero, and who writes another version writes no
    /// prefix.
    PREFIX_WITHOUT_USTAR = "tar/prefix-without-ustar";
    summary: "prefix in a header without the ustar magic";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, ustar Interchange Format", "star(4)"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::PrefixWithoutUstar {
        out.report(|| {
            Seen::new(cx.place(), "prefix field is text in a header that is not plain ustar")
        });
    }
}
