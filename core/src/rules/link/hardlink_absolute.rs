use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A hard link whose target starts with `/`.
    ///
    /// ## Why it matters
    /// A tool that takes the target as it is links to a file of the host, as node-tar before 7.5.3
    /// did (CVE-2026-23745). GNU tar and bsdtar strip the slash and find the entry; Python finds
    /// nothing under that name, and its `data` filter refuses.
    ///
    /// ## What to do
    /// In a package: ask the author for an archive with relative targets. In a layer: nothing.
    ///
    /// ## When it is fine
    /// In image layers: kaniko writes the targets of hard links so, and the tools that unpack
    /// images look them up below the root of the image.
    HARDLINK_ABSOLUTE = "link/hardlink-absolute";
    summary: "hard link target is absolute";
    levels: { layer: Info, package: Deny };
    since: "0.1.0";
    sources: ["CVE-2026-23745"];
    check: Entry(Facts::LINK, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.hard_link().is_some() && cx.entry.link_target.as_bytes().starts_with(b"/") {
        out.report(|| {
            let (path, target) = (&cx.entry.path, &cx.entry.link_target);
            Seen::new(cx.place(), format!("hard link {path} to {target} is absolute"))
        });
    }
}
