//! What ocivet writes, against the published schemas.
#![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

use std::{collections::BTreeSet, fs, path::Path};

use jsonschema::Validator;
use ocivet_core::{Format, InputKind, rules, sample_reports};
use ocivet_tests::generated::top;
use serde_json::{Value, json};

const REPORT: &str = "core/schema/report-1.schema.json";

fn schema(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(top().join(path)).unwrap()).unwrap()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options().should_validate_formats(true).build(schema).unwrap()
}

fn sarif_validator() -> Validator {
    let mut schema = schema("tests/schemas/sarif-2.1.0.json");
    // A lone `]` stands in the pattern of these: legal in JavaScript, not in the dialect that JSON Schema
    // names. ocivet writes neither.
    for object in ["run", "toolComponent"] {
        let language = format!("/definitions/{object}/properties/language");
        let language = schema.pointer_mut(&language).unwrap().as_object_mut().unwrap();
        assert_eq!(language.remove("pattern").unwrap(), "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$");
    }
    validator(&schema)
}

fn faults(schema: &Validator, value: &Value) -> Vec<String> {
    schema.iter_errors(value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

#[test]
fn reports_follow_their_schema() {
    let schema = validator(&schema(REPORT));
    let mut kinds = BTreeSet::new();
    for report in sample_reports() {
        let value: Value = serde_json::from_str(&report.render(Format::Json)).unwrap();
        assert_eq!(faults(&schema, &value), [""; 0]);
        kinds.insert(value["input"]["kind"].to_string());
    }
    assert_eq!(kinds.len(), InputKind::ALL.len());
}

/// A schema that takes everything would pass the test above.
#[test]
fn the_reports_schema_refuses_what_is_no_report() {
    let schema = validator(&schema(REPORT));
    let good: Value = serde_json::from_str(&sample_reports()[0].render(Format::Json)).unwrap();
    let cases = [
        ("/schema_version", json!(2)),
        ("/$schema", json!("https://example.com")),
        ("/tool/name", json!("other")),
        ("/input/kind", json!("zip")),
        ("/input/size", json!(-1)),
        ("/input/digest", json!("sha256:AB")),
        ("/input/compression/0", json!("lz4")),
        ("/verdict", json!("maybe")),
        ("/counts/deny", json!(null)),
        ("/images/0/layers/0/digest", json!("md5:00")),
        ("/names", json!(null)),
        ("/names/0/implied/0", json!("host")),
        ("/names/0/policy", json!("trusted")),
        ("/images/0/signatures/0/format", json!("pgp")),
        ("/images/0/signatures/0/digest", json!("md5:00")),
        ("/vouching/checksums/0/digest", json!("md5:00")),
        ("/vouching/signers/0/created", json!("now")),
        ("/findings/0/severity", json!("off")),
        ("/findings/0/message", json!(null)),
        ("/findings/0/location/stream", json!("disk")),
        ("/findings/0/location/offset", json!(1.5)),
        ("/findings/0/suppressed", json!(true)),
        ("/omitted/0/severity", json!("fatal")),
    ];
    for (pointer, value) in cases {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        assert!(!schema.is_valid(&bad), "{pointer}");
    }
    // What a report leaves out where there is nothing to say.
    let optional = ["names", "sources", "vouching"];
    for key in good.as_object().unwrap().keys().filter(|key| !optional.contains(&key.as_str())) {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().remove(key);
        assert!(!schema.is_valid(&bad), "without {key}");
    }
    let mut bad = good.clone();
    bad.pointer_mut("/findings/0/location").unwrap().as_object_mut().unwrap().remove("entry");
    assert!(!schema.is_valid(&bad), "a location without its entry");
}

#[test]
fn sarif_follows_its_schema() {
    let schema = sarif_validator();
    for report in sample_reports() {
        let value: Value = serde_json::from_str(&report.render(Format::Sarif)).unwrap();
        assert_eq!(faults(&schema, &value), [""; 0]);
    }
    let mut bad: Value = serde_json::from_str(&sample_reports()[0].render(Format::Sarif)).unwrap();
    let uri = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri";
    *bad.pointer_mut(uri).unwrap() = json!("two words");
    assert!(!schema.is_valid(&bad), "formats are not looked at");
}

#[test]
fn help_addresses_lead_to_a_section() {
    let page = fs::read_to_string(top().join("core/RULES.md")).unwrap();
    let value: Value = serde_json::from_str(&sample_reports()[0].render(Format::Sarif)).unwrap();
    let listed = value["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(listed.len(), rules().len());
    for rule in listed {
        let address = rule["helpUri"].as_str().unwrap();
        let (file, anchor) = address.split_once('#').unwrap();
        assert!(file.ends_with("/core/RULES.md"), "{address}");
        assert!(page.contains(&format!("](#{anchor})")), "{address}");
    }
}

#[test]
fn golden_reports_follow_their_schema() {
    let schema = validator(&schema(REPORT));
    let mut bad = Vec::new();
    check_folder(&schema, &top().join("tests/cases"), &mut bad);
    assert!(bad.is_empty(), "{bad:#?}");
}

fn check_folder(schema: &Validator, folder: &Path, bad: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            check_folder(schema, &path, bad);
        } else if path.to_str().unwrap().ends_with(".report.json") {
            let value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            bad.extend(
                faults(schema, &value)
                    .into_iter()
                    .map(|fault| format!("{}: {fault}", path.display())),
            );
        }
    }
}
