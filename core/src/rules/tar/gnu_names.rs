use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry of typeflag `N`: a list of files to be renamed after unpacking, which GNU tar
    /// wrote before it had long names.
    ///
    /// ## Why it matters
    /// A tool that still knows the type renames files by the list, to any place; the others see
    /// an entry of another kind.
    ///
    /// ## What to do
    /// Do not unpack the archive. Pack it again with a tool of this century.
    ///
    /// ## When it is fine
    /// Never any more: GNU tar has not written it since 1990, and refuses it.
    GNU_NAMES = "tar/gnu-names";
    summary: "old GNU rename list";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["GNU tar manual, Basic Tar Format"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if cx.anomaly.kind == AnomalyKind::GnuNames {
        out.report(|| Seen::new(cx.place(), "entry is a list of files to be renamed"));
    }
}
