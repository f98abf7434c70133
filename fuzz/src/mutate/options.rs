//! Options behind an input.

use ocivet_core::{InputKind, Limits, Profile, Severity, rules};
use ocivet_tests::drive::Numbers;
use serde_json::{Value, json};

use super::json;

/// Sets one, or changes the text.
pub(super) fn mutate(text: &mut Vec<u8>, numbers: &mut Numbers) {
    let mut value = serde_json::from_slice(text).unwrap_or_else(|_| json!({}));
    let Value::Object(options) = &mut value else { return };
    match numbers.below(4) {
        0 => {
            let rule = rules()[numbers.below(rules().len())].id;
            let level = Severity::ALL[numbers.below(Severity::ALL.len())].name();
            options.insert("rules".to_owned(), json!({ rule.as_str(): level }));
        }
        1 => {
            let limit = Limits::TABLE[numbers.below(Limits::TABLE.len())].name;
            let value = 1_u64 << numbers.below(24);
            options.insert("limits".to_owned(), json!({ limit: value - 1 }));
        }
        2 => choose(options, numbers),
        _ => {
            *text = json::mutate_text(text, numbers);
            return;
        }
    }
    *text = value.to_string().into_bytes();
}

fn choose(options: &mut serde_json::Map<String, Value>, numbers: &mut Numbers) {
    let kinds = InputKind::READABLE;
    let (key, value) = match numbers.below(5) {
        0 => ("kind", json!(kinds[numbers.below(kinds.len())].name())),
        1 => ("profile", json!(Profile::ALL[numbers.below(2)].name())),
        2 => ("digest", json!(true)),
        3 => ("reference", json!("quay.io/acme/app:1")),
        _ => ("policy", json!({ "block": ["docker.io"], "trust": ["quay.io/acme"] })),
    };
    options.insert(key.to_owned(), value);
}
