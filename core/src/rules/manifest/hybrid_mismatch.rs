use crate::{
    graph::{Body, HybridMismatch},
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// An archive with both `manifest.json` and `index.json` in which an image of one has
    /// no image with the same config and layers in the other. An index that names several
    /// platforms needs one of them in `manifest.json`.
    ///
    /// ## Why it matters
    /// Docker from 25 writes both, and every reader picks one: older engines, crane and
    /// Skopeo's `docker-archive:` take `manifest.json`, others `index.json`. Where they
    /// differ, what was scanned is not what is run.
    ///
    /// ## What to do
    /// Do not load the image. Save it again.
    ///
    /// ## When it is fine
    /// Docker 25.0.0 wrote manifests without layers into such archives: save the image
    /// again with a later one.
    HYBRID_MISMATCH = "manifest/hybrid-mismatch";
    summary: "manifest.json and index.json name different images";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["Docker Image Specification v1.2", "OCI image-spec 1.1, image-layout.md", "moby issue 47065"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    for mismatch in &cx.graph.hybrid {
        let (other, offset, pointer) = match *mismatch {
            HybridMismatch::Archive(number) => {
                let image = cx.graph.images.get(number);
                let image = image.filter(|image| image.document == cx.number);
                let Some(item) = image.and_then(|image| image.item) else { continue };
                ("index.json", item_offset(cx, item), format!("/{item}"))
            }
            HybridMismatch::Index(number) => {
                let edge = cx.graph.edges.get(number).filter(|edge| edge.from == cx.number);
                let Some(edge) = edge else { continue };
                ("manifest.json", edge.offset, edge.slot.pointer())
            }
        };
        out.report(|| {
            let message = format!("{other} has no image with this config and these layers");
            Seen::new(cx.place(offset, pointer), message)
        });
    }
}

fn item_offset(cx: &DocumentContext<'_>, item: usize) -> u64 {
    let Body::ArchiveManifest(manifest) = &cx.document.body else { return 0 };
    let image = manifest.images.get(item).and_then(Option::as_ref);
    image.map_or(0, |image| image.offset)
}
