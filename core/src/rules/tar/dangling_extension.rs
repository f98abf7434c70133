use super::extension::extension_name;
use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A PAX header, GNU long name or GNU long link with no entry behind it: the archive ends, or
    /// a damaged header follows.
    ///
    /// ## Why it matters
    /// The entry that it belongs to is missing. Half of the readers say nothing.
    ///
    /// ## What to do
    /// Fetch the archive again, or ask its author for a whole one.
    ///
    /// ## When it is fine
    /// Never. A lone global header is no finding: `git archive` writes it for an empty tree.
    DANGLING_EXTENSION = "tar/dangling-extension";
    summary: "extension header without an entry";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, pax Extended Header"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::DanglingExtension { typeflag } = cx.anomaly.kind {
        out.report(|| {
            Seen::new(cx.place(), format!("{} has no entry behind it", extension_name(typeflag)))
        });
    }
}
