use crate::rules::{
    Findings, ImageContext,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A config without `rootfs`, the list of its layers' digests.
    ///
    /// ## Why it matters
    /// Nothing then ties the unpacked layers to the image: they cannot be compared, and
    /// engines that do not insist run whatever the manifest brings.
    ///
    /// ## What to do
    /// Build the image again with a current tool.
    ///
    /// ## When it is fine
    /// Never for an image. Configs of artifacts are not looked at.
    ROOTFS_MISSING = "config/rootfs-missing";
    summary: "config has no rootfs";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, config.md, Properties"];
    check: Image(check);
}

fn check(cx: &ImageContext<'_>, out: &mut Findings) {
    if cx.config.rootfs.is_none() {
        out.report(|| Seen::new(cx.place(0, ""), "config has no rootfs"));
    }
}
