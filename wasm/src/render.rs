//! The rules and their texts, and reports in other formats.

use ocivet_core::{Level, Profile, Rule, rules as core_rules};
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

/// All rules as JSON text, sorted by id: the list that `ocivet rules --format json` gives.
#[wasm_bindgen]
pub fn rules() -> String {
    core_rules().iter().map(|rule| describe(rule)).collect::<Value>().to_string()
}

fn describe(rule: &Rule) -> Value {
    let levels = |profile| {
        let Level { full, lesser, least } = rule.level(profile);
        json!({ "full": full.name(), "lesser": lesser.name(), "least": least.name() })
    };
    json!({
        "id": rule.id.as_str(),
        "summary": rule.summary,
        "levels": { "layer": levels(Profile::Layer), "package": levels(Profile::Package) },
        "since": rule.since,
        "sources": rule.sources,
        "explanation": rule.explanation(),
    })
}
