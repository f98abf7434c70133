use crate::rules::{
    Findings, ImageContext,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A config for another platform than the index says that names the image.
    ///
    /// ## Why it matters
    /// The client chooses by the index and the engine runs by the config: an image that is
    /// listed as one platform is another, so what was scanned for one was never looked at
    /// for the other.
    ///
    /// ## What to do
    /// Build the index again from the images as they are.
    ///
    /// ## When it is fine
    /// A variant that only one of the two gives is no finding.
    PLATFORM_MISMATCH = "config/platform-mismatch";
    summary: "platforms of index and config differ";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-index.md", "OCI image-spec 1.1, config.md, Properties"];
    check: Image(check);
}

fn check(cx: &ImageContext<'_>, out: &mut Findings) {
    let Some((_, index)) = cx.graph.platform_of(cx.image) else { return };
    let config = &cx.config.platform;
    let differ = |left: &str, right: &str| !left.is_empty() && !right.is_empty() && left != right;
    if differ(&index.os, &config.os)
        || differ(&index.architecture, &config.architecture)
        || differ(&index.variant, &config.variant)
    {
        out.report(|| {
            let message = format!("platform of the config is {config}, index says {index}");
            Seen::new(cx.place(0, "/architecture"), message)
        });
    }
}
