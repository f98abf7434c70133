//! SARIF 2.1.0, as code hosts and editors read it.
//!
//! Source: OASIS "Static Analysis Results Interchange Format (SARIF) Version 2.1.0 Plus Errata 01"; sections
//! are named at the structs. GitHub, "SARIF support for code scanning": every result needs a relative
//! `artifactLocation.uri`, a region, and `partialFingerprints.primaryLocationLineHash`; without the last
//! it would take all findings of one archive for the same one.

mod fingerprint;
mod structs;
mod uri;

use std::collections::BTreeMap;

use fingerprint::fingerprint;
use structs::{
    Artifact, ArtifactLocation, AutomationDetails, Configuration, ContextRegion, Driver, Help,
    Invocation, LogicalLocation, Message, Notification, PhysicalLocation, RegionJson, RegionPart,
    ResultJson, ResultProperties, RuleDescriptor, RuleProperties, RuleReference, Run,
    RunProperties, SarifLocation, SarifLog, SuppressionJson, Tool,
};
use uri::relative_uri;

use super::{
    guard::{guard, pretty_json},
    words,
};
use crate::{
    model::{
        Finding, Location, Omitted, Profile, Region, Report, RuleId, Severity, Suppression, to_u64,
    },
    rules::{Rule, rules},
};

const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

pub(super) fn render(report: &Report) -> String {
    log(vec![run(report)])
}

/// One log, with a run for each report.
///
/// GitHub takes several runs of one tool only if each has a category, which it reads from the run's
/// `automationDetails.id` up to the last slash.
pub(super) fn render_all(reports: &[Report]) -> String {
    let named = |report: &Report| {
        let id = format!("ocivet/{}/", relative_uri(&report.input.name));
        Run { automation_details: Some(AutomationDetails { id }), ..run(report) }
    };
    log(reports.iter().map(named).collect())
}

fn log(runs: Vec<Run>) -> String {
    pretty_json(&SarifLog {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs,
    })
}

fn run(report: &Report) -> Run {
    let uri = relative_uri(&report.input.name);
    Run {
        tool: Tool { driver: driver() },
        automation_details: None,
        invocations: [Invocation {
            execution_successful: true,
            tool_execution_notifications: report.omitted.iter().map(notification).collect(),
        }],
        column_kind: "unicodeCodePoints",
        artifacts: [artifact(report, &uri)],
        results: results(report, &uri),
        properties: RunProperties {
            kind: report.input.kind.name(),
            verdict: report.verdict.name(),
            deny: report.counts.deny,
            warn: report.counts.warn,
            info: report.counts.info,
            suppressed: report.counts.suppressed,
            capabilities: super::capabilities(),
        },
    }
}

fn driver() -> Driver {
    Driver {
        name: "ocivet",
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: REPOSITORY,
        rules: rules().iter().map(|rule| descriptor(rule)).collect(),
    }
}

fn descriptor(rule: &Rule) -> RuleDescriptor {
    let id = rule.id.as_str();
    let markdown = rule.explanation();
    // GitHub's anchor of a heading: its letters, digits and hyphens.
    let anchor = id.replace('/', "");
    let worst = Profile::ALL.into_iter().map(|profile| rule.level(profile).full).max();
    RuleDescriptor {
        id,
        short_description: Message::plain(rule.summary),
        full_description: Message::plain(rule.why()),
        help_uri: format!("{REPOSITORY}/blob/main/core/RULES.md#{anchor}"),
        help: Help { text: markdown.clone(), markdown },
        default_configuration: Configuration { level: level(worst.unwrap_or(Severity::Deny)) },
        properties: RuleProperties {
            tags: ["security", rule.id.group()],
            layer: rule.level(Profile::Layer).full.name(),
            package: rule.level(Profile::Package).full.name(),
            since: rule.since,
            sources: rule.sources,
        },
    }
}

/// SARIF 3.27.10.
const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Deny => "error",
        Severity::Warn => "warning",
        Severity::Info => "note",
        Severity::Off => "none",
    }
}

/// The index of a rule in `driver.rules`.
fn rule_index(rule: RuleId) -> Option<u64> {
    rules().binary_search_by_key(&rule, |rule| rule.id).ok().map(to_u64)
}

fn notification(omitted: &Omitted) -> Notification {
    Notification {
        level: level(omitted.severity),
        message: Message::plain(format!("{}: {}", omitted.rule, words::omitted(omitted))),
        associated_rule: RuleReference {
            id: omitted.rule.as_str(),
            index: rule_index(omitted.rule),
        },
    }
}

fn artifact(report: &Report, uri: &str) -> Artifact {
    let input = &report.input;
    let hash = |digest: &crate::model::Digest| (sarif_hash_name(digest), digest.hex());
    Artifact {
        location: ArtifactLocation { uri: uri.to_owned(), index: None },
        description: Message::untrusted(&input.name),
        length: input.size,
        roles: ["analysisTarget"],
        hashes: input.digest.iter().map(hash).collect(),
    }
}

/// The name of a hash function as SARIF 3.24.11 wants it: `sha-256`.
fn sarif_hash_name(digest: &crate::model::Digest) -> String {
    digest.algorithm().name().replacen("sha", "sha-", 1)
}

fn results(report: &Report, uri: &str) -> Vec<ResultJson> {
    let mut seen = BTreeMap::new();
    let any_suppressed = report.findings.iter().any(|finding| finding.suppressed.is_some());
    let result = |finding: &Finding| {
        let print = fingerprint(finding);
        let number: &mut u64 = seen.entry(print.clone()).or_default();
        *number = number.saturating_add(1);
        let print = format!("{print}:{number}");
        ResultJson {
            rule_id: finding.rule.as_str(),
            rule_index: rule_index(finding.rule),
            level: level(finding.severity),
            message: message(&finding.message, &finding.location),
            locations: [place(&finding.location, uri, None)],
            related_locations: (1..)
                .zip(&finding.related)
                .map(|(id, related)| place(related, uri, Some(id)))
                .collect(),
            partial_fingerprints: BTreeMap::from([("primaryLocationLineHash", print)]),
            suppressions: any_suppressed.then(|| suppressions(finding)),
            properties: ResultProperties {
                severity: finding.severity.name(),
                stream: finding.location.stream.name(),
                offset: finding.location.offset,
                blob: finding.location.blob.map(|digest| digest.to_string()),
            },
        }
    };
    report.findings.iter().map(result).collect()
}

fn suppressions(finding: &Finding) -> Vec<SuppressionJson> {
    let one = |suppression: &Suppression| SuppressionJson {
        kind: "external",
        justification: guard(&suppression.reason).into_owned(),
    };
    finding.suppressed.iter().map(one).collect()
}

/// The message and the place, since viewers show no logical location.
fn message(text: &str, location: &Location) -> Message {
    let place = words::place(location);
    Message::untrusted(&if place.is_empty() {
        text.to_owned()
    } else {
        format!("{text} ({place})")
    })
}

fn place(location: &Location, uri: &str, id: Option<u64>) -> SarifLocation {
    SarifLocation {
        id,
        message: id.map(|_| Message::untrusted(&place_or_input(location))),
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri.to_owned(), index: Some(0) },
            region: region(location),
            context_region: location.region.as_ref().map(context_region),
        },
        logical_locations: logical_location(location).into_iter().collect(),
    }
}

fn region(location: &Location) -> RegionJson {
    let part = location.region.as_ref().map(|region| RegionPart {
        start_column: region.column,
        end_line: region.end_line,
        end_column: region.end_column,
    });
    RegionJson { start_line: location.region.as_ref().map_or(1, |region| region.line), part }
}

fn context_region(region: &Region) -> ContextRegion {
    let snippet = Message::plain(guard(&region.excerpt.text));
    ContextRegion { start_line: region.line, end_line: region.line, snippet }
}

fn place_or_input(location: &Location) -> String {
    let place = words::place(location);
    if place.is_empty() { "whole input".to_owned() } else { place }
}

/// Where within the archive: `member!entry#pointer`, as far as each is known.
fn logical_location(location: &Location) -> Option<LogicalLocation> {
    let member = location.member.as_ref().map(words::path_text);
    let entry = location.entry.as_ref().map(words::path_text);
    let pointer = location.pointer.as_ref().map(|pointer| guard(pointer).into_owned());
    let path = [member.clone(), entry.clone()].into_iter().flatten().collect::<Vec<_>>().join("!");
    let full = match &pointer {
        Some(pointer) => format!("{path}#{pointer}"),
        None => path,
    };
    let kind = if pointer.is_some() { "value" } else { "resource" };
    let name = pointer.filter(|pointer| !pointer.is_empty()).or(entry).or(member)?;
    Some(LogicalLocation { name, fully_qualified_name: full, kind })
}

#[cfg(test)]
mod tests;
