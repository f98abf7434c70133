use crate::{
    model::JsonFaultKind,
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A key twice in one object of a document, at any depth, after escapes such as
    /// `\\u0064igest` are read.
    ///
    /// ## Why it matters
    /// Of two equal keys some readers take the first and most the last, and nobody refuses
    /// them: a scanner and the engine can see different layers in one manifest, with the
    /// same digest.
    ///
    /// ## What to do
    /// Do not load the image. Ask its author for a document in which each key stands once.
    ///
    /// ## When it is fine
    /// Never: no tool writes such a document.
    DUPLICATE_KEY = "manifest/duplicate-key";
    summary: "key twice in one JSON object";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["RFC 8259, section 4", "RFC 7493, section 2.3"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    for fault in cx.graph.json_faults(cx.document) {
        if let JsonFaultKind::DuplicateKey { first } = fault.kind {
            out.report(|| {
                let place = |offset| cx.place(offset, fault.pointer.as_str());
                Seen::new(place(fault.offset), "key is there twice in one object")
                    .with_related(place(first))
            });
        }
    }
}
