//! Rules, explanations, completions, manual pages.

use serde_json::Value;

use crate::support::Place;

#[test]
fn rules_are_listed_in_every_format() {
    let place = Place::new();
    let json: Value = serde_json::from_str(&place.run("rules --format json").reported(0)).unwrap();
    let rules = json.as_array().unwrap();
    let text = place.run("rules").reported(0);
    let markdown = place.run("rules --format markdown").reported(0);
    assert_eq!(text.lines().count(), rules.len() + 1);
    for rule in rules {
        let id = rule["id"].as_str().unwrap();
        assert!(text.contains(id) && markdown.contains(&format!("| `{id}` |")), "{id}");
        assert!(rule["explanation"].as_str().unwrap().starts_with("## What it finds\n"), "{id}");
        assert!(rule["levels"]["layer"]["full"].is_string(), "{id}");
    }
}

#[test]
fn every_rule_is_explained() {
    let place = Place::new();
    let rules: Value = serde_json::from_str(&place.run("rules --format json").reported(0)).unwrap();
    for rule in rules.as_array().unwrap() {
        let id = rule["id"].as_str().unwrap();
        let text = place.run(&format!("explain {id}")).reported(0);
        assert!(text.starts_with(id), "{text}");
        for heading in ["What it finds", "Why it matters", "What to do", "When it is fine"] {
            assert!(text.contains(heading), "{id} has no {heading}");
        }
    }
}

#[test]
fn rules_are_found_by_a_part_of_their_name() {
    let place = Place::new();
    let text = place.run("explain parent-escape").reported(0);
    assert_eq!(text, place.run("explain path/parent-escape").reported(0));
    assert!(place.run("explain path").reported(0).contains("path/parent-escape"));
    assert!(place.run("explain").reported(0).contains("\npath ("));
    place.run("explain path/parent-escpae").failed_with(&["did you mean path/parent-escape?"]);
}

#[test]
fn completions_know_rules_and_formats() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = place.run(&format!("completions {shell}")).reported(0);
        assert!(script.contains("fail-on"), "{shell}");
        // The scripts of the others hold fewer values, or none.
        if matches!(shell, "bash" | "zsh") {
            assert!(script.contains("sarif") && script.contains("path/parent-escape"), "{shell}");
        }
    }
    place.run("completions ksh").failed_with(&["bash"]);
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let place = Place::new();
    place.run("man --out pages/man1").reported(0);
    let names = place.names("work/pages/man1");
    for name in ["ocivet.1", "ocivet-check.1", "ocivet-explain.1", "ocivet-rules.1"] {
        assert!(names.iter().any(|there| there == name), "{names:?}");
    }
    assert!(place.read("work/pages/man1/ocivet-check.1").contains("fail\\-on"));
    place.run("man --out bad").failed_with(&["cannot write bad"]);
}

#[test]
fn help_and_version_go_to_standard_output() {
    let place = Place::new();
    assert!(place.run("--version").reported(0).starts_with("ocivet "));
    assert!(place.run("check --help").reported(0).contains("ratio"));
    assert!(place.run("check -h").reported(0).contains("docker save"));
}
