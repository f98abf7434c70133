//! The rules and their texts, and reports in other formats.

use ocivet_core::{Detail, Format, Report, render_all, rules_json};
use wasm_bindgen::prelude::wasm_bindgen;

/// All rules as JSON text, sorted by id: the list that `ocivet rules --format json` gives.
#[wasm_bindgen]
pub fn rules() -> String {
    rules_json()
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
