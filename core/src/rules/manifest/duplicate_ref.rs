use crate::{
    graph::Body,
    model::escape_str,
    oci::Descriptor,
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};
use std::collections::BTreeMap;

rule! {
    /// ## What it finds
    /// Two descriptors of `index.json` with one name, for one platform, and with different
    /// digests.
    ///
    /// ## Why it matters
    /// A name stands for one image. Some tools take the first of two, some the last, and
    /// some refuse to choose.
    ///
    /// ## What to do
    /// Name the image by its digest, or remove the old descriptor.
    ///
    /// ## When it is fine
    /// Entries for different platforms may share a name.
    DUPLICATE_REF = "manifest/duplicate-ref";
    summary: "one name for two images";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["OCI image-spec 1.1, image-layout.md, index.json file"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    let (Body::Index(index), None) = (&cx.document.body, cx.document.found_by) else { return };
    let mut first: BTreeMap<(&str, String), (usize, &Descriptor<'_>)> = BTreeMap::new();
    for (number, descriptor) in index.manifests.iter().enumerate() {
        let Some(descriptor) = descriptor else { continue };
        let Some(name) = descriptor.reference() else { continue };
        let platform = descriptor.platform.as_ref().map(ToString::to_string).unwrap_or_default();
        let (other, earlier) =
            *first.entry((name.as_ref(), platform)).or_insert((number, descriptor));
        if earlier.digest != descriptor.digest {
            out.report(|| {
                let place = |number, descriptor: &Descriptor<'_>| {
                    cx.place(descriptor.offset, format!("/manifests/{number}"))
                };
                let message = format!("name {} is also that of another image", escape_str(name));
                Seen::new(place(number, descriptor), message).with_related(place(other, earlier))
            });
        }
    }
}
