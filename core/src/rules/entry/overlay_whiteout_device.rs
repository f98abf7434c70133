use crate::{
    model::EntryKind,
    rules::{
        EntryContext, Facts, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A character device with the numbers 0:0.
    ///
    /// ## Why it matters
    /// overlayfs takes such a device for a whiteout: mounted as a layer it hides the lower file,
    /// while scanners, and tools that unpack layers into one tree, still show that file.
    ///
    /// ## What to do
    /// Do not use the image. Rebuild it with a tool that writes `.wh.` files.
    ///
    /// ## When it is fine
    /// Never in an archive: there it is left over from a storage driver.
    OVERLAY_WHITEOUT_DEVICE = "entry/overlay-whiteout-device";
    summary: "whiteout of overlayfs";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["Linux overlayfs.rst", "image-spec v1.1 layer.md, Whiteouts"];
    check: Entry(Facts::SPECIAL, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if cx.entry.kind == EntryKind::CharDevice && cx.entry.device == (0, 0) {
        out.report(|| {
            let message = format!("character device {} has the numbers 0:0", cx.entry.path);
            Seen::new(cx.place(), message)
        });
    }
}
