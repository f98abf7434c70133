use crate::{
    model::JsonFaultKind,
    rules::{
        DocumentContext, Findings,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A document of an image that is nested deeper than the limit `json-depth`, 64 levels
    /// by default. It was not read.
    ///
    /// ## Why it matters
    /// Parsers that call themselves for each level run out of stack, and each has another
    /// limit: one refuses what the next one reads.
    ///
    /// ## What to do
    /// Do not load the image.
    ///
    /// ## When it is fine
    /// Never: real documents have less than ten levels.
    JSON_DEPTH = "limit/json-depth";
    summary: "document is nested too deeply";
    levels: { any: Deny };
    since: "0.1.0";
    sources: ["RFC 8259, section 9"];
    check: Document(check);
}

fn check(cx: &DocumentContext<'_>, out: &mut Findings) {
    let limit = cx.limits.json_depth;
    for fault in cx.graph.json_faults(cx.document) {
        if fault.kind == JsonFaultKind::TooDeep {
            out.report(|| {
                let message = format!("value is nested deeper than the limit of {limit} levels");
                Seen::new(cx.place(fault.offset, fault.pointer.as_str()), message)
            });
        }
    }
}
