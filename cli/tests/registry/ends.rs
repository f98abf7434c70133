//! Ends in the middle: Ctrl-C, and a disk that is full.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use crate::{
    image::Shelf,
    place::{Place, Ran, leave_out},
    server::{Play, Server},
};

/// Runs a command until it has the first 100,000 bytes of a layer, and interrupts it.
fn interrupt(place: &Place, words: &str) -> Ran {
    let shelf = Shelf::new();
    let held = shelf.clone();
    let server = Server::start(move |asked| {
        let answer = held.answer(asked);
        if held.is_layer(asked) { answer.play(Play::Silence(100_000)) } else { answer }
    });
    let mut child = place.command(&words.replace("HOST", &server.host())).spawn().unwrap();
    while !server.asked().iter().any(|asked| shelf.is_layer(asked)) {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        thread::sleep(Duration::from_millis(20));
    }
    // Some time for what was sent to be written.
    thread::sleep(Duration::from_millis(300));
    let pid = nix::unistd::Pid::from_raw(child.id().try_into().unwrap());
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGINT).unwrap();
    Ran::from(child.wait_with_output().unwrap())
}

#[test]
fn an_interrupted_fetch_can_be_gone_on_with() {
    let place = Place::new();
    interrupt(&place, "fetch HOST/team/app:1 --insecure-http -o app.tar").ended(130, &[]);
    assert_eq!(place.names("app.tar"), ["app.tar.part"]);
    assert!(fs::metadata(place.path("app.tar.part/image.tar")).unwrap().len() > 100_000);
}

#[test]
fn an_interrupted_pull_leaves_nothing() {
    let place = Place::new();
    fs::create_dir(place.path("spool")).unwrap();
    let words = "pull HOST/team/app:1 --insecure-http --spool spool -- touch loaded";
    interrupt(&place, words).ended(130, &[]);
    assert_eq!(fs::read_dir(place.path("spool")).unwrap().count(), 0);
    assert!(!place.path("loaded").exists());
}

/// A file system of little room, until it is dropped.
struct Small(PathBuf);

impl Small {
    fn mount(test: &str, path: &Path) -> Option<Self> {
        fs::create_dir(path).unwrap();
        let options = ["-t", "tmpfs", "-o", "size=200k", "tmpfs"];
        let mounted = Command::new("mount").args(options).arg(path).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(path.to_owned()));
        }
        leave_out(test, "only root may mount a small file system");
        None
    }

    fn grow(&self) {
        let done = Command::new("mount").args(["-o", "remount,size=2m"]).arg(&self.0).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_is_told_and_gone_on_after() {
    let place = Place::new();
    let Some(small) = Small::mount("full disk", &place.path("small")) else { return };
    let shelf = Shelf::new();
    let held = shelf.clone();
    let server = Server::start(move |asked| held.answer(asked));
    let name = format!("{}/team/app:1 --insecure-http", server.host());

    let ran = place.run(&format!("fetch {name} -o small/app.tar"));
    ran.ended(2, &["cannot write: No space left on device", "make room"]);
    assert_eq!(fs::read_dir(place.path("small")).unwrap().count(), 1);
    let again = |asked: &crate::server::Asked| shelf.is_layer(asked);
    assert_eq!(server.asked().iter().filter(|asked| again(asked)).count(), 1, "it was asked again");

    small.grow();
    place.run(&format!("fetch {name} -o small/app.tar")).ended(0, &["PASS"]);
    assert!(server.asked().last().unwrap().range().is_some_and(|from| from > 50_000));

    fs::remove_file(place.path("small/app.tar")).unwrap();
    place.run(&format!("fetch {name} -o app.tar")).ended(0, &["PASS"]);
    fs::write(place.path("small/filler"), vec![0; 1_900_000]).unwrap();
    let ran = place.run("load app.tar --spool small -- touch loaded");
    ran.ended(2, &["cannot copy app.tar to small: No space left on device", "--spool"]);
    let ran = place.run(&format!("pull {name} --spool small -- touch loaded"));
    ran.ended(2, &["No space left on device", "--spool"]);
    assert!(!place.path("loaded").exists());
    assert_eq!(fs::read_dir(place.path("small")).unwrap().count(), 1, "something stayed");
}
