use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Text in the place of the prefix field under GNU's magic, whose headers have times there.
    ///
    /// ## Why it matters
    /// Python and Go join it to the name, GNU tar, bsdtar, node-tar and Rust's `tar` do not: one
    /// entry, two names.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: access and change times there, as `tar --listed-incremental` writes them, are no
    /// finding. An old version of Go's library wrote such headers by mistake.
    PREFIX_WITH_GNU_MAGIC = "tar/prefix-with-gnu-magic";
    summary: "prefix in a GNU header";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GNU tar manual, Basic Tar Format", "POSIX.1-2024 pax, ustar Interchange Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::PrefixWithGnuMagic {
        out.report(|| Seen::new(cx.place(), "prefix field is text under the GNU magic"));
    }
}
