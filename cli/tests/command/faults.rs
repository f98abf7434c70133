//! Inputs that fail while they are read, and memory that runs out: no report, or the right one, never another.

use std::{
    fs,
    io::Write as _,
    process::{Command, Stdio},
    thread,
};

use crate::support::{Place, Ran};

#[test]
fn a_file_that_shrinks_is_not_judged() {
    const SIZE: u64 = 64 << 20;
    let place = Place::new();
    let file = fs::File::create(place.path("work/shrinking")).unwrap();
    file.set_len(SIZE).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_ocivet"))
        .args(["check", "--no-config", "--digest", "shrinking"])
        .current_dir(place.path("work"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut size = SIZE;
    while child.try_wait().unwrap().is_none() {
        size = size.saturating_sub(4096);
        file.set_len(size).unwrap();
    }
    let ran = Ran::from(child.wait_with_output().unwrap());
    ran.failed_with(&["cannot read shrinking", "it changed while it was read"]);
}

#[test]
fn a_fifo_that_closes_early_is_an_archive_that_ends_early() {
    let place = Place::new();
    let mut image = fs::read(WILD).unwrap();
    image.truncate(image.len() / 2);
    let fifo = place.fifo("work/fifo");
    let writer = thread::spawn(move || {
        let mut fifo = fs::OpenOptions::new().write(true).open(fifo).unwrap();
        fifo.write_all(&image).unwrap();
    });
    let report = place.run("check --format json fifo").reported(1);
    writer.join().unwrap();
    assert!(report.contains("tar/truncated"), "{report}");
}

/// With little memory the command says so or is ended by the system; with more, it gives the report that it gives
/// without a limit. There is no amount with which it gives another.
#[test]
fn without_memory_there_is_no_other_report() {
    let place = Place::new();
    let gzipped = WILD.replace("docker-save.tar", "docker-save.tar.gz");
    for (input, code) in [(gzipped.as_str(), 0), ("bad", 1)] {
        let words = format!("check --format json {input}");
        let expected = place.run(&words).reported(code);
        let mut answered = 0;
        // Steps of 4 MiB from less than the program itself to more than enough.
        for mebibytes in (8..=256).step_by(4) {
            let output = Command::new("sh")
                .args(["-c", "ulimit -v $0 && exec \"$@\"", &format!("{}", mebibytes << 10)])
                .arg(env!("CARGO_BIN_EXE_ocivet"))
                .args(words.split(' '))
                .current_dir(place.path("work"))
                .env_clear()
                .env("HOME", place.path("home"))
                .output()
                .unwrap();
            let ran = Ran::from(output);
            match ran.code {
                Some(0 | 1) => {
                    assert_eq!(ran.reported(code), expected, "with {mebibytes} MiB");
                    answered += 1;
                }
                _ => assert_eq!(ran.out, "", "with {mebibytes} MiB"),
            }
        }
        assert!(answered > 30, "{answered}");
    }
}

const WILD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/wild/docker-save.tar");
