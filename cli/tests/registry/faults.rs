//! Disks that are full, processes that are killed, and a thousand of them at once.

use std::{
    fs,
    process::{Command, Stdio},
    thread,
    time::Instant,
};

use crate::{
    breaking::{assert_same, whole},
    image::Shelf,
    place::{Place, Ran, leave_out},
    server::{Play, Server},
};

/// Runs a script where the folder `small` is a file system of 100 KiB, which no other process sees.
fn on_small_disk(test: &str, place: &Place, script: &str) -> Option<Ran> {
    fs::create_dir_all(place.path("small")).unwrap();
    let command = |script: &str| {
        let mut command = Command::new("unshare");
        command
            .args(["--map-root-user", "--mount", "sh", "-euc", script])
            .arg(env!("CARGO_BIN_EXE_ocivet"))
            .current_dir(place.root())
            .env("HOME", place.path("home"));
        command
    };
    let mount = "mount -t tmpfs -o size=100k tmpfs small";
    if !command(mount).output().is_ok_and(|output| output.status.success()) {
        leave_out(test, "this user may not mount a small file system");
        return None;
    }
    Some(Ran::from(command(&format!("{mount}; {script}")).output().unwrap()))
}

#[test]
fn a_full_disk_ends_a_fetch_that_goes_on_with_more_room() {
    let place = Place::new();
    let shelf = Shelf::new();
    let server = Server::start(move |asked| shelf.answer(asked));
    let fetch = format!("$0 fetch {}/team/app:1 --insecure-http -o small/app.tar", server.host());
    let script = format!(
        "{fetch} || echo exit $?; ls small; mount -o remount,size=2m small; {fetch}; ls small"
    );
    let Some(ran) = on_small_disk("full disk under fetch", &place, &script) else { return };
    ran.ended(0, &["No space left on device", "exit 2\napp.tar.part\n", "PASS", "\napp.tar\n"]);
}

#[test]
fn a_full_disk_under_load_hands_over_nothing() {
    let place = Place::new();
    let shelf = Shelf::new();
    let server = Server::start(move |asked| shelf.answer(asked));
    place.run(&format!("fetch {}/team/app:1 --insecure-http -o app.tar", server.host()));
    place.program("take", "cat > taken");
    let script = "TMPDIR=$PWD/small $0 load app.tar -- bin/take";
    let Some(ran) = on_small_disk("full disk under load", &place, script) else { return };
    ran.ended(2, &["cannot copy app.tar", "No space left on device"]);
    assert!(!place.path("taken").exists());
}

/// At moments from before the first request to after the last byte: there is never half an archive under the final
/// name, and what there is in the end is what a fetch without trouble makes.
#[test]
fn killed_at_any_moment_it_leaves_no_half_archive() {
    const TURNS: u32 = 40;
    let place = Place::new();
    let shelf = Shelf::new();
    let whole = whole(&shelf);
    let server = Server::start(move |asked| shelf.answer(asked).play(Play::Slow));
    let words = format!("fetch {}/team/app:1 --insecure-http -o app.tar", server.host());
    let complete = || {
        assert_eq!(place.names("app.tar"), ["app.tar"]);
        assert_same(&place, &whole, &server.host());
        fs::remove_file(place.path("app.tar")).unwrap();
    };
    let began = Instant::now();
    place.run(&words).ended(0, &["PASS"]);
    let time = began.elapsed();
    complete();
    let mut parts = 0;
    for turn in 0..TURNS {
        let mut child = place.command(&words).spawn().unwrap();
        // In no order, so that what one left behind is of any length when the next one comes.
        thread::sleep(time * (turn * 29 % TURNS) / TURNS);
        child.kill().unwrap();
        child.wait().unwrap();
        match &place.names("app.tar")[..] {
            [] => {}
            [part] if part == "app.tar.part" => parts += 1,
            _ => complete(),
        }
    }
    println!("{parts} of {TURNS} were killed on the way");
    assert!(parts > 0);
    place.run(&words).ended(0, &["PASS"]);
    complete();
}

#[test]
fn a_thousand_at_once_each_get_their_own_verdict() {
    const COUNT: usize = 1000;
    let place = Place::new();
    let [good, bad] = [Shelf::new(), Shelf::bad()];
    let good = Server::start(move |asked| good.answer(asked));
    let bad = Server::start(move |asked| bad.answer(asked));
    let is_bad = |number: usize| number % 7 == 3;
    let children: Vec<_> = (0..COUNT)
        .map(|number| {
            let host = if is_bad(number) { bad.host() } else { good.host() };
            let words = format!("fetch {host}/team/app:1 --insecure-http -q -o {number}.tar");
            place.command(&words).stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for (number, child) in children.into_iter().enumerate() {
        let ran = Ran::from(child.wait_with_output().unwrap());
        ran.ended(i32::from(is_bad(number)), &[]);
        let made =
            if is_bad(number) { format!("{number}.tar.denied") } else { format!("{number}.tar") };
        assert_eq!(place.names(&format!("{number}.")), [made]);
    }
}
