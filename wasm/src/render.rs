//! The rules and their texts, and reports in other formats.

use ocivet_core::{Detail, Format, Level, Profile, Report, Rule, render_all, rules as core_rules};
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

/// Reports, as the texts that `Format::Json` gave, in another format: several in one document, or one as it is.
///
/// # Errors
/// Where a text is no report, or there is no such format or detail.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "lists cross the border by value")]
pub fn render(
    reports: Vec<String>,
    several: bool,
    format: &str,
    ansi: bool,
    detail: &str,
) -> Result<String, String> {
    let format = match Format::from_name(format) {
        Some(Format::Text { .. }) => Format::Text { ansi, detail: detail_of(detail)? },
        Some(format) => format,
        None => return Err(format!("the format must be one of {}", Format::NAMES.join(", "))),
    };
    let reports: Result<Vec<_>, _> = reports.iter().map(|text| Report::from_json(text)).collect();
    let reports = reports.map_err(|error| error.to_string())?;
    Ok(match reports.as_slice() {
        [report] if !several => report.render(format),
        reports => render_all(reports, format),
    })
}

fn detail_of(name: &str) -> Result<Detail, String> {
    Ok(match name {
        "verdict" => Detail::Verdict,
        "findings" => Detail::Findings,
        "full" => Detail::Full,
        _ => return Err("the detail must be one of findings, full, verdict".to_owned()),
    })
}
