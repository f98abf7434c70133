use crate::{
    model::escape_str,
    rules::{
        Findings, ImageContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A config whose `rootfs.type` is not `layers`, the only one there is.
    ///
    /// ## Why it matters
    /// Engines must refuse such a config, and those that do not look take it for the usual
    /// kind.
    ///
    /// ## What to do
    /// Build the image again with a current tool.
    ///
    /// ## When it is fine
    /// Never. Old Docker for Windows had `layers+base`, which no engine reads any more.
    ROOTFS_TYPE = "config/rootfs-type";
    summary: "rootfs is not of type layers";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, config.md, Properties"];
    check: Image(check);
}

fn check(cx: &ImageContext<'_>, out: &mut Findings) {
    let Some(rootfs) = &cx.config.rootfs else { return };
    let (offset, found) = match &rootfs.kind {
        Some((_, kind)) if kind == "layers" => return,
        Some((offset, kind)) => (*offset, escape_str(kind)),
        None => (rootfs.offset, "absent".to_owned()),
    };
    out.report(|| {
        let message = format!("type of the rootfs is {found}, must be layers");
        Seen::new(cx.place(offset, "/rootfs/type"), message)
    });
}
