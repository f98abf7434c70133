use crate::{
    layer::MergeLimit,
    model::{Place, Stream},
    rules::{
        ArchiveContext, Findings, MergeOver,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// Layers that could not be put together within the limits: their paths take more than
    /// `merge-size` (128 MiB by default, enough for some six million entries in one archive), or
    /// those to be read for all images, a shared layer once for each, are more than `merge-read`
    /// (4 GiB).
    ///
    /// ## Why it matters
    /// ocivet keeps the paths of all layers until it knows which layer lies over which. Rules that
    /// need this (writing through a lower layer's symlink, whiteouts below one, hard links into lower
    /// layers) saw nothing, so the archive cannot be called harmless.
    ///
    /// ## What to do
    /// Raise the limit if the archive is known, or verify its images one by one.
    ///
    /// ## When it is fine
    /// A layout in which years of builds are kept.
    LAYER_MERGE = "limit/layer-merge";
    summary: "layers are too large to be put together";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["ocivet limits", "CWE-770"];
    check: Archive(check);
}

fn check(cx: &ArchiveContext<'_>, out: &mut Findings) {
    let Some(over) = cx.merge_over.filter(|_| cx.kind.is_image()) else { return };
    out.report(|| {
        let (size, read) = (cx.limits.merge_size, cx.limits.merge_read);
        let message = match over {
            MergeOver::Outlines(bytes) => {
                format!("paths of layers take {bytes} bytes, over the limit of {size}")
            }
            MergeOver::Image(MergeLimit::Size) => {
                format!("directories and links of an image take over {size} bytes together")
            }
            MergeOver::Image(MergeLimit::Read) => {
                format!("layers of all images have over {read} bytes of paths to be read")
            }
        };
        Seen::new(Place::whole(Stream::Archive), message)
    });
}
