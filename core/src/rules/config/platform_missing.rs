use crate::rules::{
    Findings, ImageContext,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A config without `os` or `architecture`.
    ///
    /// ## Why it matters
    /// Engines then take their own, so the image runs where it was not meant to and fails
    /// there, or is picked for the wrong platform.
    ///
    /// ## What to do
    /// Build the image for a platform: `docker build --platform`.
    ///
    /// ## When it is fine
    /// Images that carry only data run nowhere.
    PLATFORM_MISSING = "config/platform-missing";
    summary: "config names no platform";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, config.md, Properties"];
    check: Image(check);
}

fn check(cx: &ImageContext<'_>, out: &mut Findings) {
    let platform = &cx.config.platform;
    for (name, value) in [("os", &platform.os), ("architecture", &platform.architecture)] {
        if value.is_empty() {
            out.report(|| Seen::new(cx.place(0, ""), format!("config has no {name}")));
        }
    }
}
