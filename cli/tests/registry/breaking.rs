//! Downloads that break, and how they go on.

use std::{fs, thread, time::Duration};

use crate::{
    image::{Shelf, partial},
    place::{Place, Ran},
    server::{Answer, Asked, Play, Server},
};

const WORDS: &str = "--insecure-http -o app.tar --timeout 2 --retries 2";
const CUT: usize = 120_000;

/// Fetches with an answer for the layer that depends on how often it was asked for. Gives the offsets that were
/// asked for.
fn fetch(layer: impl Fn(&Asked, &Shelf) -> Answer + Send + Sync + 'static) -> (Ran, Vec<usize>) {
    let place = Place::new();
    let shelf = Shelf::new();
    let whole = whole(&shelf);
    let held = shelf.clone();
    let server =
        Server::start(
            move |asked| {
                if held.is_layer(asked) { layer(asked, &held) } else { held.answer(asked) }
            },
        );
    let ran = place.run(&format!("fetch {}/team/app:1 {WORDS}", server.host()));
    if ran.code == Some(0) {
        assert_eq!(place.names("app.tar"), ["app.tar"]);
        assert_same(&place, &whole, &server.host());
    } else {
        assert_eq!(place.names("app.tar"), ["app.tar.part"]);
    }
    (ran, offsets(&server, &shelf))
}

fn offsets(server: &Server, shelf: &Shelf) -> Vec<usize> {
    let asked = server.asked().into_iter().filter(|asked| shelf.is_layer(asked));
    asked.map(|asked| asked.range().unwrap_or_default()).collect()
}

/// What a fetch without any trouble makes, and the host that its names hold.
pub(crate) fn whole(shelf: &Shelf) -> (Vec<u8>, String) {
    let place = Place::new();
    let shelf = shelf.clone();
    let server = Server::start(move |asked| shelf.answer(asked));
    place.run(&format!("fetch {}/team/app:1 {WORDS}", server.host())).ended(0, &["PASS"]);
    (fs::read(place.path("app.tar")).unwrap(), server.host())
}

/// The archive is that of a fetch without trouble, byte for byte but for the port of the server.
pub(crate) fn assert_same(place: &Place, (whole, host): &(Vec<u8>, String), own: &str) {
    let made = fs::read(place.path("app.tar")).unwrap();
    assert!(replaced(&made, own) == replaced(whole, host), "another archive");
}

/// Ports may differ in length, and then the sizes of documents and what pads them do: only layers are compared
/// where they do.
fn replaced(archive: &[u8], host: &str) -> Vec<(String, Vec<u8>)> {
    let mut members = Vec::new();
    for entry in tar::Archive::new(archive).entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        if let Ok(text) = String::from_utf8(bytes.clone()) {
            bytes = text.replace(host, "host").into_bytes();
        }
        members.push((name, bytes));
    }
    members
}

#[test]
fn what_broke_off_goes_on_where_it_ended() {
    let (ran, offsets) = fetch(|asked, shelf| match asked.before {
        0 => shelf.answer(asked).play(Play::Cut(CUT)),
        1 => shelf.answer(asked).play(Play::Silence(1000)),
        _ => shelf.answer(asked),
    });
    ran.ended(0, &["PASS"]);
    assert_eq!(offsets, [0, CUT, CUT + 1000]);
}

#[test]
fn a_server_without_ranges_sends_all_again() {
    let (ran, offsets) = fetch(|asked, shelf| match asked.before {
        0 => shelf.answer(asked).play(Play::Cut(CUT)),
        _ => Answer::new(200, shelf.layer_bytes()),
    });
    ran.ended(0, &["PASS"]);
    assert_eq!(offsets, [0, CUT]);
}

#[test]
fn a_range_from_another_offset_or_of_another_size_is_refused() {
    let (ran, _) = fetch(|asked, shelf| match asked.before {
        0 => shelf.answer(asked).play(Play::Cut(CUT)),
        _ => partial(&shelf.layer_bytes(), CUT - 1),
    });
    ran.ended(2, &["another offset than asked for"]);
    let (ran, _) = fetch(|asked, shelf| match asked.before {
        0 => shelf.answer(asked).play(Play::Cut(CUT)),
        _ => partial(&[shelf.layer_bytes(), vec![0]].concat(), CUT),
    });
    ran.ended(2, &["its descriptor says"]);
}

#[test]
fn other_bytes_behind_a_range_are_noticed() {
    // The second part is wrong: all comes again, and is right.
    let (ran, offsets) = fetch(|asked, shelf| {
        let mut bytes = shelf.layer_bytes();
        match asked.before {
            0 => Answer::new(200, bytes).play(Play::Cut(CUT)),
            1 => {
                bytes[CUT + 5] ^= 1;
                partial(&bytes, CUT)
            }
            _ => Answer::new(200, bytes),
        }
    });
    ran.ended(0, &["PASS"]);
    assert_eq!(offsets, [0, CUT, 0]);
}

#[test]
fn a_busy_server_is_asked_again_later() {
    let (ran, offsets) = fetch(|asked, shelf| match asked.before {
        0 => Answer::new(503, "").with("Retry-After", "1"),
        1 => Answer::new(429, ""),
        _ => shelf.answer(asked),
    });
    ran.ended(0, &["PASS"]);
    assert_eq!(offsets, [0, 0, 0]);
    let (ran, offsets) = fetch(|_, _| Answer::new(500, ""));
    ran.ended(2, &["fails (500)", "try again later"]);
    assert_eq!(offsets, [0, 0, 0]);
    let (ran, offsets) = fetch(|_, _| Answer::new(403, ""));
    ran.ended(2, &["refuses (403)", "log in"]);
    assert_eq!(offsets, [0]);
}

#[test]
fn nobody_there_is_told() {
    let place = Place::new();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let ran =
        place.run(&format!("fetch 127.0.0.1:{port}/team/app:1 --insecure-http -o a --retries 0"));
    ran.ended(2, &["cannot reach http://127.0.0.1", "check that the registry runs"]);
}

/// Killed at some moments, each time gone on with: never anything under the final name, and in the end the same.
#[test]
fn what_was_killed_goes_on() {
    let place = Place::new();
    let shelf = Shelf::new();
    let whole = whole(&shelf);
    let held = shelf.clone();
    let server = Server::start(move |asked| {
        let answer = held.answer(asked);
        match (held.is_layer(asked), asked.before) {
            (true, turn @ 0..4) => answer.play(Play::Silence([0, 1, 50_000, 100_000][turn])),
            _ => answer,
        }
    });
    let words = format!("fetch {}/team/app:1 --insecure-http -o app.tar", server.host());
    for turn in 1..=4 {
        let mut child = place.command(&words).spawn().unwrap();
        while offsets(&server, &shelf).len() < turn {
            assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
            thread::sleep(Duration::from_millis(20));
        }
        // Some time for what was sent to be written.
        thread::sleep(Duration::from_millis(300));
        if turn == 3 {
            let second = place.run(&words);
            second.ended(2, &["another process fetches app.tar"]);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(place.names("app.tar"), ["app.tar.part"]);
    }
    place.run(&words).ended(0, &["PASS"]);
    assert_eq!(offsets(&server, &shelf), [0, 0, 1, 50_001, 150_001]);
    assert_eq!(place.names("app.tar"), ["app.tar"]);
    assert_same(&place, &whole, &server.host());
}

#[test]
fn what_was_changed_meanwhile_is_fetched_again() {
    let place = Place::new();
    let shelf = Shelf::new();
    let whole = whole(&shelf);
    let held = shelf.clone();
    let server = Server::start(move |asked| {
        let answer = held.answer(asked);
        if held.is_layer(asked) && asked.before == 0 { answer.play(Play::Cut(CUT)) } else { answer }
    });
    let words =
        format!("fetch {}/team/app:1 --insecure-http -o app.tar --retries 0", server.host());
    place.run(&words).ended(2, &["broke off"]);
    let part = place.path("app.tar.part/image.tar");
    let mut bytes = fs::read(&part).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&part, bytes).unwrap();
    place.run(&words).ended(0, &["PASS"]);
    assert_eq!(offsets(&server, &shelf), [0, CUT, 0]);
    assert_same(&place, &whole, &server.host());
}

#[test]
fn a_folder_that_others_may_write_to_is_not_used() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let place = Place::new();
    fs::create_dir(place.path("app.tar.part")).unwrap();
    fs::set_permissions(place.path("app.tar.part"), fs::Permissions::from_mode(0o777)).unwrap();
    fs::create_dir(place.path("elsewhere")).unwrap();
    symlink("elsewhere", place.path("other.part")).unwrap();
    fs::create_dir(place.path("folder")).unwrap();
    let start = "fetch 127.0.0.1:1/team/app:1 --insecure-http -o";
    for (name, said) in [
        ("app.tar", "no folder of yours alone"),
        ("other", "no folder of yours alone"),
        ("folder", "is there and no file"),
        ("missing/app.tar", "cannot write"),
    ] {
        place.run(&format!("{start} {name}")).ended(2, &[said]);
    }
    assert_eq!(fs::read_dir(place.path("elsewhere")).unwrap().count(), 0);
}
