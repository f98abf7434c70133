//! Which JSON texts are kept.

use super::value::{JsonKind, root};
use super::{string, validate};
use crate::model::{DocumentText, JsonFaultKind, Limits};

/// Keys of which every image document, and every signature of one, has at least one at its top.
const KEYS: &[&str] = &[
    "architecture",
    "blobs",
    "config",
    "critical",
    "fsLayers",
    "history",
    "imageLayoutVersion",
    "layers",
    "manifests",
    "mediaType",
    "os",
    "payloadType",
    "rootfs",
    "schemaVersion",
];
/// Keys of which every item of a docker-archive's `manifest.json` has at least one.
const ITEM_KEYS: &[&str] = &["Config", "Layers", "RepoTags"];
/// Bytes up to which a text is kept whatever it holds, so that `{}` in a manifest's place can be told.
const ALWAYS: usize = 512;

/// Validates a text and keeps it if a document of an image could be read from it.
///
/// `known` is set for members with a name of the layout (`index.json`, `repositories`, …): these are
/// kept whatever they hold. Of other texts, such as bills of materials, not even the faults are kept:
/// nothing reads them. A text that is no JSON is kept as its fault, since it may be a document's.
pub(crate) fn read_document(text: Vec<u8>, known: bool, limits: &Limits) -> DocumentText {
    let faults = validate(&text, limits);
    let readable =
        faults.iter().all(|fault| matches!(fault.kind, JsonFaultKind::DuplicateKey { .. }));
    if !readable {
        return DocumentText { text: None, faults };
    }
    if known || text.len() <= ALWAYS || is_document(&text) {
        DocumentText { text: Some(text.into_boxed_slice()), faults }
    } else {
        DocumentText::default()
    }
}

/// Whether a valid text could be a document of an image: an object with a key that such documents have,
/// or an array whose first item is an object of a docker-archive's `manifest.json`.
fn is_document(text: &[u8]) -> bool {
    let root = root(text);
    let (value, keys) = match root.kind() {
        JsonKind::Object => (Some(root), KEYS),
        JsonKind::Array => (root.items().next(), ITEM_KEYS),
        _ => (None, KEYS),
    };
    value.is_some_and(|value| {
        value.members().filter_map(|(key, _)| key.as_str()).any(|key| {
            // Documents whose keys are in another case must not slip by as none: Go reads them.
            keys.iter().any(|known| string::folds_to(&key, known))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{is_document, read_document};
    use crate::model::Limits;

    #[test]
    fn documents_are_told_from_other_json() {
        assert!(is_document(br#"{"x":{"os":1},"SchemaVersion":2}"#));
        assert!(is_document(br#" [{"RepoTags":null}]"#));
        assert!(is_document(br#"{"imageLayoutVersion":"1.0.0"}"#));
        assert!(!is_document(br#"{"bomFormat":"CycloneDX","components":[{"os":1}]}"#));
        assert!(!is_document(br#"{"_type":"https://in-toto.io/Statement/v0.1","subject":[]}"#));
        assert!(!is_document(br"[[1]]"));
        assert!(!is_document(br#""os""#));
    }

    #[test]
    fn other_json_is_dropped_with_its_faults() {
        let limits = Limits::default();
        let text = format!(r#"{{"a":1,"a":2,"pad":"{}"}}"#, " ".repeat(600));
        let document = read_document(text.clone().into_bytes(), false, &limits);
        assert!(document.text.is_none() && document.faults.is_empty());
        let document = read_document(text.into_bytes(), true, &limits);
        assert!(document.text.is_some());
        assert_eq!(document.faults.len(), 1);
        let document = read_document(b"{}".to_vec(), false, &limits);
        assert!(document.text.is_some());
        let document = read_document(b"{]".to_vec(), false, &limits);
        assert!(document.text.is_none());
        assert_eq!(document.faults.len(), 1);
    }
}
