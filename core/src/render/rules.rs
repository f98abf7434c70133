//! The rules themselves as JSON.

use serde_json::{Value, json};

use super::guard::pretty_json;
use crate::{
    model::Profile,
    rules::{Rule, rules},
};

/// All rules as a JSON array of objects, sorted by id, with a final newline: what front ends list and explain.
///
/// Keys: `id`, `summary`, `levels` (`layer` and `package`, each with `full`, `lesser` and `least`), `since`,
/// `sources`, `explanation` (Markdown).
pub fn rules_json() -> String {
    pretty_json(&rules().iter().map(|rule| describe(rule)).collect::<Vec<_>>())
}

fn describe(rule: &Rule) -> Value {
    let levels = |profile| {
        let level = rule.level(profile);
        json!({
            "full": level.full.name(),
            "lesser": level.lesser.name(),
            "least": level.least.name(),
        })
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
