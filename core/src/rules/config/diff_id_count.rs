use crate::rules::{
    Findings, ImageContext,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A config with more or fewer `diff_ids` than the image has layers.
    ///
    /// ## Why it matters
    /// Which diff-ID belongs to which layer is then a guess, and layers without one are
    /// unpacked unverified. umoci 0.4.7 ends in a panic.
    ///
    /// ## What to do
    /// Do not load the image. Build it again.
    ///
    /// ## When it is fine
    /// Never. A config without any `diff_ids` and an image without layers fit each other.
    DIFF_ID_COUNT = "config/diff-id-count";
    summary: "number of diff-IDs is not the number of layers";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, config.md, Properties"];
    check: Image(check);
}

fn check(cx: &ImageContext<'_>, out: &mut Findings) {
    let Some(rootfs) = &cx.config.rootfs else { return };
    let (layers, diff_ids) = (cx.layers().len(), rootfs.diff_ids.len());
    if layers != diff_ids {
        out.report(|| {
            let message = format!("number of diff-IDs is {diff_ids}, of layers {layers}");
            Seen::new(cx.place(rootfs.offset, "/rootfs/diff_ids"), message)
        });
    }
}
