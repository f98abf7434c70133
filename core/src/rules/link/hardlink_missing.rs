use crate::{
    model::{Escaped, Grade, Stream},
    rules::{
        Findings, LayeringContext, StreamContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A hard link whose target is no entry of the archive, before or after it; in an image, one whose
    /// target is in none of the layers below either. In a layer that is judged alone, or over a layer
    /// that could not be read, it is the lesser case: a layer below may have the target.
    ///
    /// ## Why it matters
    /// umoci and the extractors fail there and leave half of the tree, or link to what stood at
    /// that name in the destination before. Tools that only list or copy, crane and skopeo among
    /// them, say nothing.
    ///
    /// ## What to do
    /// Do not unpack the package or image. For a layer, judge the whole image: there the layers below
    /// are known.
    ///
    /// ## When it is fine
    /// In a layer whose lower layers have the target.
    HARDLINK_MISSING = "link/hardlink-missing";
    summary: "hard link target is not in the archive";
    levels: { layer: Deny / Warn, package: Deny };
    since: "0.1.0";
    sources: ["POSIX.1-2024 link()", "image-spec v1.1 layer.md"];
    check: Stream(check), Layering(check_layering);
}

fn check(cx: &StreamContext<'_>, out: &mut Findings) {
    // Of a blob nothing is said before it is known what it lies over.
    if cx.stream != Stream::Archive {
        return;
    }
    for link in cx.index.missing_links() {
        out.report_graded(Grade::Lesser, || {
            let target = Escaped(&link.target);
            let message = format!("target {target} of the hard link is not in this archive");
            Seen::new(cx.place_of_link(link), message)
        });
    }
}

fn check_layering(cx: &LayeringContext<'_>, out: &mut Findings) {
    let grade = if cx.complete { Grade::Full } else { Grade::Lesser };
    for link in &cx.applied.missing {
        out.report_graded(grade, || {
            let target = Escaped(&link.target);
            let message =
                format!("target {target} of the hard link is not in this layer or one below it");
            Seen::new(cx.place_of(link), message)
        });
    }
}
