//! Collecting a JSON text, within bounds.

use crate::{
    json,
    model::{DocumentText, JsonFault, JsonFaultKind, Limits, to_u64},
};

/// A JSON text as it arrives.
#[derive(Debug, Default)]
pub(crate) struct DocumentBuffer {
    text: Vec<u8>,
    size: u64,
}

impl DocumentBuffer {
    /// Takes the next bytes. Over `Limits::json_size` nothing is kept, and only counted.
    pub(crate) fn push(&mut self, chunk: &[u8], limits: &Limits) {
        self.size = self.size.saturating_add(to_u64(chunk.len()));
        if self.size > limits.json_size {
            self.text = Vec::new();
        } else {
            self.text.extend_from_slice(chunk);
        }
    }

    /// Validates the text and keeps it if it could be a document that ocivet reads. `expected` says that it
    /// is one by its name.
    pub(crate) fn finish(self, limits: &Limits, expected: bool) -> DocumentText {
        if self.size > limits.json_size {
            let kind = JsonFaultKind::TooLarge { size: self.size };
            let fault = JsonFault { offset: 0, pointer: String::new(), kind };
            return DocumentText { text: None, faults: vec![fault] };
        }
        json::read_document(self.text, expected, limits)
    }
}
