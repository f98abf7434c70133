use crate::{
    docker::ArchiveImage,
    graph::Body,
    model::escape_str,
    reference::Reference,
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};
use std::collections::BTreeMap;

rule! {
    /// ## What it finds
    /// Two images of one `manifest.json` with the same name in `RepoTags`, however it is
    /// spelt (`app:1` is `docker.io/library/app:1`).
    ///
    /// ## Why it matters
    /// `docker load` gives the tag to the last of them, other tools find the first.
    /// What is run is then not what was looked at.
    ///
    /// ## What to do
    /// Save the images again under names of their own.
    ///
    /// ## When it is fine
    /// The same image twice is no finding. Names of an OCI layout are judged by
    /// `manifest/duplicate-ref`.
    DUPLICATE = "reference/duplicate";
    summary: "two images have one tag";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["Docker Image Specification v1.2, RepoTags"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    let Body::ArchiveManifest(manifest) = &cx.document.body else { return };
    let mut first: BTreeMap<String, (usize, usize, &ArchiveImage<'_>)> = BTreeMap::new();
    for (item, image) in manifest.images.iter().enumerate() {
        let Some(image) = image else { continue };
        for (number, tag) in image.tags.iter().enumerate() {
            let Ok(name) = Reference::parse(&tag.text) else { continue };
            let &mut (other_item, other_number, other) =
                first.entry(name.to_string()).or_insert((item, number, image));
            if other_item == item || is_same(image, other) {
                continue;
            }
            out.report(|| {
                let place =
                    |item, number, offset| cx.place(offset, format!("/{item}/RepoTags/{number}"));
                let earlier = other.tags.get(other_number).map_or(other.offset, |tag| tag.offset);
                let message =
                    format!("name {} is also that of another image", escape_str(&tag.text));
                Seen::new(place(item, number, tag.offset), message).with_related(place(
                    other_item,
                    other_number,
                    earlier,
                ))
            });
        }
    }
}

/// Both name the same members.
fn is_same(image: &ArchiveImage<'_>, other: &ArchiveImage<'_>) -> bool {
    let text = |path: &crate::docker::ArchivePath<'_>| path.text.to_string();
    let parts = |image: &ArchiveImage<'_>| {
        let layers: Vec<_> = image.layers.iter().map(text).collect();
        (image.config.as_ref().map(text), layers)
    };
    parts(image) == parts(other)
}
