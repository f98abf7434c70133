//! A text read through the cursor, for comparing it with another reader.

use super::{JsonKind, JsonValue};

/// The value as `serde_json` holds it.
///
/// Recursion: as deep as the text, so only for what [`validate`](super::validate) passed or short texts.
pub(crate) fn rebuilt(value: JsonValue<'_>) -> serde_json::Value {
    match value.kind() {
        JsonKind::Object => value
            .members()
            .map(|(key, value)| (key.as_str().unwrap_or_default().into_owned(), rebuilt(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        JsonKind::Array => value.items().map(rebuilt).collect(),
        JsonKind::String => value.as_str().unwrap_or_default().into_owned().into(),
        _ => serde_json::from_slice(value.raw()).unwrap_or_default(),
    }
}
