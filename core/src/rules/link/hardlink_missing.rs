use crate::{
    model::{Escaped, Grade, PathTraits},
    rules::{
        Findings, StreamContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A hard link whose target is no entry of the archive, before or after it. In a layer that is
    /// judged alone it is the lesser case: a layer below may have the target.
    ///
    /// ## Why it matters
    /// umoci and the extractors fail there and leave half of the tree, or link to what stood at
    /// that name in the destination before. Tools that only list or copy, crane and skopeo among
    /// them, say nothing.
    ///
    /// ## What to do
    /// Do not unpack the package. For a layer, judge the whole image: there the layers below are
    /// known.
    ///
    /// ## When it is fine
    /// In a layer whose lower layers have the target.
    HARDLINK_MISSING = "link/hardlink-missing";
    summary: "hard link target is not in the archive";
    levels: { layer: Deny / Warn, package: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 link()", "image-spec v1.1 layer.md"];
    check: Stream(check);
}

fn check(cx: &StreamContext<'_>, out: &mut Findings) {
    // A full index does not know what came later: `limit/index-size` tells of it.
    if cx.index.full().is_some() {
        return;
    }
    for link in cx.index.pending() {
        let found = cx.index.find(&link.target).filter(|found| found.node != link.node);
        // A target above the root is told by `link/hardlink-escape`, none at all by `link/empty-target`.
        let told = link.target.is_empty() || PathTraits::of(&link.target).climbs;
        if found.is_none() && !told {
            out.report_graded(Grade::Lesser, || {
                let target = Escaped(&link.target);
                let message = format!("target {target} of the hard link is not in this archive");
                Seen::new(cx.place_of_link(link), message)
            });
        }
    }
}
