//! Ctrl-C.

use std::{
    fs,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::support::Place;

#[test]
fn an_interrupt_ends_at_once() {
    let place = Place::new();
    let fifo = place.fifo("work/fifo");
    let mut child = Command::new(env!("CARGO_BIN_EXE_ocivet"))
        .args(["check", "--no-config", "-o", "report", "fifo"])
        .current_dir(place.path("work"))
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    // It waits in a read by then: the fifo can be opened for writing once it was opened for reading.
    let writer = fs::OpenOptions::new().write(true).open(fifo).unwrap();
    let start = Instant::now();
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(start.elapsed() < Duration::from_secs(10), "it goes on");
        thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(status.code(), Some(130));
    drop(writer);
    assert!(!place.path("work/report").exists());
}
