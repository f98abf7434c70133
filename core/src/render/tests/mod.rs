//! Reports made by hand: one as an honest archive gives it, one in which every text is hostile.

mod sample;

use super::{Detail, Format, render_all};
use crate::model::{Report, Severity};
pub(super) use sample::{denied, hostile, passed};

const PLAIN: Format = Format::Text { ansi: false, detail: Detail::Findings };
const FULL: Format = Format::Text { ansi: false, detail: Detail::Full };

#[test]
fn names_are_the_formats() {
    for name in Format::NAMES {
        assert!(Format::from_name(name).is_some(), "{name}");
    }
    assert!(Format::NAMES.is_sorted());
    assert_eq!(Format::from_name("xml"), None);
}

#[test]
fn every_format_ends_in_one_newline_and_holds_no_character_that_acts() {
    for report in [passed(), denied(), hostile()] {
        for format in Format::NAMES.iter().filter_map(|name| Format::from_name(name)).chain([FULL])
        {
            let text = report.render(format);
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{format:?}");
            for character in text.chars().filter(|character| *character != '\n') {
                assert!(
                    !crate::model::is_hidden(character),
                    "{format:?}: {character:?} in\n{text}"
                );
            }
            for line in text.lines() {
                assert!(!line.contains("##vso[") && !line.contains("##["), "{format:?}: {line}");
                let command = line.trim_start().starts_with("::");
                assert_eq!(command, format == Format::Github, "{format:?}: {line}");
            }
        }
    }
}

#[test]
fn the_text_of_a_finding_says_what_where_and_why() {
    let expected = "\
DENY image.tar (docker-archive): 3 deny, 1 warn, 5 info, 2 suppressed

layer 2 of 2 of image example.com/team/debian:1 (+1) linux/amd64, member aa/layer.tar, sha256:bbbbbbbbbbbb
  deny  path/parent-escape: name ../../etc/passwd climbs above the root
        at entry ../../etc/passwd, byte 1536 of the layer
        see entry etc/passwd, byte 512 of the layer
        why: WHY
  deny  path/parent-escape: name ../x climbs above the root
        at entry ../x, byte 4096 of the layer

member manifest.json, sha256:cccccccccccc
  warn  manifest/sample-key: key config differs from Config only in case
        at value /0/config, byte 17 of the blob

  deny  path/parent-escape: 1 more at deny not listed
  info  entry/setuid 5 (in full with -v)
  suppressed  path/absolute 2 (in full with -v)

read 334.7 MiB
image example.com/team/debian:1 (+1) linux/amd64: 2 layers, 1.5 KiB stored, 3.0 KiB unpacked, 1 entry, 1 missing
  signed by SHA256:00 (cosign)
  statement https://slsa.dev/provenance/v1 by no key that was given (dsse)
more ocivet explain path/parent-escape
";
    let why = crate::rules::find("path/parent-escape").map(crate::rules::Rule::why).unwrap();
    let (with, without) = (format!("        why: {why}\n"), "        why: WHY\n");
    let expected = match why.as_str() {
        "" => expected.replace(without, "").replace("more ocivet explain path/parent-escape\n", ""),
        _ => expected.replace(without, &with),
    };
    assert_eq!(denied().render(PLAIN), expected);
}

#[test]
fn a_shared_blob_names_its_first_image() {
    let mut report = denied();
    let image = &mut report.images[0];
    // Twice in one image is still one image.
    image.layers.push(image.layers[1].clone());
    report.images.extend([report.images[0].clone(), report.images[0].clone()]);
    let text = report.render(PLAIN);
    let title = "\nlayer 2 of 3 of image example.com/team/debian:1 (+1) linux/amd64 and of 2 others, member";
    assert!(text.contains(title), "{text}");
    report.images.clear();
    assert!(report.render(PLAIN).contains("\n\nmember aa/layer.tar, sha256:bbbbbbbbbbbb\n"));
}

#[test]
fn detail_chooses_how_much_is_said() {
    let quiet = denied().render(Format::Text { ansi: false, detail: Detail::Verdict });
    assert_eq!(quiet, "DENY image.tar (docker-archive): 3 deny, 1 warn, 5 info, 2 suppressed\n");
    let full = denied().render(FULL);
    assert!(full.contains("  info  entry/setuid: mode is 4755, owner 0\n"), "{full}");
    assert!(full.contains("  info  entry/setuid: 4 more at info not listed\n"), "{full}");
    assert!(
        full.contains(
            "  deny  path/absolute: name /opt/run is absolute\n        \
             at entry /opt/run, byte 12288 of the layer\n        \
             suppressed: our installer strips it\n"
        ),
        "{full}"
    );
    let more =
        "  deny  path/absolute: 1 more at deny not listed, suppressed: our installer strips it\n";
    assert!(full.contains(more), "{full}");
    assert_eq!(
        passed().render(PLAIN),
        "PASS pkg.tgz (package)\n\nread 1023 bytes, gzip, sha256:".to_owned()
            + &"a".repeat(64)
            + "\n"
    );
}

#[test]
fn colours_only_add_to_the_text() {
    for report in [passed(), denied(), hostile()] {
        for detail in [Detail::Verdict, Detail::Findings, Detail::Full] {
            let mut coloured = report.render(Format::Text { ansi: true, detail });
            assert!(coloured.contains("\x1b["));
            for code in ["1", "2", "36", "1;32", "1;31", "1;33", "0"] {
                coloured = coloured.replace(&format!("\x1b[{code}m"), "");
            }
            assert_eq!(coloured, report.render(Format::Text { ansi: false, detail }));
        }
    }
}

/// The keys of the outermost object, in the order in which the text has them.
fn keys(json: &str) -> Vec<&str> {
    json.lines()
        .filter_map(|line| line.strip_prefix("  \""))
        .filter_map(|rest| rest.split_once("\": ").map(|(key, _)| key))
        .collect()
}

#[test]
fn json_has_its_keys_in_order_and_every_value() {
    let json = denied().render(Format::Json);
    assert_eq!(
        keys(&json),
        [
            "$schema",
            "schema_version",
            "tool",
            "input",
            "verdict",
            "counts",
            "images",
            "findings",
            "omitted"
        ]
    );
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["schema_version"], 1);
    assert_eq!(value["tool"]["name"], "ocivet");
    assert_eq!(value["counts"]["suppressed"], 2);
    assert_eq!(value["images"][0]["layers"][0]["digest"], serde_json::Value::Null);
    let location = &value["findings"][0]["location"];
    assert_eq!(location["entry"], "../../etc/passwd");
    assert_eq!((&location["stream"], &location["offset"]), (&"layer".into(), &1536.into()));
    assert_eq!(value["findings"][0]["related"][0]["entry"], "etc/passwd");
    assert_eq!(value["omitted"][0]["count"], 1);
    assert_eq!(value["findings"][0]["suppressed"], serde_json::Value::Null);
    let reason = "our installer strips it";
    assert_eq!(value["findings"][3]["suppressed"]["reason"], reason);
    assert_eq!(value["omitted"][2]["suppressed"]["reason"], reason);
}

#[test]
fn json_keeps_the_inputs_name_exactly() {
    let report = hostile();
    let value: serde_json::Value = serde_json::from_str(&report.render(Format::Json)).unwrap();
    assert_eq!(value["input"]["name"], report.input.name);
}

#[test]
fn annotations_are_escaped_for_the_runner() {
    let text = hostile().render(Format::Github);
    let first = text.lines().nth(1).unwrap();
    assert!(first.starts_with("::error file="), "{first}");
    let (properties, data) = first.strip_prefix("::error ").unwrap().split_once("::").unwrap();
    assert_eq!(properties.matches(",title=").count(), 1, "{properties}");
    assert_eq!(properties.matches(':').count(), 0, "{properties}");
    // The title, and the place in a text.
    assert!(properties.contains(",line=2,endLine=2,col=4,endColumn=6,title="), "{properties}");
    assert_eq!(properties.matches(',').count(), 5, "{properties}");
    assert!(data.contains("100%25"), "{data}");
    // One for the headline; none for what is suppressed.
    assert_eq!(text.lines().count(), 1 + 3);
    let plain = denied().render(Format::Github);
    assert!(plain.contains(
        "::error file=image.tar,title=ocivet path/parent-escape::name ../x climbs above the root \
         (member aa/layer.tar, entry ../x, byte 4096 of the layer)\n"
    ));
    assert!(plain.contains("::notice file=image.tar,title=ocivet entry/setuid::"));
    assert!(
        passed().render(Format::Github).starts_with("::notice file=pkg.tgz,title=ocivet::PASS")
    );
}

#[test]
fn junit_fails_a_case_for_each_rule_at_warn_or_above() {
    let text = denied().render(Format::Junit);
    assert!(text.contains(
        "<testsuite name=\"image.tar\" tests=\"4\" failures=\"2\" errors=\"0\" skipped=\"1\""
    ));
    assert!(text.contains("<testcase classname=\"ocivet.path\" name=\"path/parent-escape\">"));
    assert!(text.contains("<failure type=\"warn\" message=\"warn: key config differs"), "{text}");
    assert!(text.contains("<system-out>info: mode is 4755"));
    let skipped = "suppressed: our installer strips it at deny: name /opt/run is absolute (member";
    assert!(text.contains(&format!("<skipped message=\"{skipped}")), "{text}");
    let text = passed().render(Format::Junit);
    assert!(text.contains("tests=\"1\" failures=\"0\""));
    assert!(text.contains("<testcase classname=\"ocivet\" name=\"verified\"/>"));
}

#[test]
fn junit_text_cannot_leave_its_place() {
    let text = hostile().render(Format::Junit);
    assert!(text.contains("&lt;/failure&gt;&lt;testcase name=&quot;fake&quot;/&gt;"), "{text}");
    // What is opened is closed, in order.
    let mut open = Vec::new();
    for part in text.split('<').skip(2) {
        let (tag, _) = part.split_once('>').unwrap();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap());
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn samples_are_consistent() {
    for report in [passed(), denied(), hostile()] {
        for (severity, count) in [
            (Severity::Deny, report.counts.deny),
            (Severity::Warn, report.counts.warn),
            (Severity::Info, report.counts.info),
        ] {
            assert_eq!(total(&report, severity), count, "{severity:?}");
        }
    }
}

fn total(report: &Report, severity: Severity) -> u64 {
    let listed = report.findings.iter();
    let listed = listed.filter(|it| it.severity == severity && it.suppressed.is_none());
    let omitted = report.omitted.iter();
    let omitted = omitted.filter(|it| it.severity == severity && it.suppressed.is_none());
    crate::model::to_u64(listed.count()).saturating_add(omitted.map(|it| it.count).sum())
}

#[test]
fn several_reports_are_one_document_in_every_format() {
    let reports = [denied(), passed(), hostile()];
    let json = |format| -> serde_json::Value {
        serde_json::from_str(&render_all(&reports, format)).unwrap()
    };
    let one = |report: &Report| -> serde_json::Value {
        serde_json::from_str(&report.render(Format::Json)).unwrap()
    };
    assert_eq!(json(Format::Json).as_array().unwrap(), &reports.each_ref().map(one));
    let junit = render_all(&reports, Format::Junit);
    assert_eq!(junit.matches("<testsuite name=").count(), 3);
    assert_eq!(junit.matches("<testsuites").count(), 1);
    let text = render_all(&reports, PLAIN);
    assert_eq!(text, reports.each_ref().map(|report| report.render(PLAIN)).join("\n"));
    #[cfg(feature = "explain")]
    {
        let log = json(Format::Sarif);
        let runs = log["runs"].as_array().unwrap();
        assert_eq!(runs.len(), 3);
        let categories: std::collections::BTreeSet<_> =
            runs.iter().map(|run| run["automationDetails"]["id"].as_str().unwrap()).collect();
        assert_eq!(categories.len(), 3, "{categories:?}");
    }
}
