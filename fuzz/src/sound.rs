//! What holds for every report.

use ocivet_core::{Detail, Format, Report, Severity, Verdict};
use serde_json::Value;

use crate::case::{assert_same, seed};

/// Bytes of a report that any input may have, and those more for each byte of it.
const LENGTH: (usize, usize) = (1 << 20, 256);

/// Panics where a report contradicts itself, cannot be read back, is out of all proportion to an input of `length`
/// bytes, or would do harm where it is shown.
pub(crate) fn assert_sound(report: &Report, length: usize) {
    assert_counts(report);
    let json = report.render(Format::Json);
    let most = LENGTH.0 + LENGTH.1 * length;
    assert!(json.len() <= most, "a report of {} bytes for {length}", json.len());
    let value: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["verdict"], report.verdict.name());
    // Names that are cut in the text stay so.
    let again = Report::from_json(&json).unwrap();
    let formats = [
        Format::Github,
        Format::Html,
        Format::Junit,
        Format::Sarif,
        Format::Text { ansi: false, detail: Detail::Full },
        Format::Text { ansi: false, detail: Detail::Findings },
    ];
    // One of them for some reports: HTML and SARIF, which carry the texts of rules, are a hundred times the work.
    let chosen = usize::try_from(seed(json.as_bytes()) % 128).unwrap();
    let Some(&format) = formats.get(chosen) else { return };
    let text = report.render(format);
    assert!(text.len() <= 8 * most, "{format:?} of {} bytes for {length}", text.len());
    assert_same(&text, &again.render(format), "read back");
    assert_shown(&text, format);
    if format == Format::Sarif {
        let _: Value = serde_json::from_str(&text).unwrap();
    }
}

fn assert_counts(report: &Report) {
    let count = |severity: Severity| {
        let listed = report.findings.iter();
        let listed = listed.filter(|it| it.severity == severity && it.suppressed.is_none());
        let omitted = report.omitted.iter();
        let omitted = omitted.filter(|it| it.severity == severity && it.suppressed.is_none());
        omitted.map(|it| it.count).sum::<u64>() + u64::try_from(listed.count()).unwrap()
    };
    let counts = report.counts;
    let [deny, warn] = [Severity::Deny, Severity::Warn].map(count);
    assert_eq!((deny, warn, count(Severity::Info)), (counts.deny, counts.warn, counts.info));
    let verdict = match (deny, warn) {
        (0, 0) => Verdict::Pass,
        (0, _) => Verdict::Warn,
        _ => Verdict::Deny,
    };
    assert_eq!(report.verdict, verdict);
}

/// No control characters, and nothing that turns the direction of text.
fn assert_shown(text: &str, format: Format) {
    let harmful = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if let Some(at) = text.find(harmful) {
        let start = text[..at].rfind('\n').unwrap_or(0);
        panic!("{format:?} shows {:?}", text[start..].lines().nth(1));
    }
}
