//! The table of rules: ids, texts, and that a rule's file, line and cases are all there.
#![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use ocivet_core::{Limits, Profile, Rule, find_rule, rules};
use ocivet_tests::generated::{levels, stale, top};

const HEADINGS: [&str; 4] = ["What it finds", "Why it matters", "What to do", "When it is fine"];

/// The names of what a folder holds, sorted; none where there is no such folder.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn is_kebab(word: &str) -> bool {
    let letters = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    word.split('-').all(letters)
}

#[test]
fn ids_are_unique_sorted_and_well_formed() {
    let ids: Vec<_> = rules().iter().map(|rule| rule.id.as_str()).collect();
    assert!(!ids.is_empty());
    assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
    for id in ids {
        let (group, name) = id.split_once('/').unwrap();
        assert!(is_kebab(group) && is_kebab(name), "{id}");
        assert_eq!(find_rule(id).map(|rule| rule.id.as_str()), Some(id));
    }
    assert!(find_rule("path/no-such-rule").is_none());
}

#[test]
fn lines_are_complete() {
    for rule in rules() {
        let id = rule.id;
        let summary = rule.summary;
        assert!(
            !summary.is_empty() && !summary.ends_with('.') && summary == summary.trim(),
            "{id}"
        );
        assert!(!rule.sources.is_empty(), "{id} rests on nothing");
        for source in rule.sources {
            assert!(!source.contains("://"), "{id}: name {source}, not its address");
        }
        let numbers: Vec<_> = rule.since.split('.').collect();
        assert!(numbers.len() == 3 && numbers.iter().all(|n| n.parse::<u32>().is_ok()), "{id}");
        for profile in Profile::ALL {
            let level = rule.level(profile);
            assert!(level.full >= level.lesser && level.lesser >= level.least, "{id}: grades rise");
        }
    }
}

/// The sections of an explanation: heading and body. The first body is what stands before any heading.
fn sections(rule: &Rule) -> Vec<(String, String)> {
    let mut sections = vec![(String::new(), String::new())];
    for line in rule.explanation().lines() {
        match line.strip_prefix("## ") {
            Some(heading) => sections.push((heading.to_owned(), String::new())),
            None => sections.last_mut().unwrap().1.push_str(line.trim()),
        }
    }
    sections
}

#[test]
fn explanations_have_the_four_sections() {
    for rule in rules() {
        let sections = sections(rule);
        let (before, sections) = sections.split_first().unwrap();
        assert_eq!(before.1, "", "{}: text before the first heading", rule.id);
        let headings: Vec<_> = sections.iter().map(|(heading, _)| heading.as_str()).collect();
        assert_eq!(headings, HEADINGS, "{}", rule.id);
        for (heading, body) in sections {
            assert!(!body.is_empty(), "{}: nothing below {heading:?}", rule.id);
        }
        assert!(rule.why().ends_with('.'), "{}: {:?}", rule.id, rule.why());
    }
}

/// Ids of the rules that the sources declare, with the file of each. A file of a group without `rule!` is
/// a helper.
fn declared() -> BTreeMap<String, String> {
    let folder = top().join("core/src/rules");
    let mut declared = BTreeMap::new();
    for group in names(&folder).into_iter().filter(|name| folder.join(name).is_dir()) {
        for file in names(&folder.join(&group)) {
            let text = fs::read_to_string(folder.join(&group).join(&file)).unwrap();
            let ids: Vec<_> = text
                .split("rule! {")
                .skip(1)
                .map(|rest| rest.split(" = \"").nth(1).unwrap().split('"').next().unwrap())
                .collect();
            assert!(ids.len() < 2, "{group}/{file} declares {ids:?}: one file, one rule");
            for id in ids {
                declared.insert(id.to_owned(), format!("{group}/{file}"));
            }
        }
    }
    declared
}

#[test]
fn every_rule_has_its_file_and_every_file_its_line() {
    let declared = declared();
    for (id, file) in &declared {
        assert_eq!(*file, id.replace('-', "_") + ".rs", "the file of {id}");
    }
    let files: Vec<_> = declared.keys().map(String::as_str).collect();
    let lines: Vec<_> = rules().iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(files, lines, "files on the left, the table on the right");
}

#[test]
fn every_rule_has_cases_and_every_case_a_rule() {
    let folder = top().join("tests/cases");
    let mut missing = Vec::new();
    for rule in rules() {
        let files = names(&folder.join(rule.id.as_str()));
        for word in ["fires", "passes"] {
            let recipe = |file: &String| {
                let stem = file.strip_suffix(".toml");
                stem.is_some_and(|stem| stem == word || stem.starts_with(&format!("{word}-")))
            };
            if !files.iter().any(recipe) {
                missing.push(format!("{}/{word}.toml", rule.id));
            }
        }
    }
    for group in names(&folder).into_iter().filter(|name| folder.join(name).is_dir()) {
        for name in names(&folder.join(&group)) {
            let id = format!("{group}/{name}");
            if find_rule(&id).is_none() {
                missing.push(format!("rule {id}, which has cases"));
            }
        }
    }
    assert!(missing.is_empty(), "missing: {missing:#?}");
}

#[test]
fn every_limit_names_a_rule() {
    let unknown: Vec<_> = Limits::TABLE
        .iter()
        .filter(|limit| find_rule(limit.rule).is_none())
        .map(|limit| format!("{} ({})", limit.rule, limit.name))
        .collect();
    assert!(unknown.is_empty(), "no such rules: {unknown:#?}");
}

/// Ids never change, and a severity not by accident. `INSTA_UPDATE=always` accepts what is new: read it.
#[test]
fn every_limit_is_in_the_threat_model() {
    let text = fs::read_to_string(top().join("SECURITY.md")).unwrap();
    for limit in Limits::TABLE {
        assert!(text.contains(&format!("`{}`", limit.name)), "{}", limit.name);
    }
}

#[test]
fn ids_and_severities_are_as_accepted() {
    let line = |rule: &&Rule| {
        let [layer, package] = Profile::ALL.map(|profile| levels(rule.level(profile)));
        format!("{}: {layer}, {package}", rule.id)
    };
    let lines: Vec<_> = rules().iter().map(line).collect();
    insta::assert_snapshot!("rules", lines.join("\n"));
}

#[test]
fn generated_files_are_current() {
    let stale = stale().unwrap();
    assert!(stale.is_empty(), "stale: {stale:?}; run `cargo run -p ocivet-tests --bin generate`");
}
