//! Doors for fuzzing to what no public function shows. No part of the API: it may change at any time.

use crate::{
    json::{rebuilt, root, validate},
    model::{JsonFaultKind, Limits},
};

/// What strict reading makes of a JSON text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JsonReading {
    /// It is no JSON at all.
    pub invalid: bool,
    /// A key stands in an object twice.
    pub duplicate: bool,
    /// It is nested too deeply, or too large.
    pub limited: bool,
    /// The value as the cursor reads it, where nothing is wrong.
    pub value: Option<serde_json::Value>,
}

/// Reads a JSON text.
pub fn read_json(text: &[u8]) -> JsonReading {
    let mut reading = JsonReading::default();
    let faults = validate(text, &Limits::default());
    for fault in &faults {
        match fault.kind {
            JsonFaultKind::Invalid { .. } => reading.invalid = true,
            JsonFaultKind::DuplicateKey { .. } => reading.duplicate = true,
            JsonFaultKind::TooDeep | JsonFaultKind::TooLarge { .. } => reading.limited = true,
        }
    }
    reading.value = faults.is_empty().then(|| rebuilt(root(text)));
    reading
}
