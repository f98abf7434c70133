use crate::{
    graph::Problem,
    model::JsonFaultKind,
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A document that is no JSON text: bytes that are not UTF-8, a byte order mark,
    /// something behind the value, NaN, comments, control bytes in strings, lone
    /// surrogates, or no JSON at all. A compressed document counts too.
    ///
    /// ## Why it matters
    /// Lenient readers take much of this, each something else: Go replaces bytes that are
    /// not UTF-8, others cut the text at the first fault. The document then says one thing
    /// to a scanner and another to the engine.
    ///
    /// ## What to do
    /// Do not load the image. Ask its author for a document that a strict parser takes.
    ///
    /// ## When it is fine
    /// Never: every image tool writes plain JSON.
    INVALID_JSON = "manifest/invalid-json";
    summary: "document is no JSON text";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["RFC 8259", "RFC 3629"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    if cx.document.problem == Some(Problem::NotJson) {
        out.report(|| {
            let message = format!("{} is no JSON text", cx.document.role.name());
            Seen::new(cx.whole(), message)
        });
    }
    for fault in cx.graph.json_faults(cx.document) {
        if let JsonFaultKind::Invalid { reason } = &fault.kind {
            out.report(|| Seen::new(cx.place(fault.offset, fault.pointer.as_str()), &**reason));
        }
    }
}
