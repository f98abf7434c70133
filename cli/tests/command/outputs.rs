//! Formats, files, and streams that nobody reads.

use std::{
    fs,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::support::Place;

#[test]
fn formats_go_where_they_are_told() {
    let place = Place::new();
    let text = place
        .run("check --format json -o r.json --format text --format sarif -o r.sarif bad")
        .reported(1);
    assert!(text.starts_with("DENY"), "{text}");
    let json: Value = serde_json::from_str(&place.read("work/r.json")).unwrap();
    assert_eq!(json["verdict"], "deny");
    let sarif: Value = serde_json::from_str(&place.read("work/r.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(place.names("work"), ["bad", "good.json", "r.json", "r.sarif"]);
}

#[test]
fn a_file_has_the_same_bytes_as_standard_output() {
    let place = Place::new();
    for format in ["github", "html", "json", "junit", "sarif", "text"] {
        let out = place.run(&format!("check --format {format} bad")).reported(1);
        assert_eq!(place.run(&format!("check -o file --format {format} bad")).reported(1), "");
        assert_eq!(place.read("work/file"), out, "{format}");
    }
}

#[test]
fn several_inputs_are_one_document() {
    let place = Place::new();
    fs::copy(place.path("work/bad"), place.path("work/worse")).unwrap();
    let run = |format: &str| place.run(&format!("check --format {format} bad worse")).reported(1);
    let json: Value = serde_json::from_str(&run("json")).unwrap();
    assert_eq!(json[0]["input"]["name"], "bad");
    assert_eq!(json[1]["input"]["name"], "worse");
    let sarif: Value = serde_json::from_str(&run("sarif")).unwrap();
    assert_eq!(sarif["runs"].as_array().unwrap().len(), 2);
    assert_eq!(run("junit").matches("<testsuite ").count(), 2);
    let html = run("html");
    assert!(html.starts_with("<!DOCTYPE html>\n"));
    assert_eq!(html.matches("<html ").count(), 1);
    assert_eq!(html.matches("<article class=\"input\"").count(), 2);
    let text = run("text");
    let at = text.find("\n\nDENY worse").unwrap_or_else(|| panic!("{text}"));
    assert!(text.starts_with("DENY bad") && at > 0);
    assert_eq!(place.run("check -o text bad worse").reported(1), "");
    assert_eq!(place.read("work/text"), text);
}

#[test]
fn two_reports_cannot_share_a_place() {
    let place = Place::new();
    place.run("check --format json --format text bad").failed_with(&["standard output"]);
    place.run("check --format json -o x --format text -o x bad").failed_with(&["two reports"]);
    place.run("check --format json -o x -o y bad").failed_with(&["-o y", "--format"]);
}

#[test]
fn what_cannot_be_written_is_a_failure() {
    let place = Place::new();
    place.run("check -o . bad").failed_with(&["cannot write ."]);
    place.run("check -o no/such/folder bad").failed_with(&["cannot write no/such/folder"]);
    place.run("check -o bad/below bad").failed_with(&["cannot write bad/below"]);
}

#[test]
fn without_a_report_an_older_file_stays() {
    let place = Place::new();
    place.write("work/report", "older");
    place.run("check -o report missing").failed_with(&["missing"]);
    assert_eq!(place.read("work/report"), "older");
    assert_eq!(place.names("work"), ["bad", "good.json", "report"]);
}

#[cfg(unix)]
#[test]
fn files_keep_their_links_and_permissions() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let place = Place::new();
    place.write("work/old", "older");
    fs::set_permissions(place.path("work/old"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("old", place.path("work/link")).unwrap();
    place.run("check -o link bad").reported(1);
    assert!(place.path("work/link").symlink_metadata().unwrap().is_symlink());
    assert!(place.read("work/old").starts_with("DENY"));
    let mode = |name| fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("work/old"), 0o640);
    place.run("check -o new bad").reported(1);
    // As open as a file that anything else makes here.
    place.write("work/other", "");
    assert_eq!(mode("work/new"), mode("work/other"));
    place.run("check -o /dev/null bad").reported(1);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    let place = Place::new();
    for words in ["rules --format json", "check --format sarif bad", "--help", "explain"] {
        let script = format!("\"$0\" {words} | head -c 1; echo \" ${{PIPESTATUS[0]}}\"");
        let output = Command::new("bash")
            .args(["-c", &script, env!("CARGO_BIN_EXE_ocivet")])
            .current_dir(place.path("work"))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let code = if words.starts_with("check") { "1" } else { "0" };
        let out = String::from_utf8(output.stdout).unwrap();
        assert!(out.ends_with(&format!(" {code}\n")), "{words}: {out:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{words}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let place = Place::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_ocivet"))
        .args(["check", "--no-config", "bad"])
        .current_dir(place.path("work"))
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("cannot write to standard output"), "{errors}");
}

#[test]
fn colours_are_where_they_are_wanted() {
    let place = Place::new();
    assert!(!place.run("check bad").reported(1).contains('\x1b'));
    assert!(place.run("check --color always bad").reported(1).contains("\x1b["));
    let forced = place.command("check bad").env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(forced.stdout.contains(&0x1b));
    let never = place.command("check --color never bad").env("CLICOLOR_FORCE", "1").output();
    assert!(!never.unwrap().stdout.contains(&0x1b));
    place.run("check --color always -o file bad").reported(1);
    assert!(!place.read("work/file").contains('\x1b'));
}
