//! The registry of Debian's package `docker-registry`, filled by Skopeo: plain, with TLS of an own authority, and
//! with passwords.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    image::Shelf,
    place::{Place, have},
    server::Server,
};

/// Runs until it is dropped.
pub(crate) struct Registry {
    child: Child,
    pub(crate) host: String,
}

impl Registry {
    /// `http` is what its configuration says besides the address.
    fn start(place: &Place, mut http: Value, auth: Option<Value>) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let host = format!("127.0.0.1:{port}");
        http["addr"] = json!(host);
        let mut configuration = json!({
            "version": "0.1", "http": http, "log": { "accesslog": { "disabled": true }, "level": "error" },
            "storage": { "filesystem": { "rootdirectory": place.path("storage") } },
        });
        if let Some(auth) = auth {
            configuration["auth"] = auth;
        }
        // JSON is YAML.
        place.write("registry.yml", configuration.to_string());
        let child = Command::new("docker-registry")
            .arg("serve")
            .arg(place.path("registry.yml"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let registry = Self { child, host };
        let began = Instant::now();
        while TcpStream::connect(&registry.host).is_err() {
            assert!(began.elapsed() < Duration::from_secs(60), "the registry does not start");
            thread::sleep(Duration::from_millis(50));
        }
        registry
    }

    pub(crate) fn plain(place: &Place) -> Self {
        Self::start(place, json!({}), None)
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[track_caller]
pub(crate) fn run(folder: &Path, program: &str, words: &[&str]) -> String {
    let output = Command::new(program).args(words).current_dir(folder).output().unwrap();
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{program} {words:?}: {text}");
    text
}

/// Makes the folder `source` of an OCI layout.
pub(crate) fn layout(place: &Place, shelf: Shelf) {
    let server = Server::start(move |asked| shelf.answer(asked));
    let words = "--insecure-http --layout -o source --all-platforms";
    place.run(&format!("fetch {}/team/app:1 {words}", server.host())).ended(0, &[]);
}

/// Copies the layout to a registry.
pub(crate) fn push(place: &Place, to: &str, more: &[&str]) {
    let to = format!("docker://{to}");
    let words = ["copy", "--all", "--preserve-digests", "oci:source", &to];
    run(place.root(), "skopeo", &[&words, more].concat());
}

const PLAIN: &str = "--dest-tls-verify=false";

#[test]
fn an_image_comes_from_a_plain_registry_as_it_was_pushed() {
    if !have("plain registry", &["docker-registry", "skopeo"]) {
        return;
    }
    let place = Place::new();
    let registry = Registry::plain(&place);
    let shelf = Shelf::new();
    layout(&place, shelf.clone());
    let name = format!("{}/team/app:1", registry.host);
    push(&place, &name, &[PLAIN]);

    place.run(&format!("fetch {name} -o app.tar --retries 0")).ended(2, &["--insecure-http"]);
    let ran = place.run(&format!("fetch {name} --insecure-http -o app.tar"));
    ran.ended(0, &["PASS", &shelf.manifest]);
    // Skopeo reads what was made, and finds the same image in it.
    let told = run(place.root(), "skopeo", &["inspect", "oci-archive:app.tar:1"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["Digest"], json!(shelf.manifest));
    assert_eq!(told["Layers"], json!([shelf.layer]));
    run(place.root(), "skopeo", &["copy", "docker-archive:app.tar", "dir:copied"]);
    // By digest; and twice the same bytes.
    let pinned = format!("{}/team/app:1@{}", registry.host, shelf.manifest);
    place.run(&format!("fetch {pinned} --insecure-http -o again.tar")).ended(0, &["PASS"]);
    assert!(fs::read(place.path("app.tar")).unwrap() == fs::read(place.path("again.tar")).unwrap());
    // A tag that nobody wrote is latest.
    let ran = place.run(&format!("fetch {}/team/app --insecure-http -o b", registry.host));
    ran.ended(2, &["/manifests/latest is not there (404: manifest unknown)"]);
    let ran = place.run(&format!("fetch {}/team/none:1 --insecure-http -o b", registry.host));
    ran.ended(2, &["is not there (404"]);
}

#[test]
fn an_index_is_brought_for_one_platform_or_for_all() {
    if !have("index", &["docker-registry", "skopeo"]) {
        return;
    }
    let place = Place::new();
    let registry = Registry::plain(&place);
    let shelf = Shelf::index();
    layout(&place, shelf.clone());
    let name = format!("{}/team/app:1", registry.host);
    push(&place, &name, &[PLAIN]);
    let fetch = |more: &str| place.run(&format!("fetch {name} --insecure-http {more}"));
    let blobs =
        |folder: &str| fs::read_dir(place.path(folder).join("blobs/sha256")).unwrap().count();
    fetch("--platform linux/s390x -o one --layout")
        .ended(0, &["1 other manifest left out", &shelf.manifest]);
    assert_eq!(blobs("one"), 4);
    fetch("--all-platforms -o all --layout").ended(0, &[&shelf.manifest]);
    assert_eq!(blobs("all"), 7);
    fetch("--platform linux/riscv64 -o none")
        .ended(2, &["not there for linux/riscv64; it is for linux/amd64, linux/s390x"]);
}

/// An authority, and a certificate of it for 127.0.0.1.
fn authority(place: &Place) {
    let openssl = |words: &str| {
        let words: Vec<&str> = words.split(' ').collect();
        run(place.root(), "openssl", &words);
    };
    let new = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2";
    openssl(&format!("{new} -keyout ca.key -out ca.pem -subj /CN=test-authority"));
    place.write("san", "subjectAltName=IP:127.0.0.1\n");
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout tls.key -out tls.csr -subj /CN=x",
    );
    openssl(
        "x509 -req -in tls.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out tls.pem -extfile san",
    );
}

#[test]
fn tls_of_an_own_authority_and_passwords() {
    if !have("TLS", &["docker-registry", "skopeo", "openssl", "htpasswd"]) {
        return;
    }
    let place = Place::new();
    authority(&place);
    let line = run(place.root(), "htpasswd", &["-nbB", "user", "pa:ss"]);
    place.write("htpasswd", line.trim_end());
    let tls = json!({ "certificate": place.path("tls.pem"), "key": place.path("tls.key") });
    let auth = json!({ "htpasswd": { "realm": "test", "path": place.path("htpasswd") } });
    let registry = Registry::start(&place, json!({ "tls": tls }), Some(auth));
    layout(&place, Shelf::new());
    let name = format!("{}/team/app:1", registry.host);
    push(&place, &name, &[PLAIN, "--dest-creds", "user:pa:ss"]);

    let fetch = |more: &str| place.run(&format!("fetch {name} -o app.tar --retries 0 {more}"));
    fetch("").ended(2, &["no TLS with https://127.0.0.1", "UnknownIssuer", "--ca-file"]);
    fetch("--insecure-http").ended(2, &["answers 400", "check that it is a registry"]);
    fetch("--ca-file tls.key").ended(2, &["--ca-file tls.key holds no certificate"]);
    fetch("--ca-file ca.pem").ended(2, &["wants a user and a password"]);
    let localhost = format!("localhost:{}", registry.host.split(':').nth(1).unwrap());
    let ran = place.run(&format!("fetch {localhost}/team/app:1 -o app.tar --ca-file ca.pem"));
    ran.ended(2, &["no TLS with https://localhost", "use the name that its certificate has"]);

    // As the other tools log in.
    let login =
        ["login", "--tls-verify=false", "-u", "user", "-p", "pa:ss", "--authfile", "auth.json"];
    run(place.root(), "skopeo", &[&login[..], &[registry.host.as_str()]].concat());
    fetch("--ca-file ca.pem --auth-file auth.json").ended(0, &["PASS"]);
    let wrong = json!({ "auths": { registry.host.clone(): { "auth": "dXNlcjp3cm9uZw==" } } });
    place.write("wrong.json", wrong.to_string());
    let ran = fetch("--ca-file ca.pem --auth-file wrong.json");
    ran.ended(2, &["refuses (401: authentication required)"]);
}
