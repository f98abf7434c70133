use crate::{
    graph::digest_by,
    rules::{
        Findings, ImageContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A layer whose decompressed bytes, all of them, have another digest than the
    /// `diff_ids` of the config say.
    ///
    /// ## Why it matters
    /// The diff-ID is what an engine names the unpacked layer by, and what it finds again
    /// in its store. Skopeo's `dir:` target does not look; an engine that shares layers by
    /// diff-ID mixes up images.
    ///
    /// ## What to do
    /// Do not load the image. Fetch or build it again.
    ///
    /// ## When it is fine
    /// Never: whoever writes a config has the layers at hand.
    DIFF_ID_MISMATCH = "config/diff-id-mismatch";
    summary: "layer does not have its diff-ID";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, config.md, Layer DiffID"];
    check: Image(check);
}

fn check(cx: &ImageContext<'_>, out: &mut Findings) {
    let Some(rootfs) = &cx.config.rootfs else { return };
    let layers = cx.layers();
    // Which belongs to which is not known then: see config/diff-id-count.
    if layers.len() != rootfs.diff_ids.len() {
        return;
    }
    for (number, (edge, diff_id)) in layers.iter().zip(&rootfs.diff_ids).enumerate() {
        let blob = edge.target.blob().and_then(|blob| cx.graph.blob(blob));
        let (Some(blob), Some(stated)) = (blob, diff_id.digest) else { continue };
        let computed = digest_by(blob.diff_ids(), stated.algorithm());
        if computed != Some(stated) {
            out.report(|| {
                let computed = computed.map_or_else(|| "not known".to_owned(), |it| it.to_string());
                let path = &blob.member.path;
                let message =
                    format!("diff-ID of layer {path} is {computed}, config says {stated}");
                Seen::new(cx.place(diff_id.offset, format!("/rootfs/diff_ids/{number}")), message)
            });
        }
    }
}
