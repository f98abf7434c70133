use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A symlink whose target starts with `/`, in an archive that is no image layer.
    ///
    /// ## Why it matters
    /// The link points to files of the host wherever the package is unpacked: a tool that reads the
    /// tree reads them, and one that writes through the link changes them. The `data` filter of
    /// Python refuses such a link, GNU tar and bsdtar make it.
    ///
    /// ## What to do
    /// Do not unpack the package. Ask the author for relative links.
    ///
    /// ## When it is fine
    /// In image layers, where `/` is the root of the image: off there. In the root file system of a
    /// machine that is shipped as a plain tarball.
    SYMLINK_ABSOLUTE = "link/symlink-absolute";
    summary: "symlink target is absolute";
    levels: { layer: Off, package: Deny };
    since: "0.1.0";
    sources: ["CVE-2025-4138"];
    check: Entry(Facts::LINK, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.symlink().is_some() && cx.entry.link_target.as_bytes().starts_with(b"/") {
        out.report(|| {
            let (path, target) = (&cx.entry.path, &cx.entry.link_target);
            Seen::new(cx.place(), format!("symlink {path} -> {target} is absolute"))
        });
    }
}
