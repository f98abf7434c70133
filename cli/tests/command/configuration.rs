//! Configuration files.

use crate::support::Place;

const SET: &str = "--format json --set limit/ratio=info";

/// The configuration file that a run says it uses.
fn used(place: &Place, words: &str) -> String {
    first_note(place, &format!("check -v {words} bad"))
}

fn first_note(place: &Place, words: &str) -> String {
    let errors = place.run(words).errors;
    errors.lines().next().unwrap().to_owned()
}

#[test]
fn every_command_that_judges_says_what_is_used() {
    let place = Place::new();
    place.write("work/list", format!("{}  bad\n", "0".repeat(64)));
    for words in ["check -v bad", "checksum -v list bad", "name -v app"] {
        assert_eq!(first_note(&place, words), "configuration: none", "{words}");
        assert!(!place.run(&words.replace(" -v", "")).errors.contains("configuration"), "{words}");
    }
}

#[test]
fn the_nearest_file_is_used() {
    let place = Place::new();
    assert_eq!(used(&place, ""), "configuration: none");
    let user = "home/.config/ocivet/config.toml";
    for file in [user, ".ocivet.toml", "ocivet.toml", "work/.ocivet.toml", "work/ocivet.toml"] {
        place.write(file, "digest = true\n");
        assert!(used(&place, "").ends_with(file), "{file}: {}", used(&place, ""));
    }
    assert_eq!(used(&place, "--no-config"), "configuration: none");
    assert_eq!(used(&place, "--config ../.ocivet.toml"), "configuration: ../.ocivet.toml");
}

#[test]
fn the_users_folder_may_be_elsewhere() {
    let place = Place::new();
    place.write("home/.config/ocivet/config.toml", "");
    place.write("elsewhere/ocivet/config.toml", "");
    let run = |folder: &std::path::Path| {
        let output = place.command("check -v bad").env("XDG_CONFIG_HOME", folder).output();
        String::from_utf8(output.unwrap().stderr).unwrap()
    };
    assert!(run(&place.path("elsewhere")).contains("elsewhere/ocivet/config.toml"));
    // A relative folder is to be ignored.
    assert!(run("elsewhere".as_ref()).contains("home/.config/ocivet/config.toml"));
}

#[test]
fn a_file_means_what_the_arguments_mean() {
    let place = Place::new();
    assert!(place.run("check --format json bad").reported(1).contains("\"digest\": null"));
    place.write("work/ocivet.toml", "digest = true\nkind = \"package\"\n[limits]\nratio = 7\n");
    let report = place.run("check --format json bad").reported(1);
    assert!(report.contains("\"digest\": \"sha256:"), "{report}");
    assert!(report.contains("\"kind\": \"package\""), "{report}");
    // Arguments come on top.
    let report = place.run("check --format json --kind layer bad").reported(1);
    assert!(report.contains("\"kind\": \"layer\""), "{report}");
}

#[test]
fn faults_name_the_file_the_key_and_the_nearest() {
    let place = Place::new();
    for (text, parts) in [
        ("kinds = 'layer'", &["kinds", "did you mean kind?"][..]),
        ("[rules]\n'path/parent-escap' = 'off'", &["did you mean path/parent-escape?"]),
        ("[limits]\nratoi = 3", &["did you mean ratio?"]),
        ("[limits]\nratio = 1.5", &["limits.ratio", "whole number"]),
        ("digest = 2024-01-01", &["digest", "true or false"]),
        ("name = 'x'", &["name"]),
        ("kind = ", &["line 1"]),
    ] {
        place.write("work/ocivet.toml", text);
        place.run("check bad").failed_with(&["configuration", "ocivet.toml"]);
        place.run("check bad").failed_with(parts);
    }
    place.run("check --config no-such.toml bad").failed_with(&["no-such.toml", "cannot read"]);
    place.run("check --config . bad").failed_with(&["configuration .", "cannot read"]);
}

#[test]
fn faults_of_arguments_do_not_blame_the_file() {
    let place = Place::new();
    place.write("work/ocivet.toml", "digest = true\n");
    let ran = place.run(&format!("check {SET} --set no/such=off bad"));
    assert!(!ran.errors.contains("ocivet.toml"), "{}", ran.errors);
    ran.failed_with(&["no/such"]);
}

#[test]
fn what_is_allowed_does_not_count_and_is_told() {
    let place = Place::new();
    let report = place.run("check --format json bad").reported(1);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let rules: std::collections::BTreeSet<_> =
        findings.iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
    let items = rules.iter().map(|rule| format!("[[allow]]\nrule = '{rule}'\nreason = 'a test'\n"));
    place.write("work/ocivet.toml", items.collect::<String>());
    let text = place.run("check bad").reported(0);
    assert!(text.starts_with("PASS bad"), "{text}");
    assert!(text.contains(&format!("{} suppressed", findings.len())), "{text}");
    assert!(place.run("check -v bad").out.contains("suppressed: a test"));
    // An input in which none of it is found.
    let text = place.run("check good.json").reported(0);
    assert!(text.contains(&format!("policy/stale-allow {}", rules.len())), "{text}");
    place.run("check --set policy/stale-allow=deny good.json").reported(1);
}

#[test]
fn what_is_allowed_needs_a_reason_and_a_rule_that_may_be_allowed() {
    let place = Place::new();
    for (text, parts) in [
        ("[[allow]]\nrule = 'path/absolute'", &["allow[0].reason", "says why"][..]),
        ("[[allow]]\nrule = 'path/absolut'\nreason = 'x'", &["did you mean path/absolute?"]),
        ("[[allow]]\nrule = 'limit/ratio'\nreason = 'x'", &["allow[0].rule", "limits"]),
        ("[allow]\nrule = 'path/absolute'", &["allow must be a list"]),
    ] {
        place.write("work/ocivet.toml", text);
        place.run("check bad").failed_with(&["configuration", "ocivet.toml"]);
        place.run("check bad").failed_with(parts);
    }
}
