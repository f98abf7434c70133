use crate::{
    model::JsonFaultKind,
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A document of an image that is longer than the limit `json-size`, 32 MiB by default.
    /// It was not read.
    ///
    /// ## Why it matters
    /// A document is held in memory as a whole by every tool, most often several times
    /// over: a large one ends them.
    ///
    /// ## What to do
    /// Ask what is in it, or raise the limit if it is known.
    ///
    /// ## When it is fine
    /// Hardly ever: large configs have some 100 KiB.
    JSON_SIZE = "limit/json-size";
    summary: "document is too large";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["RFC 8259, section 9"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    let limit = cx.limits.json_size;
    for fault in cx.graph.json_faults(cx.document) {
        if let JsonFaultKind::TooLarge { size } = fault.kind {
            out.report(|| {
                let role = cx.document.role.name();
                let message = format!("{role} is {size} bytes long, over the limit of {limit}");
                Seen::new(cx.whole(), message)
            });
        }
    }
}
