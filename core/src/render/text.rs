//! The report for a person: verdict, findings by place, what was read.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Detail, excerpt,
    guard::guard,
    roles::{Roles, image_name},
    words,
};
use crate::model::{
    Finding, ImageSummary, InputKind, LayerSummary, Location, NameSummary, Report, RuleId,
    Severity, Verdict, to_u64,
};

pub(super) fn render(report: &Report, ansi: bool, detail: Detail) -> String {
    let mut page = Page { report, ansi, detail, explained: BTreeSet::new(), out: String::new() };
    page.write_verdict();
    if detail != Detail::Verdict {
        page.write_findings();
        page.write_counted();
        page.write_read();
        page.write_hint();
    }
    page.out
}

/// An escape sequence of ECMA-48 (SGR).
#[derive(Clone, Copy)]
enum Style {
    Bold,
    Dim,
    Cyan,
    Green,
    Red,
    Yellow,
}

impl Style {
    const fn codes(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Cyan => "36",
            Self::Green => "1;32",
            Self::Red => "1;31",
            Self::Yellow => "1;33",
        }
    }

    const fn of(severity: Severity) -> Self {
        match severity {
            Severity::Deny => Self::Red,
            Severity::Warn => Self::Yellow,
            Severity::Info | Severity::Off => Self::Cyan,
        }
    }
}

struct Page<'a> {
    report: &'a Report,
    ansi: bool,
    detail: Detail,
    /// Rules whose reason was told.
    explained: BTreeSet<RuleId>,
    out: String,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.ansi { format!("\x1b[{}m{text}\x1b[0m", style.codes()) } else { text.to_owned() }
    }

    fn write_verdict(&mut self) {
        let style = match self.report.verdict {
            Verdict::Pass => Style::Green,
            Verdict::Warn => Style::Yellow,
            Verdict::Deny => Style::Red,
        };
        let word = self.paint(style, words::verdict(self.report.verdict));
        self.line(&format!("{word} {}", words::subject(self.report)));
    }

    /// The least severity of which this detail shows each finding.
    const fn least(&self) -> Severity {
        match self.detail {
            Detail::Full => Severity::Info,
            Detail::Findings | Detail::Verdict => Severity::Warn,
        }
    }

    fn write_findings(&mut self) {
        let roles = Roles::new(self.report);
        let mut group = None;
        let least = self.least();
        let full = self.detail == Detail::Full;
        let shown = |finding: &&Finding| {
            finding.severity >= least && (full || finding.suppressed.is_none())
        };
        for finding in self.report.findings.iter().filter(shown) {
            let location = &finding.location;
            // Findings come by place, so equal ones stand together.
            let this = (&location.member, &location.blob);
            if group != Some(this) {
                group = Some(this);
                let title = match self.report.input.kind {
                    InputKind::Reference => "name".to_owned(),
                    _ => title(&roles, location),
                };
                let title = self.paint(Style::Bold, &title);
                self.line(&format!("\n{title}"));
            }
            self.write_finding(finding);
        }
    }

    fn write_finding(&mut self, finding: &Finding) {
        let severity = self.paint(Style::of(finding.severity), finding.severity.name());
        let rule = self.paint(Style::Bold, finding.rule.as_str());
        self.line(&format!("  {severity}  {rule}: {}", guard(&finding.message)));
        let place = words::inner_place(&finding.location);
        if !place.is_empty() {
            self.line(&format!("        at {}", place.join(", ")));
        }
        for line in finding.location.region.iter().flat_map(excerpt::lines) {
            self.line(&format!("        {line}"));
        }
        for related in &finding.related {
            self.line(&format!("        see {}", related_place(finding, related)));
        }
        if let Some(suppression) = &finding.suppressed {
            self.line(&format!("        {}", words::suppressed(suppression)));
        }
        if self.explained.insert(finding.rule)
            && let Some(rule) = crate::rules::find(finding.rule.as_str())
            && !rule.why().is_empty()
        {
            let why = self.paint(Style::Dim, &format!("why: {}", rule.why()));
            self.line(&format!("        {why}"));
        }
    }

    /// What is counted but not shown in full.
    fn write_counted(&mut self) {
        let least = self.least();
        let full = self.detail == Detail::Full;
        let omitted =
            self.report.omitted.iter().filter(|omitted| {
                omitted.severity >= least && (full || omitted.suppressed.is_none())
            });
        let mut lines: Vec<String> = omitted
            .map(|omitted| {
                let word = self.paint(Style::of(omitted.severity), omitted.severity.name());
                format!("  {word}  {}: {}", omitted.rule, words::omitted(omitted))
            })
            .collect();
        lines.extend(self.counted(Severity::Info.name(), |severity, suppressed| {
            severity < least && !suppressed
        }));
        lines.extend(self.counted("suppressed", |_, suppressed| !full && suppressed));
        if !lines.is_empty() {
            self.line(&format!("\n{}", lines.join("\n")));
        }
    }

    /// The number of findings of each rule, of those that are chosen by severity and by being suppressed.
    fn counted(&self, word: &str, chosen: impl Fn(Severity, bool) -> bool) -> Option<String> {
        let report = self.report;
        let listed = report
            .findings
            .iter()
            .map(|found| (found.rule, found.severity, found.suppressed.is_some(), 1));
        let omitted = report
            .omitted
            .iter()
            .map(|more| (more.rule, more.severity, more.suppressed.is_some(), more.count));
        let mut counts: BTreeMap<RuleId, u64> = BTreeMap::new();
        for (rule, severity, suppressed, count) in listed.chain(omitted) {
            if chosen(severity, suppressed) {
                let sum = counts.entry(rule).or_default();
                *sum = sum.saturating_add(count);
            }
        }
        let counts: Vec<_> = counts.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
        let word = self.paint(Style::Cyan, word);
        (!counts.is_empty()).then(|| format!("  {word}  {} (in full with -v)", counts.join(", ")))
    }

    /// What was read, so that a pass says what it is worth.
    fn write_read(&mut self) {
        // What a Dockerfile names stands below, with its lines.
        let names = if self.report.sources.is_some() { &[][..] } else { &self.report.names };
        for (number, name) in names.iter().enumerate() {
            self.write_name(name, number == 0);
        }
        let input = &self.report.input;
        if input.kind == InputKind::Reference {
            return;
        }
        let mut parts = vec![words::bytes(input.size)];
        parts.extend(input.compression.iter().map(|format| format.name().to_owned()));
        parts.extend(input.digest.map(|digest| digest.to_string()));
        self.line(&format!("\nread {}", parts.join(", ")));
        for (number, image) in self.report.images.iter().enumerate() {
            self.line(&format!("image {}: {}", image_name(image, number), layers(image)));
            for signature in &image.signatures {
                self.line(&format!("  {}", words::signature(signature)));
            }
        }
        for line in self.report.vouching.iter().flat_map(words::vouching) {
            self.line(&line);
        }
        for source in self.report.sources.iter().flatten() {
            let line = source.line.map(|line| format!(", line {line}")).unwrap_or_default();
            let origin = source.origin.written();
            self.line(&format!("fetches {} by {origin}{line}", words::source(source)));
        }
    }

    /// What a name resolves to.
    fn write_name(&mut self, name: &NameSummary, first: bool) {
        let gap = if first { "\n" } else { "" };
        let implied = match name.implied.as_slice() {
            [] => String::new(),
            implied => format!(" ({} implied)", implied.join(", ")),
        };
        self.line(&format!("{gap}resolves to {}{implied}", guard(&name.normal)));
        let version = match (&name.tag, name.digest) {
            (Some(tag), None) => format!("tag {}, no digest", guard(tag)),
            (Some(tag), Some(digest)) => format!("tag {}, {digest}", guard(tag)),
            (None, Some(digest)) => digest.to_string(),
            (None, None) => "no tag, no digest".to_owned(),
        };
        let (registry, repository) = (guard(&name.registry), guard(&name.repository));
        self.line(&format!("  registry {registry}, repository {repository}, {version}"));
        for line in &name.policy {
            self.line(&format!("  {}", guard(line)));
        }
        if let Some(like) = &name.like {
            self.line(&format!("  nearest known or trusted name: {}", guard(like)));
        }
    }

    fn write_hint(&mut self) {
        let explained = |rule: &&RuleId| {
            crate::rules::find(rule.as_str()).is_some_and(|rule| !rule.text.is_empty())
        };
        let rules: Vec<_> =
            self.explained.iter().filter(explained).map(|rule| rule.as_str()).collect();
        for (number, rule) in rules.iter().enumerate() {
            let hint = self.paint(Style::Dim, &format!("ocivet explain {rule}"));
            let lead = if number == 0 { "more" } else { "    " };
            self.line(&format!("{lead} {hint}"));
        }
    }
}

/// A place that belongs to a finding; the member is named where it is another one.
fn related_place(finding: &Finding, related: &Location) -> String {
    if related.member == finding.location.member {
        words::inner_place(related).join(", ")
    } else {
        words::place(related)
    }
}

/// The heading of a group: which part of which image, and which member.
///
/// It begins with a word of our own: log readers look for commands at the start of a line.
fn title(roles: &Roles<'_>, location: &Location) -> String {
    let role = location.blob.and_then(|blob| roles.describe(&blob));
    let member = location.member.as_ref().map(|path| format!("member {}", words::path_text(path)));
    let digest = location.blob.as_ref().map(words::short_digest);
    let parts: Vec<String> = role.into_iter().chain(member).chain(digest).collect();
    if parts.is_empty() { "whole input".to_owned() } else { parts.join(", ") }
}

/// The layers of an image in numbers.
fn layers(image: &ImageSummary) -> String {
    let sum =
        |of: fn(&LayerSummary) -> u64| image.layers.iter().map(of).fold(0, u64::saturating_add);
    let mut parts = vec![
        words::number(to_u64(image.layers.len()), "layer", "layers"),
        format!("{} stored", words::bytes(sum(|layer| layer.size))),
        format!("{} unpacked", words::bytes(sum(|layer| layer.uncompressed_size))),
        words::number(sum(|layer| layer.entries), "entry", "entries"),
    ];
    let missing = image.layers.iter().filter(|layer| layer.digest.is_none()).count();
    if missing > 0 {
        parts.push(format!("{missing} missing"));
    }
    parts.join(", ")
}
