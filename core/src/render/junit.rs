//! JUnit XML, as GitLab, Jenkins and most dashboards read it.
//!
//! Source: the JUnit XML schema of the Jenkins xUnit plugin. One suite is the input; a case is a rule that
//! found something: it fails at deny and warn, and is skipped where the configuration allows all of it. Where
//! no rule found anything, one case says that it passed.

use core::{cmp::Reverse, fmt::Write as _};
use std::collections::BTreeMap;

use super::{guard::guard, words};
use crate::model::{Finding, Omitted, Report, RuleId, Severity, sort_by_key};

pub(super) fn render(report: &Report) -> String {
    render_all(core::slice::from_ref(report))
}

/// One document, with a suite for each report.
pub(super) fn render_all(reports: &[Report]) -> String {
    let suites: Vec<_> = reports.iter().map(Suite::new).collect();
    let tests = suites.iter().map(Suite::tests).sum();
    let failures = suites.iter().map(Suite::failures).sum();
    let skipped = suites.iter().map(Suite::skipped).sum();
    let counts = counts(tests, failures, skipped);
    let body: String = suites.iter().map(Suite::text).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"ocivet\" {counts}>\n{body}</testsuites>\n"
    )
}

fn counts(tests: usize, failures: usize, skipped: usize) -> String {
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"")
}

/// One input.
struct Suite<'a> {
    report: &'a Report,
    cases: BTreeMap<RuleId, Case<'a>>,
}

impl<'a> Suite<'a> {
    fn new(report: &'a Report) -> Self {
        Self { report, cases: cases(report) }
    }

    fn tests(&self) -> usize {
        self.cases.len().max(1)
    }

    fn failures(&self) -> usize {
        self.cases.values().filter(|case| case.fails()).count()
    }

    fn skipped(&self) -> usize {
        self.cases.values().filter(|case| case.is_suppressed()).count()
    }

    fn text(&self) -> String {
        let mut body = String::new();
        for (rule, case) in &self.cases {
            case.write(&mut body, *rule);
        }
        if self.cases.is_empty() {
            body.push_str("    <testcase classname=\"ocivet\" name=\"verified\"/>\n");
        }
        format!(
            "  <testsuite name=\"{}\" {}>\n    \
             <properties>\n      \
             <property name=\"verdict\" value=\"{}\"/>\n      \
             <property name=\"kind\" value=\"{}\"/>\n    \
             </properties>\n\
             {body}  </testsuite>\n",
            xml(&self.report.input.name),
            counts(self.tests(), self.failures(), self.skipped()),
            self.report.verdict.name(),
            self.report.input.kind.name(),
        )
    }
}

/// The findings of one rule.
#[derive(Default)]
struct Case<'a> {
    findings: Vec<&'a Finding>,
    omitted: Vec<&'a Omitted>,
}

fn cases(report: &Report) -> BTreeMap<RuleId, Case<'_>> {
    let mut cases: BTreeMap<RuleId, Case<'_>> = BTreeMap::new();
    for finding in &report.findings {
        cases.entry(finding.rule).or_default().findings.push(finding);
    }
    for omitted in &report.omitted {
        cases.entry(omitted.rule).or_default().omitted.push(omitted);
    }
    cases
}

impl Case<'_> {
    /// The gravest that counts.
    fn severity(&self) -> Severity {
        let listed = self.findings.iter().filter(|finding| finding.suppressed.is_none());
        let omitted = self.omitted.iter().filter(|omitted| omitted.suppressed.is_none());
        let listed = listed.map(|finding| finding.severity);
        listed.chain(omitted.map(|omitted| omitted.severity)).max().unwrap_or(Severity::Off)
    }

    /// Nothing of it counts.
    fn is_suppressed(&self) -> bool {
        self.severity() == Severity::Off
    }

    fn fails(&self) -> bool {
        self.severity() >= Severity::Warn
    }

    fn write(&self, out: &mut String, rule: RuleId) {
        let severity = self.severity().name();
        let open = format!("<testcase classname=\"ocivet.{}\" name=\"{rule}\">", rule.group());
        let text = self.text();
        // Writing to a string cannot fail.
        let _ = if self.fails() {
            let message = text.lines().next().unwrap_or_default();
            writeln!(
                out,
                "    {open}\n      <failure type=\"{severity}\" message=\"{}\">{}</failure>\n    </testcase>",
                xml(message),
                xml_lines(&text),
            )
        } else if self.is_suppressed() {
            let reason = text.lines().next().unwrap_or_default();
            writeln!(
                out,
                "    {open}\n      <skipped message=\"{}\"/>\n      <system-out>{}</system-out>\n    </testcase>",
                xml(reason),
                xml_lines(&text)
            )
        } else {
            writeln!(
                out,
                "    {open}\n      <system-out>{}</system-out>\n    </testcase>",
                xml_lines(&text)
            )
        };
    }

    /// One line for each finding, the gravest first, those that do not count last.
    fn text(&self) -> String {
        let mut findings = self.findings.clone();
        sort_by_key(&mut findings, |finding| {
            (finding.suppressed.is_some(), Reverse(finding.severity))
        });
        let mut lines: Vec<_> = findings.into_iter().map(line).collect();
        lines.extend(self.omitted.iter().map(|omitted| words::omitted(omitted)));
        lines.join("\n")
    }
}

fn line(finding: &Finding) -> String {
    let place = words::place(&finding.location);
    let message = guard(&finding.message);
    let severity = match &finding.suppressed {
        Some(suppression) => {
            format!("{} at {}", words::suppressed(suppression), finding.severity.name())
        }
        None => finding.severity.name().to_owned(),
    };
    if place.is_empty() {
        format!("{severity}: {message}")
    } else {
        format!("{severity}: {message} ({place})")
    }
}

/// Escapes text of several lines for an element.
fn xml_lines(text: &str) -> String {
    text.lines().map(xml).collect::<Vec<_>>().join("\n")
}

/// Escapes text for an element or an attribute.
///
/// Source: XML 1.0, 2.2 "Characters" and 2.4 "Character Data and Markup". What XML cannot hold, such as
/// NUL, escape and U+FFFE, is hidden text, which the guard replaces.
fn xml(text: &str) -> String {
    guard(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&apos;")
}
