use crate::{
    model::to_u64,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An entry whose name is longer than the limit `path-length`: 4096 bytes where the options do
    /// not say otherwise, the `PATH_MAX` of Linux.
    ///
    /// ## Why it matters
    /// Checks that resolve a path with `realpath` go wrong when it is longer than `PATH_MAX`: the
    /// `data` filter of Python 3.11.7 let such an archive write outside of its destination
    /// (CVE-2025-4517). Other tools fail half way.
    ///
    /// ## What to do
    /// Do not unpack the package with a tool that has no fix for CVE-2025-4517.
    ///
    /// ## When it is fine
    /// Real trees stay far below it. Raise the limit for an archive that you made yourself.
    PATH_LENGTH = "limit/path-length";
    summary: "entry name longer than the limit";
    levels: { layer: Warn, package: Deny };
    since: "0.1.0";
    sources: ["CVE-2025-4517", "Linux limits.h"];
    check: Entry(Facts::LONG_NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let (length, limit) = (to_u64(cx.entry.path.as_bytes().len()), cx.limits.path_length);
    if length > limit {
        out.report(|| {
            Seen::new(cx.place(), format!("name of {length} bytes, the limit is {limit}"))
        });
    }
}
