use crate::{
    model::has_backslash_parent,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A name with a `..` component that only shows when `\` separates components as it does on
    /// Windows, such as `a\..\..\b`.
    ///
    /// ## Why it matters
    /// On Windows a tool that looks for `..` between slashes only, and then hands the name to the
    /// system, writes outside of its destination. On Linux the whole of it is one file name: GNU
    /// tar, bsdtar and Python unpack it as such.
    ///
    /// ## What to do
    /// Do not unpack the package on Windows. Ask the author what the name is for.
    ///
    /// ## When it is fine
    /// On Linux, and in image layers for Linux: there it is an odd file name, no more. Backslashes
    /// without `..`, as in the units of systemd (`dev-disk-by\x2dlabel`), are no finding.
    BACKSLASH_ESCAPE = "path/backslash-escape";
    summary: "entry name has a .. component between backslashes";
    levels: { layer: Info, package: Deny };
    since: "0.1.0";
    sources: ["CVE-2021-37713", "Microsoft, Naming Files, Paths, and Namespaces"];
    check: Entry(Facts::NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.traits.backslash && has_backslash_parent(cx.entry.path.as_bytes()) {
        out.report(|| {
            let message = format!("name {} has a .. component between backslashes", cx.entry.path);
            Seen::new(cx.place(), message)
        });
    }
}
