use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A symlink whose target climbs above the root of the archive, seen from the place where the
    /// link really stands: earlier symlinks in its own name and in its target are followed.
    ///
    /// ## Why it matters
    /// What is read or written through the link is outside of the destination. A check of the text
    /// alone misses chains such as `d/up -> ..` and then `d/up/x -> ..`. GNU tar and bsdtar make
    /// such links; the `data` filter of Python refuses them, but could be led around that
    /// (CVE-2025-4330, CVE-2025-4138).
    ///
    /// ## What to do
    /// Do not unpack the package. In an image, look at what the link is for.
    ///
    /// ## When it is fine
    /// In an image `..` at the root stays at the root once a container runs, so a link with too
    /// many `..` works there. Tools that read the unpacked image from outside may still follow it
    /// to the host.
    SYMLINK_ESCAPE = "link/symlink-escape";
    summary: "symlink target climbs above the root";
    levels: { layer: Warn, package: Deny };
    since: "0.1.0";
    sources: ["CVE-2025-4330", "CVE-2025-4138"];
    check: Entry(Facts::LINK, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.symlink().is_some_and(|target| target.climbed) {
        out.report(|| {
            let (path, target) = (&cx.entry.path, &cx.entry.link_target);
            Seen::new(cx.place(), format!("symlink {path} -> {target} climbs above the root"))
        });
    }
}
