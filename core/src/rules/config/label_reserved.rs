use super::options::pointer;
use crate::{
    json::JsonValue,
    model::{escape_str, to_u64},
    rules::{
        Findings, ImageContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A label below `containerd.io/` or `io.containerd.`, which engines use for
    /// themselves.
    ///
    /// ## Why it matters
    /// containerd's CRI plugin took an image's labels over as its own without looking, so
    /// an image could steer how it is kept and run.
    ///
    /// ## What to do
    /// Find out which tool wrote the label, and build the image without it.
    ///
    /// ## When it is fine
    /// Labels of builders, such as `org.opencontainers.*` and `io.buildah.*`, are no
    /// finding.
    LABEL_RESERVED = "config/label-reserved";
    summary: "label that belongs to the engine";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["CVE-2026-53488"];
    check: Image(check);
}

fn check(cx: &ImageContext<'_>, out: &mut Findings) {
    for (key, _) in cx.config.options.labels.iter().flat_map(JsonValue::members) {
        let name = key.as_str().unwrap_or_default();
        if ["containerd.io/", "io.containerd."].iter().any(|prefix| name.starts_with(prefix)) {
            out.report(|| {
                let message = format!("label {} is reserved for containerd", escape_str(&name));
                let pointer = pointer("Labels", &name);
                Seen::new(cx.place(to_u64(key.start()), pointer), message)
            });
        }
    }
}
