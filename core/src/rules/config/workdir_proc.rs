use crate::{
    model::{escape_str, to_u64},
    rules::{
        Findings, ImageContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A `WorkingDir` that, with `.` and `..` resolved, lies below `/proc/` or has
    /// `/self/fd/` in it.
    ///
    /// ## Why it matters
    /// runc up to 1.1.11 left a descriptor of a host directory open while it changed to the
    /// working directory: one such as `/proc/self/fd/7` is then a directory of the host,
    /// and the container can walk up to its root.
    ///
    /// ## What to do
    /// Do not run the image.
    ///
    /// ## When it is fine
    /// Never: nothing works below `/proc`.
    WORKDIR_PROC = "config/workdir-proc";
    summary: "working directory is below /proc";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["CVE-2024-21626"];
    check: Image(check);
}

fn check(cx: &ImageContext<'_>, out: &mut Findings) {
    let Some(value) = cx.config.options.working_dir else { return };
    let text = value.as_str().unwrap_or_default();
    let parts = clean(&text);
    let below_proc = matches!(parts[..], ["proc", _, ..]);
    let has_descriptor = parts.windows(2).any(|pair| pair == ["self", "fd"]);
    if below_proc || has_descriptor {
        out.report(|| {
            let message = format!("working directory is {}, below /proc", escape_str(&text));
            Seen::new(cx.place(to_u64(value.start()), "/config/WorkingDir"), message)
        });
    }
}

/// The components of a path from the root, with `.` and `..` resolved by their text.
fn clean(path: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts
}
