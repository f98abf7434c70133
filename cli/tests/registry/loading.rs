//! What `load` hands on is what it verified, whatever happens to the input meanwhile.

use std::{fs, io::Write as _, process::Stdio};

use crate::{
    image::{Shelf, digest},
    place::{Place, Ran},
    server::Server,
};

/// A place with images that were fetched: `good.tar`, the folder `good`, and `bad.tar`, which was denied.
fn place() -> Place {
    let place = Place::new();
    for (shelf, options) in [
        (Shelf::new(), "-o good.tar"),
        (Shelf::new(), "-o good --layout"),
        (Shelf::bad(), "-o bad.tar"),
    ] {
        let server = Server::start(move |asked| shelf.answer(asked));
        place.run(&format!("fetch {}/team/app:1 --insecure-http {options}", server.host()));
    }
    fs::rename(place.path("bad.tar.denied"), place.path("bad.tar")).unwrap();
    place.program("take", "cat > taken");
    place
}

fn taken(place: &Place) -> Option<Vec<u8>> {
    let bytes = fs::read(place.path("taken")).ok();
    let _ = fs::remove_file(place.path("taken"));
    bytes
}

#[test]
fn a_command_gets_the_bytes_that_were_verified() {
    let place = place();
    let good = fs::read(place.path("good.tar")).unwrap();
    place.run("load good.tar -- take").ended(0, &["PASS", "handed over"]);
    assert!(taken(&place).unwrap() == good);
    let mut command = place.command("load - -- take");
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&good).unwrap();
    Ran::from(child.wait_with_output().unwrap()).ended(0, &["PASS"]);
    assert!(taken(&place).unwrap() == good);
    // The archive of a folder is an image as well, and the same one.
    place.run("load good -- take").ended(0, &["PASS"]);
    fs::write(place.path("again.tar"), taken(&place).unwrap()).unwrap();
    place.run("check again.tar").ended(0, &["PASS"]);
}

#[test]
fn what_is_denied_is_handed_to_nobody() {
    let place = place();
    place.run("load bad.tar -- take").ended(1, &["path/parent-escape", "nothing was loaded"]);
    place.write("plain.tar", Shelf::new().layer_bytes());
    place.run("load plain.tar -- take").ended(2, &["is no image that could be loaded"]);
    place.run("load missing.tar -- take").ended(2, &["cannot copy missing.tar"]);
    assert_eq!(taken(&place), None);
}

#[test]
fn commands_that_fail_are_told() {
    let place = place();
    place.program("failing", "cat > /dev/null; printf 'no \\033[31mroom\\n' >&2; exit 3");
    let ran = place.run("load good.tar -- failing");
    ran.ended(2, &["failing failed", "3", "no \\u{1b}[31mroom"]);
    assert!(!ran.text.contains('\u{1b}'));
    // One that ends before it has read all.
    place.program("hasty", "exit 0");
    place.run("load good.tar -- hasty").ended(0, &[]);
    place.run("load good.tar -- no-such-program").ended(2, &["cannot run no-such-program"]);
}

/// An engine's own answer counts: another image under the name is an error.
#[test]
fn an_engine_with_another_image_is_told() {
    let place = place();
    let other = digest(b"other");
    place.program("docker", &format!("[ $1 = load ] && exec cat > taken; echo {other}"));
    let ran = place.run("load good.tar --into docker");
    ran.ended(2, &[&format!("docker has {other} under"), "do not run it"]);
    place.program("docker", "[ $1 = load ] && exec cat > taken; echo 'No such image'; exit 1");
    place.run("load good.tar --into docker").ended(2, &["docker does not say what it has under"]);
}

/// The input is swapped for an image that would be denied, by a process that does nothing else: at whatever moment
/// it is, the command either gets the good image, or nothing.
#[test]
fn a_swap_meanwhile_loads_the_original_or_nothing() {
    let place = place();
    let (good, bad) = (place.path("good.tar"), place.path("bad.tar"));
    let original = fs::read(&good).unwrap();
    let target = place.path("image.tar");
    let stop = std::sync::atomic::AtomicBool::new(false);
    let (mut loaded, mut refused) = (0, 0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // By rename and in place, back and forth.
            for turn in 0_u64.. {
                if stop.load(std::sync::atomic::Ordering::Relaxed) {
                    return;
                }
                let source = if turn % 2 == 0 { &bad } else { &good };
                let next = place.path("next.tar");
                if turn % 4 < 2 {
                    fs::copy(source, &next).unwrap();
                    fs::rename(next, &target).unwrap();
                } else {
                    fs::copy(source, &target).unwrap();
                }
            }
        });
        for _ in 0..40 {
            let ran = place.run("load image.tar -- take");
            if let Some(bytes) = taken(&place) {
                assert!(bytes == original, "another image was handed over\n{}", ran.text);
                assert_eq!(ran.code, Some(0));
                loaded += 1;
            } else {
                assert_ne!(ran.code, Some(0), "{}", ran.text);
                refused += 1;
            }
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    assert!(loaded > 0 && refused > 0, "loaded {loaded}, refused {refused}: no test of anything");
}

/// Once the copy is made the input plays no part: a command that changes it still reads the original.
#[test]
fn the_input_may_change_while_it_is_handed_over() {
    let place = place();
    let original = fs::read(place.path("good.tar")).unwrap();
    place.program("take", "cp bad.tar good.tar; cat > taken");
    place.run("load good.tar -- take").ended(0, &["PASS"]);
    assert!(taken(&place).unwrap() == original);
}
