//! Collecting texts, within bounds.

use crate::{
    json,
    model::{DocumentText, JsonFault, JsonFaultKind, Limits, saturating_usize, to_u64},
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

/// A Dockerfile as it arrives.
#[derive(Debug, Default)]
pub(crate) struct TextBuffer {
    text: Vec<u8>,
    /// There is more than is kept.
    pub(crate) over: bool,
}

impl TextBuffer {
    /// Takes the next bytes. What is over `Limits::dockerfile_size` is not kept.
    pub(super) fn push(&mut self, chunk: &[u8], limits: &Limits) {
        let room = limits.dockerfile_size.saturating_sub(to_u64(self.text.len()));
        let (kept, over) = chunk.split_at_checked(saturating_usize(room)).unwrap_or((chunk, &[]));
        self.text.extend_from_slice(kept);
        self.over |= !over.is_empty();
    }

    /// What was kept.
    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }
}
