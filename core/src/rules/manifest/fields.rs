//! What the rules over fields of documents share.

use crate::{
    model::FieldFaultKind,
    rules::{DocumentContext, Findings, rule::Seen},
};

/// Reports each field fault of a document for which there is a message.
pub(in crate::rules) fn field_faults(
    cx: &DocumentContext<'_>,
    out: &mut Findings,
    message: impl Fn(&FieldFaultKind) -> Option<String>,
) {
    for fault in &cx.document.faults.list {
        if let Some(message) = message(&fault.kind) {
            out.report(|| Seen::new(cx.place(fault.offset, fault.pointer.as_str()), message));
        }
    }
}
