//! Strict JSON.

use ocivet_core::fuzzing::read_json;
use serde_json::Value;

/// What strict reading takes is what `serde_json` takes, but for keys that stand twice, and they read the same value.
///
/// Not compared: texts that are nested deeper than a limit, and those that `serde_json` refuses for a number beyond
/// a double's range, which RFC 8259 allows.
pub fn json(text: &[u8]) {
    let ours = read_json(text);
    let other = serde_json::from_slice::<Value>(text);
    let beyond = other.as_ref().err().map(ToString::to_string);
    let beyond = beyond.is_some_and(|error| {
        error.starts_with("number out of range") || error.starts_with("recursion limit")
    });
    if ours.limited || beyond {
        return;
    }
    let shown = String::from_utf8_lossy(text);
    assert_eq!(!ours.invalid, other.is_ok(), "{shown}: {ours:?} {other:?}");
    if let (Some(value), Ok(other)) = (ours.value, other) {
        assert_eq!(value, other, "{shown}");
    }
}
