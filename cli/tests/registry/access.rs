//! Who gets credentials, and who does not.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use crate::{
    image::Shelf,
    place::{Place, Ran},
    server::{Answer, Asked, Server},
};

const PAIR: &str = "user:pa:ss";

fn basic() -> String {
    format!("Basic {}", STANDARD.encode(PAIR))
}

/// A place whose user is logged in at a host.
fn place(host: &str) -> Place {
    let place = Place::new();
    let auths = json!({ "auths": { host: { "auth": STANDARD.encode(PAIR) } } });
    place.write("home/.docker/config.json", auths.to_string());
    place
}

fn fetch(place: &Place, server: &Server, more: &str) -> Ran {
    let host = server.host();
    place.run(&format!("fetch {host}/team/app:1 --insecure-http -o app.tar --retries 0 {more}"))
}

/// A registry that answers only those who have this header, and else says what it wants.
fn guarded(header: String, wants: String) -> Server {
    let shelf = Shelf::new();
    Server::start(move |asked| {
        if asked.authorization() == Some(&header) {
            shelf.answer(asked)
        } else {
            Answer::new(401, "").with("WWW-Authenticate", &wants)
        }
    })
}

/// What gives the token `good`, whoever asks.
fn realm() -> Server {
    Server::start(|_| Answer::new(200, r#"{"token":"good"}"#))
}

fn bearer(realm: &Server) -> String {
    format!(r#"Bearer realm="http://{}/token?a=b",service="the registry",scope="x""#, realm.host())
}

#[test]
fn passwords_go_to_their_registry() {
    let server = guarded(basic(), r#"Basic realm="x""#.to_owned());
    fetch(&place(&server.host()), &server, "").ended(0, &["PASS"]);
    // The first request has none: nobody asked for it.
    assert_eq!(server.asked()[0].authorization(), None);

    let other = guarded(basic(), r#"Basic realm="x""#.to_owned());
    let ran = fetch(&place(&server.host()), &other, "");
    ran.ended(2, &["wants a user and a password", "docker login"]);
    assert!(other.asked().iter().all(|asked| asked.authorization().is_none()));

    let wrong = guarded("Basic other".to_owned(), r#"Basic realm="x""#.to_owned());
    let ran = fetch(&place(&wrong.host()), &wrong, "");
    ran.ended(2, &["refuses (401)", "log in"]);
    assert!(!ran.text.contains("pa:ss") && !ran.text.contains(&basic()), "{}", ran.text);
}

#[test]
fn tokens_of_another_host_are_asked_for_without_credentials() {
    let realm = realm();
    let server = guarded("Bearer good".to_owned(), bearer(&realm));
    fetch(&Place::new(), &server, "").ended(0, &["PASS"]);
    let asked = realm.asked();
    assert_eq!(asked.len(), 1, "one token serves all requests");
    assert_eq!(asked[0].authorization(), None);
    let path = "/token?a=b&service=the%20registry&scope=repository%3Ateam%2Fapp%3Apull";
    assert_eq!(asked[0].path, path);
}

#[test]
fn credentials_go_to_another_host_only_if_it_is_named() {
    let realm = realm();
    let server = guarded("Bearer good".to_owned(), bearer(&realm));
    let place = place(&server.host());
    let ran = fetch(&place, &server, "");
    ran.ended(2, &["wants its credentials to be sent to 127.0.0.1:", "--auth-realm"]);
    assert_eq!(realm.asked().len(), 0);
    // Neither does another port of the same machine count as named.
    fetch(&place, &server, "--auth-realm 127.0.0.1").ended(2, &["--auth-realm"]);
    assert_eq!(realm.asked().len(), 0);
    fetch(&place, &server, &format!("--auth-realm {}", realm.host())).ended(0, &["PASS"]);
    assert_eq!(realm.asked()[0].authorization(), Some(basic().as_str()));
    assert!(server.asked().iter().all(|asked| asked.authorization() != Some(basic().as_str())));
}

#[test]
fn identity_tokens_buy_tokens() {
    let realm = realm();
    let server = guarded("Bearer good".to_owned(), bearer(&realm));
    let place = Place::new();
    let auths = json!({ "auths": { server.host(): { "identitytoken": "a secret&" } } });
    place.write("auth.json", auths.to_string());
    let more = format!("--auth-file auth.json --auth-realm {}", realm.host());
    fetch(&place, &server, &more).ended(0, &["PASS"]);
    let asked = &realm.asked()[0];
    assert_eq!(asked.path, "/token?a=b");
    assert!(
        asked
            .body
            .ends_with("grant_type=refresh_token&client_id=ocivet&refresh_token=a%20secret%26")
    );
}

#[test]
fn what_is_no_token_is_refused() {
    for (status, text, said) in [
        (200, r#"{"token":"a\r\nb"}"#, "gave no token"),
        (200, "{}", "gave no token"),
        (200, "no", "gave no token"),
        (403, "", "gives no token without credentials (403)"),
        (302, "", "answers 302 where a token was asked for"),
        (500, "", "gives no token now (500)"),
    ] {
        let realm = Server::start(move |_| Answer::new(status, text).with("Location", "/"));
        let server = guarded("Bearer good".to_owned(), bearer(&realm));
        fetch(&Place::new(), &server, "").ended(2, &[said]);
        assert_eq!(realm.asked().len(), 1);
    }
    for (wants, said) in [
        ("Bearer realm=\"ftp://x/\"", "is not of http or https"),
        ("Bearer realm=\"http://192.0.2.1/\"", "tokens would come over plain HTTP"),
        ("Bearer", "wants a token and does not say from where"),
        ("Negotiate", "does not say what it wants"),
    ] {
        let server = guarded("Bearer good".to_owned(), wants.to_owned());
        fetch(&Place::new(), &server, "").ended(2, &[said]);
    }
}

#[test]
fn redirects_have_no_credentials_not_even_back_home() {
    let shelf = Shelf::new();
    let held = shelf.clone();
    let other = Server::start(move |asked| {
        let home = asked.path.strip_prefix("/away").unwrap_or_default().to_owned();
        let (host, path) = home.split_once('@').unwrap_or_default();
        if asked.path.ends_with(&held.layer) {
            return Answer::redirect(&format!("http://{}/back{path}", host.trim_matches('/')));
        }
        held.answer(&Asked { path: path.to_owned(), ..asked.clone() })
    });
    let away = other.host();
    let held = shelf.clone();
    let server = Server::start(move |asked| {
        if let Some(path) = asked.path.strip_prefix("/back") {
            return held.answer(&Asked { path: path.to_owned(), ..asked.clone() });
        }
        match asked.authorization() {
            None => Answer::new(401, "").with("WWW-Authenticate", "Basic"),
            Some(_) if asked.path.contains("/blobs/") => {
                let own = &asked.headers["host"];
                Answer::redirect(&format!("http://{away}/away/{own}@{}", asked.path))
            }
            Some(_) => held.answer(asked),
        }
    });
    fetch(&place(&server.host()), &server, "").ended(0, &["PASS"]);
    assert_eq!(other.asked().len(), 2);
    assert!(other.asked().iter().all(|asked| asked.authorization().is_none()));
    let back: Vec<_> =
        server.asked().into_iter().filter(|asked| asked.path.starts_with("/back")).collect();
    assert_eq!(back.len(), 1);
    assert_eq!(back[0].authorization(), None);
}

#[test]
fn helpers_are_asked() {
    let server = guarded(basic(), "Basic".to_owned());
    let place = Place::new();
    let config = json!({ "credHelpers": { server.host(): "test" } });
    place.write("home/.docker/config.json", config.to_string());
    let answer = r#"{"ServerURL":"x","Username":"user","Secret":"pa:ss"}"#;
    place.program(
        "docker-credential-test",
        &format!("cat > asked; echo \"$1\" >> asked; echo '{answer}'"),
    );
    fetch(&place, &server, "").ended(0, &["PASS"]);
    let asked = std::fs::read_to_string(place.path("asked")).unwrap();
    assert_eq!(asked, format!("{}get\n", server.host()));
    place.program("docker-credential-test", "echo 'secret text'; exit 1");
    let ran = fetch(&place, &server, "");
    ran.ended(2, &["docker-credential-test failed", "log in again"]);
    assert!(!ran.text.contains("secret text"));
    place.program(
        "docker-credential-test",
        "echo 'credentials not found in native keychain'; exit 1",
    );
    fetch(&place, &server, "").ended(2, &["wants a user and a password"]);
}

#[test]
fn files_of_credentials_that_are_wrong_are_told() {
    let server = guarded(basic(), "Basic".to_owned());
    let place = Place::new();
    place.write("auth.json", "{\"auths\": secret");
    let ran = fetch(&place, &server, "--auth-file auth.json");
    ran.ended(2, &["credentials in auth.json: it is no JSON"]);
    assert!(!ran.text.contains("secret"));
    assert_eq!(server.asked().len(), 0);
}

#[test]
fn proxies_have_nothing_of_this_machine() {
    let proxy = Server::start(|_| Answer::new(500, ""));
    let shelf = Shelf::new();
    let server = Server::start(move |asked| shelf.answer(asked));
    let place = Place::new();
    let words = format!("fetch {}/team/app:1 --insecure-http -o app.tar", server.host());
    let at = format!("http://{}", proxy.host());
    let mut command = place.command(&words);
    command.envs([("HTTP_PROXY", &at), ("http_proxy", &at), ("ALL_PROXY", &at)]);
    Ran::from(command.output().unwrap()).ended(0, &["PASS"]);
    assert_eq!(proxy.asked().len(), 0);
}
