//! What GitHub's upload wants of every result.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    model::Report,
    render::{
        Format,
        tests::{denied, hostile, passed},
    },
};

fn run(report: &Report) -> Value {
    let log: Value = serde_json::from_str(&report.render(Format::Sarif)).unwrap();
    assert_eq!(log["version"], "2.1.0");
    log["runs"][0].clone()
}

#[test]
fn every_result_can_be_uploaded() {
    for report in [denied(), hostile()] {
        let run = run(&report);
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), report.findings.len());
        let mut prints = BTreeSet::new();
        for (result, finding) in results.iter().zip(&report.findings) {
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            let place = &result["locations"][0]["physicalLocation"];
            assert!(!place["artifactLocation"]["uri"].as_str().unwrap().is_empty());
            // A line of its own in a text alone.
            let line = finding.location.region.as_ref().map_or(1, |region| region.line);
            assert_eq!(place["region"]["startLine"], line);
            let print = &result["partialFingerprints"]["primaryLocationLineHash"];
            assert!(prints.insert(print.as_str().unwrap().to_owned()), "{print} twice");
        }
    }
}

#[test]
fn results_name_their_rule_in_the_table() {
    let run = run(&denied());
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), crate::rules::rules().len());
    let first = &run["results"][0];
    let at = usize::try_from(first["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(rules[at]["id"], first["ruleId"]);
    assert_eq!(first["level"], "error");
    assert!(rules[at]["help"]["markdown"].as_str().unwrap().starts_with("## What it finds\n"));
    assert_eq!(first["properties"]["severity"], "deny");
    assert_eq!(first["relatedLocations"][0]["id"], 1);
    let inside = &first["locations"][0]["logicalLocations"][0];
    assert_eq!(inside["fullyQualifiedName"], "aa/layer.tar!../../etc/passwd");
}

#[test]
fn what_is_not_listed_is_told() {
    let run = run(&denied());
    let told = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(told.len(), 3);
    assert_eq!(told[0]["message"]["text"], "path/parent-escape: 1 more at deny not listed");
}

#[test]
fn fingerprints_hold_while_offsets_move() {
    let mut moved = denied();
    for finding in &mut moved.findings {
        finding.location.offset = Some(1);
        finding.message.push('x');
    }
    let prints = |report: &Report| {
        let run = run(report);
        let results = run["results"].as_array().unwrap().clone();
        results.into_iter().map(|result| result["partialFingerprints"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(prints(&moved), prints(&denied()));
    let mut doubled = denied();
    doubled.findings = vec![doubled.findings[0].clone(), doubled.findings[0].clone()];
    let texts = prints(&doubled);
    assert!(texts[0].to_string().ends_with(":1\"}") && texts[1].to_string().ends_with(":2\"}"));
}

#[test]
fn untrusted_text_makes_no_link() {
    let run = run(&hostile());
    let mut texts = vec![&run["artifacts"][0]["description"]["text"]];
    for result in run["results"].as_array().unwrap() {
        texts.push(&result["message"]["text"]);
        let related = result["relatedLocations"].as_array();
        texts.extend(related.into_iter().flatten().map(|place| &place["message"]["text"]));
    }
    assert_eq!(texts.len(), 9);
    for text in texts {
        let text = text.as_str().unwrap();
        assert!(!text.is_empty() && !text.contains("]("), "{text}");
    }
}

#[test]
fn a_pass_has_no_results_and_names_the_input() {
    let run = run(&passed());
    assert_eq!(run["results"], Value::Array(Vec::new()));
    assert_eq!(run["artifacts"][0]["location"]["uri"], "pkg.tgz");
    assert_eq!(run["artifacts"][0]["hashes"]["sha-256"], "aa".repeat(32));
    assert_eq!(run["properties"]["verdict"], "pass");
}

#[test]
fn suppressions_stand_at_all_results_or_at_none() {
    let log: Value = serde_json::from_str(&denied().render(Format::Sarif)).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().all(|result| result["suppressions"].is_array()));
    let one = &results[3]["suppressions"];
    assert_eq!(one[0]["kind"], "external");
    assert_eq!(one[0]["justification"], "our installer strips it");
    assert_eq!(results[0]["suppressions"].as_array().unwrap().len(), 0);
    let mut report = denied();
    report.findings.remove(3);
    assert!(!report.render(Format::Sarif).contains("\"suppressions\""));
}
