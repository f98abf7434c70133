//! Servers that lie. Nothing of what they send gets the target's name.

use std::time::{Duration, Instant};

use crate::{
    image::{MANIFEST, Shelf, digest},
    place::{Place, Ran},
    server::{Answer, Asked, Play, Server},
};

/// Fetches the image of a server whose answers are twisted where `twist` has one.
fn fetch(
    shelf: &Shelf,
    twist: impl Fn(&Asked, &Shelf) -> Option<Answer> + Send + Sync + 'static,
) -> Ran {
    let place = Place::new();
    let shelf = shelf.clone();
    let server =
        Server::start(move |asked| twist(asked, &shelf).unwrap_or_else(|| shelf.answer(asked)));
    let words = "--insecure-http -o app.tar --timeout 1 --retries 0";
    let ran = place.run(&format!("fetch {}/team/app:1 {words}", server.host()));
    let made = place.names("app.tar");
    assert!(made.iter().all(|name| name == "app.tar.part"), "{made:?} {}", ran.text);
    ran
}

/// The same where only the answer for the layer is twisted.
fn fetch_layer(twist: impl Fn(&Shelf) -> Answer + Send + Sync + 'static) -> Ran {
    fetch(&Shelf::new(), move |asked, shelf| shelf.is_layer(asked).then(|| twist(shelf)))
}

#[test]
fn a_blob_of_another_digest_is_refused() {
    let ran = fetch_layer(|shelf| {
        let mut bytes = shelf.layer_bytes();
        bytes[700] ^= 1;
        Answer::new(200, bytes)
    });
    ran.ended(2, &["blob sha256:", "has digest sha256:", "nothing of it was kept"]);
}

#[test]
fn a_blob_of_another_size_is_refused_before_its_bytes() {
    let began = Instant::now();
    let ran = fetch_layer(|shelf| {
        let bytes = [shelf.layer_bytes(), vec![0; 1]].concat();
        Answer::new(200, bytes).play(Play::Silence(0))
    });
    ran.ended(2, &["bytes, its descriptor says"]);
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[test]
fn bodies_without_an_end_are_ended() {
    let ran = fetch_layer(|shelf| Answer::new(200, shelf.layer_bytes()).play(Play::Endless));
    ran.ended(2, &["goes on after the", "bytes that it may have"]);
    let ran = fetch(&Shelf::new(), |asked, shelf| {
        (asked.path.ends_with("/manifests/1")).then(|| shelf.answer(asked).play(Play::Endless))
    });
    ran.ended(2, &["sends more than the", "bytes that there may be"]);
}

#[test]
fn an_image_has_bounds() {
    let place = Place::new();
    let shelf = Shelf::new();
    let server = Server::start(move |asked| shelf.answer(asked));
    let words = format!("fetch {}/team/app:1 --insecure-http -o app.tar", server.host());
    place.run(&format!("{words} --max-size 100K")).ended(2, &["and 102400 are allowed"]);
    assert!(server.paths().iter().all(|path| path.contains("/manifests/")));
    // Indexes in each other without an end.
    let mut shelf = Shelf::new();
    for _ in 0..6 {
        shelf.wrap();
    }
    fetch(&shelf, |_, _| None).ended(2, &["more than 4 indexes in each other"]);
}

#[test]
fn a_stated_digest_must_be_that_of_the_bytes() {
    let other = digest(b"other");
    let ran = fetch(&Shelf::new(), move |asked, _| {
        asked.path.ends_with("/manifests/1").then(|| {
            Answer::new(200, "{}")
                .with("Content-Type", MANIFEST)
                .with("Docker-Content-Digest", &other)
        })
    });
    ran.ended(2, &["manifest 1 has digest", "stated in Docker-Content-Digest"]);
}

#[test]
fn a_manifest_that_was_asked_for_by_digest_must_have_it() {
    let place = Place::new();
    let (real, shelf) = (Shelf::new(), Shelf::bad());
    // Every manifest is the other one, and states its own digest truly.
    let server = Server::start(move |asked| {
        let path = "/v2/team/app/manifests/1".to_owned();
        shelf.answer(&Asked { path, ..asked.clone() })
    });
    let name = format!("{}/team/app@{}", server.host(), real.manifest);
    let ran = place.run(&format!("fetch {name} --insecure-http -o app.tar"));
    ran.ended(2, &["has digest", &format!("asked for is {}", real.manifest)]);
    assert_eq!(server.paths().len(), 1);
}

#[test]
fn redirects_end() {
    let ran = fetch_layer(|shelf| Answer::redirect(&format!("/v2/team/app/blobs/{}", shelf.layer)));
    ran.ended(2, &["more than 5 redirects"]);
    let ran = fetch_layer(|_| Answer::redirect("http://192.0.2.1/blob"));
    ran.ended(2, &["leads to plain http://192.0.2.1/blob, which is not this machine"]);
    let ran = fetch_layer(|_| Answer::new(307, ""));
    ran.ended(2, &["leads on and does not say where to"]);
}

#[test]
fn slowness_ends() {
    for play in [Play::Drip, Play::Silence(100), Play::Silence(0)] {
        let began = Instant::now();
        let ran = fetch_layer(move |shelf| Answer::new(200, shelf.layer_bytes()).play(play));
        assert_eq!(ran.code, Some(2), "{}", ran.text);
        assert!(began.elapsed() < Duration::from_secs(20), "{play:?}");
    }
}

#[test]
fn images_of_schema_1_and_other_media_types_are_refused() {
    for media_type in [
        "application/vnd.docker.distribution.manifest.v1+prettyjws",
        "application/vnd.docker.distribution.manifest.v2+json",
        "text/html",
    ] {
        let mut shelf = Shelf::new();
        let text = format!(r#"{{"schemaVersion":1,"mediaType":"{MANIFEST}"}}"#);
        shelf.add_manifest("1", media_type, text.as_bytes());
        fetch(&shelf, |_, _| None).ended(2, &["manifest 1: ", "nothing was fetched"]);
    }
}

#[test]
fn what_servers_say_is_escaped() {
    let place = Place::new();
    let shelf = Shelf::new();
    let server = Server::start(move |asked| shelf.answer(asked));
    let name = format!("{}/team/app:other", server.host());
    let ran = place.run(&format!("fetch {name} --insecure-http -o app.tar"));
    ran.ended(2, &["is not there (404: no such", "check name, tag and registry"]);
    assert!(!ran.text.contains('\u{1b}'), "{:?}", ran.text);
}

#[test]
fn what_is_denied_never_has_the_name() {
    let place = Place::new();
    place.write("app.tar", "the one of before");
    let shelf = Shelf::bad();
    let server = Server::start(move |asked| shelf.answer(asked));
    let words = format!("fetch {}/team/app:1 --insecure-http -o", server.host());
    let ran = place.run(&format!("{words} app.tar"));
    ran.ended(1, &["path/parent-escape", "app.tar.denied"]);
    assert_eq!(place.names("app.tar"), ["app.tar", "app.tar.denied"]);
    assert_eq!(std::fs::read(place.path("app.tar")).unwrap(), b"the one of before");
    let ran = place.run(&format!("{words} layout --layout"));
    ran.ended(1, &["layout.denied"]);
    assert_eq!(place.names("layout"), ["layout.denied"]);
    // Once more, over what was denied before; and as the other form.
    place.run(&format!("{words} layout --layout")).ended(1, &["layout.denied"]);
    place.run(&format!("{words} layout")).ended(1, &["layout.denied"]);
    assert_eq!(place.names("layout"), ["layout.denied"]);
    place.run(&format!("{words} layout --layout")).ended(1, &["layout.denied"]);
    assert!(place.path("layout.denied/index.json").is_file());
}

#[test]
fn nothing_is_asked_by_a_name_that_is_refused() {
    let place = Place::new();
    let shelf = Shelf::new();
    let server = Server::start(move |asked| shelf.answer(asked));
    place.run("fetch app:1 -o app.tar").ended(2, &["app:1 has no registry", "write the registry"]);
    let ran = place.run(&format!("fetch {}/Team/App:1 --insecure-http -o app.tar", server.host()));
    ran.ended(1, &["reference/invalid", "nothing was fetched"]);
    place
        .run("fetch 192.0.2.1/team/app:1 --insecure-http -o app.tar")
        .ended(2, &["not this machine"]);
    place.run(&format!("fetch {}/team/app:1 --insecure-http", server.host())).ended(2, &["-o"]);
    assert_eq!(server.asked().len(), 0);
    assert_eq!(place.names("app.tar"), Vec::<String>::new());
}
