use crate::{
    model::AnomalyKind,
    rules::{
        AnomalyContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A global PAX header with `path`, `linkpath`, `size`, `GNU.sparse.*` or extended
    /// attributes. It is not applied to the entries listed here.
    ///
    /// ## Why it matters
    /// With a global `path` GNU tar and Python rename every entry that follows, and with `size`
    /// GNU tar and node-tar skip over entries that the others show.
    ///
    /// ## What to do
    /// Do not unpack the archive.
    ///
    /// ## When it is fine
    /// Never: no value for one file fits all. `comment`, `mtime`, `uid` and vendors' keys, as
    /// `git archive` writes them, are no finding.
    PAX_GLOBAL_OVERRIDE = "tar/pax-global-override";
    summary: "global PAX header that names or sizes entries";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 pax, pax Extended Header"];
    check: Anomaly(check);
}

fn check(cx: &AnomalyContext<'_>, out: &mut Findings) {
    if let AnomalyKind::PaxGlobalOverride(key) = &cx.anomaly.kind {
        out.report(|| {
            Seen::new(cx.place(), format!("global PAX header sets {key} for all entries"))
        });
    }
}
