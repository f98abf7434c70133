//! Files from an address.

use std::fs;

use crate::{
    image::{Shelf, digest, partial},
    place::Place,
    server::{Answer, Asked, Play, Server},
};

const NAME: &str = "layer.tar";

fn fetch(place: &Place, server: &Server, more: &str) -> crate::place::Ran {
    place
        .run(&format!("fetch http://{}/d/{NAME} --insecure-http --retries 0 {more}", server.host()))
}

/// A server of a file that has versions, and takes `Range` with `If-Range`.
fn versions(answer: impl Fn(&Asked, &[u8]) -> Answer + Send + Sync + 'static) -> (Server, Vec<u8>) {
    let bytes = Shelf::new().layer_bytes();
    let held = bytes.clone();
    (Server::start(move |asked| answer(asked, &held)), bytes)
}

#[test]
fn a_file_is_kept_under_its_own_name() {
    let (server, bytes) = versions(|asked, bytes| match asked.path.as_str() {
        "/d/layer.tar" => Answer::redirect("/mirror/x?secret=1"),
        _ => Answer::new(200, bytes),
    });
    let place = Place::new();
    fetch(&place, &server, &format!("--expect {}", digest(&bytes))).ended(0, &["PASS"]);
    assert_eq!(place.names("layer"), [NAME]);
    assert_eq!(fs::read(place.path(NAME)).unwrap(), bytes);
    // A list names it as the server does.
    let hex = digest(&bytes).replace("sha256:", "");
    place.write("SUMS", format!("{hex}  layer.tar\n"));
    fetch(&place, &server, "--checksums SUMS -o layer1").ended(0, &["PASS"]);
    place.write("SUMS", format!("{hex}  layer1\n"));
    fetch(&place, &server, "--checksums SUMS -o layer1")
        .ended(1, &["checksum/missing-entry", "layer1.denied"]);
    let other = digest(b"other");
    fetch(&place, &server, &format!("--expect {other} -o layer2")).ended(1, &["layer2.denied"]);
    assert_eq!(place.names("layer2"), ["layer2.denied"]);
}

#[test]
fn a_file_goes_on_only_where_it_is_the_same() {
    let (server, bytes) = versions(|asked, bytes| {
        let version = if asked.before < 2 { "\"1\"" } else { "\"2\"" };
        let answer = match asked.range() {
            Some(from) if asked.headers.get("if-range").is_some_and(|tag| tag == version) => {
                partial(bytes, from)
            }
            _ => Answer::new(200, bytes),
        };
        let answer = answer.with("ETag", version);
        match asked.before {
            0 => answer.play(Play::Cut(1000)),
            1 => answer.play(Play::Cut(500)),
            _ => answer,
        }
    });
    let place = Place::new();
    fetch(&place, &server, "").ended(2, &["broke off"]);
    fetch(&place, &server, "").ended(2, &["broke off"]);
    assert_eq!(fs::metadata(place.path("layer.tar.part/file")).unwrap().len(), 1500);
    fetch(&place, &server, "").ended(0, &["PASS"]);
    let offsets: Vec<_> = server.asked().iter().map(Asked::range).collect();
    assert_eq!(offsets, [None, Some(1000), Some(1500)]);
    assert_eq!(fs::read(place.path(NAME)).unwrap(), bytes);
}

#[test]
fn a_file_has_bounds() {
    let (server, _) = versions(|_, bytes| Answer::new(200, bytes).play(Play::Endless));
    let place = Place::new();
    fetch(&place, &server, "--max-size 1M").ended(2, &["goes on after the 1048576 bytes"]);
    let (server, _) = versions(|asked, _| Answer::redirect(&asked.path));
    fetch(&place, &server, "").ended(2, &["more than 10 redirects"]);
    assert_eq!(place.names("layer"), ["layer.tar.part"]);
}

#[test]
fn addresses_that_are_none_are_told() {
    let place = Place::new();
    for (address, said) in [
        ("http://192.0.2.1/file.tar", "plain HTTP"),
        ("http://127.0.0.1/file.tar", "plain HTTP"),
        ("ftp://127.0.0.1/file.tar", "not of http or https"),
        ("https://user:word@127.0.0.1/file.tar", "user name"),
        ("https://127.0.0.1/..", "name it with -o"),
        ("https://127.0.0.1/", "name it with -o"),
    ] {
        place.run(&format!("fetch {address} --retries 0")).ended(2, &[said]);
    }
}
