use crate::rules::{
    Findings, LayeringContext,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// Entries of a layer below a path that is a symlink in a lower layer, where the layer brings no
    /// entry in place of the symlink before them. It is the lesser case when a link on the way is
    /// absolute, and the least when all are relative; in both the way stays below the root. One
    /// finding stands for all entries below one symlink.
    ///
    /// ## Why it matters
    /// The overlay drivers of Docker, containerd and Podman put a directory in place of the symlink:
    /// what was below its target is not seen there any more. Tools that unpack all layers into one
    /// tree (umoci, kaniko, scanners) follow the symlink, so the two get different images, and where
    /// the link climbs or an absolute target is taken from the host, they write outside the tree.
    ///
    /// ## What to do
    /// Do not use the image if the link climbs. Otherwise have its author name the entries by the
    /// directory itself: `usr/lib/x` in place of `lib/x`.
    ///
    /// ## When it is fine
    /// When the author knows the base image and its links stay inside: `var/run -> /run` and
    /// `lib -> usr/lib` are in most base images, and builders that pack folders do not know them.
    WRITE_THROUGH_LOWER = "link/write-through-lower";
    summary: "entry is written through a symlink of a lower layer";
    levels: { layer: Deny / Warn / Info, package: Off };
    since: "0.1.0";
    sources: ["CVE-2026-17106", "image-spec v1.1 layer.md, Applying Changesets"];
    check: Layering(check);
}

fn check(cx: &LayeringContext<'_>, out: &mut Findings) {
    for through in &cx.applied.through {
        let link = through.link;
        out.report_graded(link.grade(), || {
            let place = cx.place(through.first, through.offset);
            let more = match through.more {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let name = place.entry.clone().unwrap_or_default();
            let how = if link.endless {
                ", which leads nowhere"
            } else if link.climbed {
                ", which climbs above the root"
            } else {
                ""
            };
            let link = (cx.describe(link), cx.place_of_symlink(link));
            let message = format!("name {name}{more} below the {} of a lower layer{how}", link.0);
            Seen::new(place, message).with_related(link.1)
        });
    }
}
