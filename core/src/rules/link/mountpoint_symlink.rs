use crate::rules::{
    Findings, MergedContext,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// An image in which `dev`, `proc` or `sys` at the root is a symlink, once all layers lie over
    /// each other.
    ///
    /// ## Why it matters
    /// runc mounts these directories before it changes to the container's root, and before it was
    /// fixed it removed and created files through such a symlink on the host.
    ///
    /// ## What to do
    /// Do not run the image.
    ///
    /// ## When it is fine
    /// Never: these are places where a container's own file systems are mounted.
    MOUNTPOINT_SYMLINK = "link/mountpoint-symlink";
    summary: "dev, proc or sys is a symlink";
    levels: { layer: Deny, package: Off };
    since: "0.1.0";
    sources: ["CVE-2026-41579", "OCI runtime-spec config.md, Mounts"];
    check: Merged(check);
}

fn check(cx: &MergedContext<'_>, out: &mut Findings) {
    for name in ["dev", "proc", "sys"] {
        if let Some(symlink) = cx.merged.symlink_at(&cx.merged.walk(name.as_bytes())) {
            out.report(|| {
                let message = format!("{name} of the image is the {}", cx.describe(symlink));
                Seen::new(cx.place_of_symlink(symlink), message)
            });
        }
    }
}
