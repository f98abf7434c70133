//! The rules and their texts, and reports in other formats.

use ocivet_core::{Detail, Format, Level, Profile, Report, Rule, rules as core_rules};
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

/// A report, as the text that `Format::Json` gave, in another format.
///
/// # Errors
/// Where the text is no report, or there is no such format or detail.
#[wasm_bindgen]
pub fn render(report: &str, format: &str, ansi: bool, detail: &str) -> Result<String, String> {
    let format = match Format::from_name(format) {
        Some(Format::Text { .. }) => Format::Text { ansi, detail: detail_of(detail)? },
        Some(format) => format,
        None => return Err(format!("the format must be one of {}", Format::NAMES.join(", "))),
    };
    let report = Report::from_json(report).map_err(|error| error.to_string())?;
    Ok(report.render(format))
}

fn detail_of(name: &str) -> Result<Detail, String> {
    Ok(match name {
        "verdict" => Detail::Verdict,
        "findings" => Detail::Findings,
        "full" => Detail::Full,
        _ => return Err("the detail must be one of findings, full, verdict".to_owned()),
    })
}
