use crate::{
    graph::ImageKind,
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An image without any layer.
    ///
    /// ## Why it matters
    /// It is legal and useless: there is nothing to run. Kata Containers took the absence
    /// of a layer for a reason to give the host's own disk to the container.
    ///
    /// ## What to do
    /// Find out what the image is for.
    ///
    /// ## When it is fine
    /// `FROM scratch` images that only carry labels, and images that umoci has just made.
    NO_LAYERS = "manifest/no-layers";
    summary: "image without a layer";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["CVE-2026-24054", "OCI image-spec 1.1, manifest.md"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    let images = cx.graph.images.iter().filter(|image| image.document == cx.number);
    for image in images.filter(|image| image.kind == ImageKind::Image && image.layers.is_empty()) {
        // The other side of an archive in both formats says it.
        if image.item.is_some() && image.twin.is_some() {
            continue;
        }
        out.report(|| {
            let pointer = image.item.map(|item| format!("/{item}")).unwrap_or_default();
            Seen::new(cx.place(0, format!("{pointer}{}", layers(image.item))), "image has no layer")
        });
    }
}

const fn layers(item: Option<usize>) -> &'static str {
    if item.is_some() { "/Layers" } else { "/layers" }
}
