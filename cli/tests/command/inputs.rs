//! Inputs that pass, that do not, and that cannot be read.

use std::{fs, io::Write as _, process::Stdio, thread};

use crate::support::{BAD, Place, Ran};

#[test]
fn the_exit_code_says_what_was_found() {
    let place = Place::new();
    place.run("check --kind document good.json").reported(0);
    place.run("check bad").reported(1);
    place.run("check --exit-zero bad").reported(0);
    place.run("check --kind document good.json bad").reported(1);
    place.run("check --kind document --fail-on warn good.json").reported(0);
}

#[test]
fn the_text_report_starts_with_the_verdict() {
    let place = Place::new();
    let text = place.run("check bad").reported(1);
    assert!(text.starts_with("DENY bad"), "{text}");
    let line = place.run("check -q bad").reported(1);
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(line.starts_with("DENY bad"), "{line}");
}

#[test]
fn what_cannot_be_read_is_never_a_pass() {
    let place = Place::new();
    place.run("check missing.tar").failed_with(&["cannot read missing.tar", "No such file"]);
    place.run("check --exit-zero missing.tar").failed_with(&["check the spelling"]);
    place.run("check bad/below").failed_with(&["cannot read bad/below", "Not a directory"]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_error_while_reading_is_never_a_pass() {
    let place = Place::new();
    // A regular file that can be opened, and whose first page cannot be read.
    place.run("check /proc/self/mem").failed_with(&["cannot read /proc/self/mem"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_are_told_of() {
    let place = Place::new();
    std::os::unix::fs::symlink("loop", place.path("work/loop")).unwrap();
    place.run("check loop").failed_with(&["cannot read loop"]);
}

#[test]
fn a_failed_input_does_not_hide_the_others() {
    let place = Place::new();
    let ran = place.run("check missing.tar bad --format json");
    assert_eq!(ran.code, Some(2));
    assert!(ran.errors.contains("missing.tar"), "{}", ran.errors);
    let reports: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(reports.as_array().unwrap().len(), 1);
    assert_eq!(reports[0]["input"]["name"], "bad");
}

#[test]
fn standard_input_is_an_input() {
    let place = Place::new();
    for words in ["check --format json -", "check --format json"] {
        let output = place.command(words).write_stdin(BAD).output().unwrap();
        let piped = Ran::from(output).reported(1);
        let named = place.run("check --format json bad").reported(1);
        assert_eq!(piped, named.replace("\"name\": \"bad\"", "\"name\": \"-\""));
    }
    let output = place.command("check - -").write_stdin("").output().unwrap();
    Ran::from(output).failed_with(&["only once"]);
}

#[cfg(unix)]
#[test]
fn a_fifo_is_read_as_a_stream() {
    let place = Place::new();
    let fifo = place.fifo("work/fifo");
    let writer = thread::spawn(move || fs::write(fifo, BAD).unwrap());
    let report = place.run("check --format json fifo").reported(1);
    writer.join().unwrap();
    assert!(report.contains("\"size\": 17"), "{report}");
}

#[test]
fn a_file_that_grows_is_not_judged() {
    let place = Place::new();
    let path = place.path("work/growing");
    fs::write(&path, vec![b'x'; 64 << 20]).unwrap();
    let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_ocivet"))
        .args(["check", "--no-config", "--digest", "growing"])
        .current_dir(place.path("work"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while child.try_wait().unwrap().is_none() {
        file.write_all(b"more").unwrap();
    }
    let ran = Ran::from(child.wait_with_output().unwrap());
    ran.failed_with(&["cannot read growing", "it changed while it was read"]);
}

#[test]
fn usage_faults_have_suggestions() {
    let place = Place::new();
    place.run("check --frmat json bad").failed_with(&["--format"]);
    place.run("chekc bad").failed_with(&["check"]);
    place.run("check --format jsn bad").failed_with(&["'json'"]);
    place.run("check --kind layr bad").failed_with(&["'layer'"]);
    place.run("check --set path/parent-escap=off bad").failed_with(&["path/parent-escape"]);
    place.run("check --set path/parent-escape=no bad").failed_with(&["deny"]);
    place.run("check --set path/parent-escape bad").failed_with(&["an ="]);
    place.run("check --limit ration=3 bad").failed_with(&["ratio"]);
    place.run("check --limit ratio=3X bad").failed_with(&["no unit"]);
    place.run("check --expect sha256:abc bad").failed_with(&["expect"]);
    place.run("check --jobs 0 bad").failed_with(&["--jobs"]);
}

#[test]
fn an_expected_digest_that_is_not_there_is_denied() {
    let place = Place::new();
    let digest = format!("sha256:{}", "0".repeat(64));
    let report = place.run(&format!("check --format json --digest --expect {digest} bad"));
    let report: serde_json::Value = serde_json::from_str(&report.reported(1)).unwrap();
    let digest = report["input"]["digest"].as_str().unwrap();
    assert!(digest.starts_with("sha256:"), "{digest}");
}

#[test]
fn dockerfiles_are_known_by_name() {
    let place = Place::new();
    place.write("work/Dockerfile", "ARG TAG\nFROM debian:$TAG\nADD http://example.com/x /\n");
    place.write("work/list", "FROM debian:$TAG\n");
    let text = place.run("check Dockerfile").reported(0);
    assert!(text.starts_with("WARN Dockerfile (dockerfile): 2 warn"), "{text}");
    let shown = "        3 | ADD http://example.com/x /\n          |     ^^^^^^^^^^^^^^^^^^^^\n";
    assert!(text.contains(shown), "{text}");
    let text = place.run("check --build-arg TAG=12 Dockerfile").reported(0);
    assert!(text.contains("fetches debian:12 by FROM, line 2"), "{text}");
    place.run("check list").reported(1);
    place.run("check --kind dockerfile list").reported(0);
    place.run("check --build-arg =x Dockerfile").failed_with(&["such as TAG=12"]);
    // The configuration gives values too, and arguments come on top.
    place.write("work/ocivet.toml", "[build-args]\nTAG = '11'\n");
    let text = place.run("check Dockerfile").reported(0);
    assert!(text.contains("fetches debian:11 by FROM"), "{text}");
    let text = place.run("check --build-arg TAG=12 Dockerfile").reported(0);
    assert!(text.contains("fetches debian:12 by FROM"), "{text}");
}
