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
    /// A path of `Volumes` with a component `..`.
    ///
    /// ## Why it matters
    /// containerd's CRI plugin joined such a path to the image's root and copied what it
    /// found into the volume: files of the host became readable in the container.
    ///
    /// ## What to do
    /// Do not run the image.
    ///
    /// ## When it is fine
    /// Never: a volume is named by a plain path of the image.
    VOLUME_ESCAPE = "config/volume-escape";
    summary: "volume path has a parent component";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2022-23648"];
    check: Image(check);
}

fn check(cx: &ImageContext<'_>, out: &mut Findings) {
    for (key, _) in cx.config.options.volumes.iter().flat_map(JsonValue::members) {
        let path = key.as_str().unwrap_or_default();
        if path.split('/').any(|part| part == "..") {
            out.report(|| {
                let message = format!("volume {} has a component ..", escape_str(&path));
                let pointer = pointer("Volumes", &path);
                Seen::new(cx.place(to_u64(key.start()), pointer), message)
            });
        }
    }
}
