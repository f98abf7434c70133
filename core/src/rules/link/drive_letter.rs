use crate::{
    model::{has_backslash_parent, has_drive},
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A link whose target begins with a Windows drive (`C:...`), or has a `..` component that only
    /// shows when `\` separates components.
    ///
    /// ## Why it matters
    /// On Windows the target is absolute, relative to another drive, or above the destination,
    /// although a check for `/` and `../` finds nothing. node-tar before 7.5.11 made such links
    /// (CVE-2026-29786, CVE-2026-31802).
    ///
    /// ## What to do
    /// Do not unpack the package on Windows.
    ///
    /// ## When it is fine
    /// On Linux, and in image layers for Linux, where such a target is an odd name, no more.
    DRIVE_LETTER = "link/drive-letter";
    summary: "link target leaves its place on Windows";
    levels: { layer: Info, package: Deny };
    since: "0.1.0";
    sources: [
        "CVE-2026-31802",
        "CVE-2026-29786",
        "Microsoft, Naming Files, Paths, and Namespaces",
    ];
    check: Entry(Facts::LINK, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let target = cx.entry.link_target.as_bytes();
    if cx.is_link() && (has_drive(target) || has_backslash_parent(target)) {
        out.report(|| {
            let (path, target) = (&cx.entry.path, &cx.entry.link_target);
            Seen::new(cx.place(), format!("target {target} of {path} leaves its place on Windows"))
        });
    }
}
