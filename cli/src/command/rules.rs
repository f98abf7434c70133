//! `ocivet rules`.

use std::fmt::Write as _;

use ocivet_core::{Profile, Rule, rules, rules_json};

use super::{
    Failure, PASS, Streams,
    args::{ListFormat, RulesArgs},
};

/// Lists all rules.
pub(super) fn run(args: &RulesArgs, streams: &mut Streams) -> Result<u8, Failure> {
    let text = match args.format {
        ListFormat::Json => rules_json(),
        ListFormat::Markdown => markdown(),
        ListFormat::Text => text(),
    };
    streams.write(&text)?;
    Ok(PASS)
}

/// A rule's severities in one profile: `deny`, or `deny/warn` where it has a milder case.
pub(super) fn level(rule: &Rule, profile: Profile) -> String {
    let level = rule.level(profile);
    let mut names = vec![level.full.name(), level.lesser.name(), level.least.name()];
    names.dedup();
    names.join("/")
}

fn text() -> String {
    let width = rules().iter().map(|rule| rule.id.as_str().len()).max().unwrap_or_default();
    let mut text = format!("{:width$}  {:14}  {:14}  FINDS\n", "RULE", "LAYER", "PACKAGE");
    for rule in rules() {
        let [layer, package] = Profile::ALL.map(|profile| level(rule, profile));
        let id = rule.id.as_str();
        // Writing to a string does not fail.
        let _ = writeln!(text, "{id:width$}  {layer:14}  {package:14}  {}", rule.summary);
    }
    text
}

fn markdown() -> String {
    let mut text = String::new();
    let mut group = "";
    for rule in rules() {
        if rule.id.group() != group {
            let gap = if group.is_empty() { "" } else { "\n" };
            group = rule.id.group();
            // Writing to a string does not fail.
            let _ = write!(
                text,
                "{gap}## {group}\n\n| rule | layer | package | finds |\n| --- | --- | --- | --- |\n"
            );
        }
        let [layer, package] = Profile::ALL.map(|profile| level(rule, profile));
        let summary = rule.summary.replace('|', "\\|");
        let _ = writeln!(text, "| `{}` | {layer} | {package} | {summary} |", rule.id);
    }
    text
}
