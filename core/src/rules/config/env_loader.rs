use crate::{
    json::JsonValue,
    model::{Grade, escape_str, to_u64},
    rules::{
        Findings, ImageContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// `LD_PRELOAD` or `LD_AUDIT` in `Env`; the lesser case is `LD_LIBRARY_PATH`.
    ///
    /// ## Why it matters
    /// The dynamic loader runs what these name in every program of the container, and in a
    /// hook of the host that takes the container's environment over: NVIDIA's toolkit had
    /// one that ran as root.
    ///
    /// ## What to do
    /// Look at what is loaded. Set the variable when running the image, not in it.
    ///
    /// ## When it is fine
    /// Images of allocators and of profilers preload a library on purpose;
    /// `LD_LIBRARY_PATH` is common in images for machine learning.
    ENV_LOADER = "config/env-loader";
    summary: "environment steers the dynamic loader";
    levels: { any: Warn / Info };
    since: "0.1.0";
    sources: ["CVE-2025-23266", "ld.so(8)"];
    check: Image(check);
}

fn check(cx: &ImageContext<'_>, out: &mut Findings) {
    for (number, item) in cx.config.options.env.iter().flat_map(JsonValue::items).enumerate() {
        let text = item.as_str().unwrap_or_default();
        let (name, _) = text.split_once('=').unwrap_or((&text, ""));
        let grade = match name {
            "LD_AUDIT" | "LD_PRELOAD" => Grade::Full,
            "LD_LIBRARY_PATH" => Grade::Lesser,
            _ => continue,
        };
        out.report_graded(grade, || {
            let place = cx.place(to_u64(item.start()), format!("/config/Env/{number}"));
            Seen::new(place, format!("environment sets {}", escape_str(&text)))
        });
    }
}
