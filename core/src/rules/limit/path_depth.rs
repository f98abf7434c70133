use crate::{
    model::to_u64,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry whose name has more components than the limit `path-depth`: 256 where the options
    /// do not say otherwise.
    ///
    /// ## Why it matters
    /// A deep tree is how a path becomes longer than `PATH_MAX` once it is resolved, although every
    /// single name is short: that defeated the `data` filter of Python 3.11.7 (CVE-2025-4517).
    ///
    /// ## What to do
    /// Look at what the tree is for before you unpack it.
    ///
    /// ## When it is fine
    /// Real trees stay far below it. Raise the limit for an archive that you made yourself.
    PATH_DEPTH = "limit/path-depth";
    summary: "entry name with more components than the limit";
    levels: { layer: Warn, package: Deny };
    since: "0.1.0";
    sources: ["CVE-2025-4517"];
    check: Entry(Facts::LONG_NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let (depth, limit) = (to_u64(cx.traits.depth), cx.limits.path_depth);
    if depth > limit {
        out.report(|| {
            Seen::new(cx.place(), format!("name of {depth} components, the limit is {limit}"))
        });
    }
}
