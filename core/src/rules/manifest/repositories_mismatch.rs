use crate::{
    graph::Body,
    json::Pointer,
    model::escape_str,
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};
use std::collections::BTreeSet;

rule! {
    /// ## What it finds
    /// A legacy file `repositories` that names a tag which no image of `manifest.json` has
    /// in its `RepoTags`.
    ///
    /// ## Why it matters
    /// Very old loaders tag images by `repositories` alone, all others by `RepoTags`: one
    /// archive then tags an image in two ways.
    ///
    /// ## What to do
    /// Save the image again; the file can be left out.
    ///
    /// ## When it is fine
    /// Archives that were edited by hand to rename an image often keep the old name here.
    REPOSITORIES_MISMATCH = "manifest/repositories-mismatch";
    summary: "repositories names a tag that manifest.json does not";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["Docker Image Specification v1.0", "Docker Image Specification v1.2"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    let Body::Repositories(repositories) = &cx.document.body else { return };
    let bodies = cx.graph.documents.iter().map(|document| &document.body);
    let manifests = bodies.filter_map(|body| match body {
        Body::ArchiveManifest(manifest) => Some(manifest),
        _ => None,
    });
    let mut known: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut any = false;
    for manifest in manifests {
        any = true;
        let tags = manifest.images.iter().flatten().flat_map(|image| &image.tags);
        known.extend(tags.filter_map(|tag| tag.text.rsplit_once(':')));
    }
    let tags = repositories.list.iter().flat_map(|it| it.tags.iter().map(|tag| (&it.name, tag)));
    for (name, tag) in tags.filter(|_| any) {
        if !known.contains(&(name.as_ref(), tag.name.as_ref())) {
            out.report(|| {
                let mut pointer = Pointer::new();
                pointer.push_key(name);
                pointer.push_key(&tag.name);
                let (name, text) = (escape_str(name), escape_str(&tag.name));
                let message = format!("{name}:{text} is in no RepoTags of manifest.json");
                Seen::new(cx.place(tag.offset, pointer), message)
            });
        }
    }
}
