//! Annotations of GitHub Actions.
//!
//! Source: GitHub Docs, "Workflow commands for GitHub Actions", and the escapes of the actions toolkit
//! (`@actions/core`, `command.ts`). Every line is a command, so nothing of the input stands where the
//! runner looks for one. What the configuration allows gets no annotation.

use core::fmt::Write as _;

use super::{guard::guard, words};
use crate::model::{Region, Report, Severity};

pub(super) fn render(report: &Report) -> String {
    let mut out = String::new();
    let headline = format!("{} {}", words::verdict(report.verdict), words::subject(report));
    command(&mut out, report, None, "notice", "ocivet", &headline);
    for finding in report.findings.iter().filter(|finding| finding.suppressed.is_none()) {
        let place = words::place(&finding.location);
        let message = guard(&finding.message);
        let text =
            if place.is_empty() { message.into_owned() } else { format!("{message} ({place})") };
        let title = format!("ocivet {}", finding.rule);
        let region = finding.location.region.as_ref();
        command(&mut out, report, region, level(finding.severity), &title, &text);
    }
    for omitted in report.omitted.iter().filter(|omitted| omitted.suppressed.is_none()) {
        let title = format!("ocivet {}", omitted.rule);
        command(&mut out, report, None, level(omitted.severity), &title, &words::omitted(omitted));
    }
    out
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Deny => "error",
        Severity::Warn => "warning",
        Severity::Info | Severity::Off => "notice",
    }
}

fn command(
    out: &mut String,
    report: &Report,
    region: Option<&Region>,
    level: &str,
    title: &str,
    text: &str,
) {
    let file = property(&guard(&report.input.name));
    let place = region.map(place).unwrap_or_default();
    let title = property(title);
    // Writing to a string cannot fail.
    let _ = writeln!(out, "::{level} file={file}{place},title={title}::{}", data(text));
}

/// The place in the file. Columns are of use within one line only.
fn place(region: &Region) -> String {
    let Region { line, column, end_line, end_column, .. } = region;
    if line == end_line {
        format!(",line={line},endLine={end_line},col={column},endColumn={end_column}")
    } else {
        format!(",line={line},endLine={end_line}")
    }
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
