use crate::{
    model::Escaped,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An extended attribute whose name begins with `trusted.overlay.` or `user.overlay.`.
    ///
    /// ## Why it matters
    /// These attributes steer overlayfs: one makes a directory opaque, another makes it show a
    /// directory of another name. An engine that sets them as root mounts another tree than the one
    /// that scanners see.
    ///
    /// ## What to do
    /// Do not use the image.
    ///
    /// ## When it is fine
    /// Never in an archive: there they are left over from a storage driver.
    OVERLAY_XATTR = "entry/overlay-xattr";
    summary: "extended attribute of overlayfs";
    levels: { layer: Deny, package: Warn };
    since: "0.1.0";
    sources: ["Linux overlayfs.rst"];
    check: Entry(Facts::XATTRS, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    let steers = |name: &&Vec<u8>| {
        name.starts_with(b"trusted.overlay.") || name.starts_with(b"user.overlay.")
    };
    if let Some(name) = cx.entry.xattrs.iter().find(steers) {
        out.report(|| {
            let message = format!("{} has the attribute {}", cx.entry.path, Escaped(name));
            Seen::new(cx.place(), message)
        });
    }
}
