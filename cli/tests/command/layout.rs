//! Layout directories: nothing is opened through a link, and nothing hangs.

use std::{fs, os::unix::fs::symlink};

use serde_json::Value;

use crate::support::Place;

fn report(place: &Place, words: &str) -> Value {
    let ran = place.run(&format!("check --format json {words}"));
    assert_eq!(ran.errors, "");
    serde_json::from_str(&ran.out).unwrap()
}

fn layout(place: &Place) {
    place.write("work/layout/oci-layout", r#"{"imageLayoutVersion":"1.0.0"}"#);
    place.write("work/layout/index.json", r#"{"schemaVersion":2,"manifests":[]}"#);
    fs::create_dir_all(place.path("work/layout/blobs/sha256")).unwrap();
}

#[test]
fn a_directory_that_is_no_layout_is_a_finding() {
    let place = Place::new();
    fs::create_dir_all(place.path("work/folder/deep/er")).unwrap();
    place.write("work/folder/file", "text");
    for folder in ["folder", "folder/deep/er"] {
        let report = report(&place, folder);
        assert_eq!(report["input"]["kind"], "oci-layout");
    }
}

#[test]
fn what_is_no_regular_file_is_never_opened() {
    let place = Place::new();
    layout(&place);
    let blobs = place.path("work/layout/blobs/sha256");
    place.fifo(&format!("work/layout/blobs/sha256/{}", "a".repeat(64)));
    fs::create_dir(blobs.join("b".repeat(64))).unwrap();
    symlink("/dev/zero", blobs.join("c".repeat(64))).unwrap();
    symlink(place.path("work/bad"), blobs.join("d".repeat(64))).unwrap();
    symlink(place.path("work"), place.path("work/layout/blobs/sha512")).unwrap();
    place.fifo("work/layout/fifo");
    for jobs in 1..=4 {
        let report = report(&place, &format!("--jobs {jobs} layout"));
        assert_eq!(report["input"]["kind"], "oci-layout");
        // The two documents alone were read.
        assert_eq!(report["input"]["size"], 30 + 34);
    }
}

#[test]
fn a_layout_may_be_reached_through_a_link() {
    let place = Place::new();
    layout(&place);
    symlink("layout", place.path("work/link")).unwrap();
    let mut linked = report(&place, "link");
    linked["input"]["name"] = "layout".into();
    assert_eq!(linked, report(&place, "layout"));
    assert_eq!(report(&place, "layout/")["input"]["size"], 64);
}

#[test]
fn deep_directories_end() {
    let place = Place::new();
    layout(&place);
    let deep = "d/".repeat(500);
    fs::create_dir_all(place.path(&format!("work/layout/{deep}"))).unwrap();
    place.write(&format!("work/layout/{deep}file"), "text");
    assert_eq!(report(&place, "layout")["input"]["size"], 64 + 4);
}
