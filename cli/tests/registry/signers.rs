//! Who must have signed what, by scopes of the policy; signatures that lie apart.

use std::{fs, os::unix::fs::PermissionsExt as _, process::Command};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    image::{Shelf, digest},
    place::{Place, have},
    server::{Answer, Server},
    signatures::{KINDS, add_signature, envelope, make_key, payload, sign},
};

const SLSA: &str = "https://slsa.dev/provenance/v1";

/// `app.tar` in a place with keys of openssl for `own` and `other`; the digest of its manifest.
pub(crate) fn place_with_image(test: &str) -> Option<(Place, String)> {
    if !have(test, &["openssl"]) {
        return None;
    }
    let place = Place::new();
    for name in ["own", "other"] {
        make_key(&place, name, KINDS[0]);
    }
    let shelf = Shelf::new();
    let image = shelf.manifest.clone();
    fetch(&place, shelf, 0, &[]);
    Some((place, image))
}

/// Fetches `registry.example/team/app:1` of a shelf as `app.tar`.
pub(crate) fn fetch(place: &Place, shelf: Shelf, code: i32, parts: &[&str]) {
    let server = Server::start(move |asked| {
        let list = asked.path.contains("/referrers/");
        if list { Answer::new(404, "") } else { shelf.answer(asked) }
    });
    let words =
        format!("fetch {}/team/app:1 --insecure-http --referrers -o app.tar", server.host());
    place.run(&words).ended(code, parts);
}

pub(crate) fn gpg(place: &Place, words: &str) {
    let output = Command::new("gpg")
        .args(["--batch", "--quiet", "--yes", "--pinentry-mode", "loopback", "--passphrase="])
        .args(words.split(' '))
        .current_dir(place.root())
        .env("GNUPGHOME", place.path("home"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Keys of gpg for `publisher` and `somebody`, exported as `NAME.asc` and `NAME.gpg`.
pub(crate) fn add_gpg_keys(place: &Place, kind: &str) {
    fs::set_permissions(place.path("home"), fs::Permissions::from_mode(0o700)).unwrap();
    for name in ["publisher", "somebody"] {
        gpg(place, &format!("--quick-generate-key {name}@example.com {kind} sign never"));
        gpg(place, &format!("--armor --output {name}.asc --export {name}@example.com"));
        gpg(place, &format!("--output {name}.gpg --export {name}@example.com"));
    }
}

/// Ends the agent, which would outlive its folder.
pub(crate) fn end(place: &Place) {
    let mut command = Command::new("gpgconf");
    command.args(["--kill", "all"]).env("GNUPGHOME", place.path("home"));
    assert!(command.status().unwrap().success());
}

/// A payload of simple signing that gives the image a name.
pub(crate) fn simple(image: &str, name: &str) -> Value {
    json!({ "critical": { "identity": { "docker-reference": name },
        "image": { "docker-manifest-digest": image }, "type": "atomic container signature" },
        "optional": { "creator": "test", "timestamp": 1 } })
}

#[test]
fn simple_signing_by_gpg_is_verified() {
    if !have("simple signing", &["gpg", "gpgconf"]) {
        return;
    }
    for kind in ["rsa2048", "ed25519"] {
        let Some((place, image)) = place_with_image("simple signing") else { return };
        add_gpg_keys(&place, kind);
        place.write("payload", simple(&image, "registry.example/team/app:1").to_string());
        let user = "-u publisher@example.com";
        gpg(&place, &format!("{user} --output signature-1 --sign payload"));
        gpg(&place, &format!("{user} --output plain --compress-algo none --sign payload"));
        gpg(&place, &format!("{user} --armor --output armoured --sign payload"));
        gpg(&place, &format!("{user} -u somebody@example.com --output both --sign payload"));
        for signature in ["signature-1", "plain", "armoured", "both"] {
            for key in ["publisher.asc", "publisher.gpg"] {
                let words =
                    format!("check app.tar --image-signature {signature} --image-key {key}");
                place.run(&words).ended(0, &["(simple-signing)"]);
            }
        }
        let check = |signature: &str, code, part: &str| {
            let words = format!("check -v app.tar --image-signature {signature}");
            place.run(&(words + " --image-key publisher.asc")).ended(code, &[part]);
        };
        place
            .run("check app.tar --image-signature plain --image-key somebody.asc")
            .ended(1, &["signature/unknown-key"]);
        place.run("check -v app.tar --image-signature plain").ended(0, &["signature/unverified"]);
        let words = "check app.tar --image-signature plain --image-key publisher.asc --time 1";
        place.run(words).ended(1, &["signature/expired"]);
        // Signed, and about another image.
        let other = simple(&digest(b"other"), "registry.example/team/app:1").to_string();
        place.write("payload", other);
        gpg(&place, &format!("{user} --output other --sign payload"));
        check("other", 1, "signature/identity-mismatch");
        // What is not known in the part that counts, and twice where it does not.
        let text = simple(&image, "registry.example/team/app:1").to_string();
        place.write("payload", text.replace("\"optional\":{", "\"optional\":{\"timestamp\":1,"));
        gpg(&place, &format!("{user} --output twice --sign payload"));
        check("twice", 0, "PASS");
        for (from, to) in [
            ("\"image\"", "\"images\":1,\"image\""),
            ("\"type\"", "\"type\":1,\"type\""),
            ("{\"docker-manifest", "{\"docker-manifest-digest\":1,\"docker-manifest"),
        ] {
            place.write("payload", text.replace(from, to));
            gpg(&place, &format!("{user} --output strange --sign payload"));
            check("strange", 2, "strange: image-signatures: ");
        }
        // One bit of the text, where it is not compressed.
        let mut bytes = fs::read(place.path("plain")).unwrap();
        let at = bytes.windows(9).position(|window| window == b"timestamp").unwrap();
        bytes[at] ^= 1;
        place.write("flipped", bytes);
        check("flipped", 1, "signature/invalid");
        // Not signed at all, signed apart from the text, encrypted to nobody.
        gpg(&place, "--output stored --store payload");
        gpg(&place, &format!("{user} --output detached --detach-sign payload"));
        for signature in ["stored", "detached", "payload", "publisher.gpg", "app.tar"] {
            check(signature, 2, &format!("{signature}: image-signatures: "));
        }
        end(&place);
    }
}

/// What the words `check app.tar WORDS` end with.
pub(crate) fn checked(place: &Place, words: &str, code: i32, parts: &[&str]) {
    place.run(&format!("check app.tar {words}")).ended(code, parts);
}

#[test]
fn scopes_name_the_keys_of_signers_and_certifiers() {
    let Some((place, image)) = place_with_image("keys by scope") else { return };
    let kind = KINDS[0];
    let mut shelf = Shelf::new();
    let signed = payload(&image);
    add_signature(&mut shelf, &image, &signed, &sign(&place, "own", kind, &signed));
    fetch(&place, shelf, 0, &[]);
    let name = "--reference registry.example/team/app:1";
    let statement = envelope(&place, ("other", kind), &image, SLSA);
    place.write("slsa.json", statement.to_string());
    let bundle = json!({ "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "dsseEnvelope": envelope(&place, ("own", kind), &image, SLSA) });
    place.write("both.jsonl", format!("{statement}\n{bundle}\n"));
    let scope = |text: &str| {
        place.write(
            "ocivet.toml",
            format!("[policy.scope.'registry.example/team']\n{text}\n[policy.scope.'registry.example']\n"),
        );
    };
    scope("require = ['signature']\nkeys = ['own.pub']");
    checked(&place, name, 0, &["signed by SHA256:"]);
    scope("require = ['signature']\nkeys = ['other.pub']");
    checked(&place, name, 1, &["policy/unsigned", "no signature by SHA256:"]);
    // A key for all images is none for a scope that names its own, nor the other way round.
    checked(&place, &format!("{name} --image-key own.pub"), 1, &["policy/unsigned"]);
    scope("require = ['signature']\nkeys = ['own.pub']");
    checked(&place, &format!("{name} --image-key other.pub"), 1, &["signature/unknown-key"]);
    // The certifier's word.
    scope(&format!(
        "require = ['signature']\nkeys = ['own.pub']\n\
         attestations = [{{ type = '{SLSA}', keys = ['other.pub'] }}]"
    ));
    checked(&place, name, 1, &["policy/unmet", "does not show attestation", SLSA]);
    checked(&place, &format!("{name} --image-signature slsa.json"), 0, &["statement", SLSA]);
    checked(&place, &format!("{name} --image-signature both.jsonl"), 0, &["statement", SLSA]);
    scope(&format!("attestations = [{{ type = '{SLSA}', keys = ['own.pub'] }}]"));
    checked(&place, &format!("{name} --image-signature slsa.json"), 1, &["policy/unmet"]);
    scope(&format!("keys = ['other.pub']\nattestations = ['{SLSA}']"));
    checked(&place, &format!("{name} --image-signature slsa.json"), 0, &[]);
    scope("attestations = ['https://slsa.dev/provenance/v0.2']\nkeys = ['other.pub']");
    checked(&place, &format!("{name} --image-signature slsa.json"), 1, &["policy/unmet"]);
    scope(&format!("attestations = ['{SLSA}']"));
    checked(&place, &format!("{name} --image-signature slsa.json"), 1, &["policy/unmet"]);
    checked(
        &place,
        &format!("{name} --image-signature slsa.json --image-key other.pub --image-key own.pub"),
        0,
        &[],
    );
    // A statement about something else says nothing of this image.
    let other = envelope(&place, ("other", kind), &digest(b"other"), SLSA);
    place.write("slsa.json", other.to_string());
    checked(
        &place,
        &format!("{name} --image-signature slsa.json --image-key other.pub --image-key own.pub"),
        1,
        &["policy/unmet"],
    );
    for (text, part) in [
        ("keys = ['own.pub']", "what they must sign"),
        ("require = ['signature']\nkeys = []", "public keys"),
        ("require = ['signature']\nkeys = ['missing']", "/missing: No such file"),
        ("require = ['signature']\nkeys = ['app.tar']", "app.tar: "),
        ("attestations = ['']", "a predicate type"),
        ("attestations = [{ keys = ['own.pub'] }]", "a predicate type"),
        ("attestations = [{ typ = 'x' }]", "unknown key of an attestation"),
        ("platforms = []", "a list of platforms"),
        ("platforms = ['linux']", "a list of platforms"),
        ("labels = { a = 7 }", "a pattern"),
    ] {
        scope(text);
        checked(&place, name, 2, &[part]);
    }
}

#[test]
fn signatures_over_a_digest_are_of_the_manifest_or_of_the_file() {
    let Some((place, image)) = place_with_image("message signatures") else { return };
    for (number, kind) in KINDS.iter().enumerate().filter(|(_, kind)| kind[0] != "ED25519") {
        let name = format!("key{number}");
        make_key(&place, &name, kind);
        let file = fs::read(place.path("app.tar")).unwrap();
        let manifest = {
            let shelf = Shelf::new();
            assert_eq!(shelf.manifest, image);
            shelf.manifest_bytes().to_vec()
        };
        for data in [&file, &manifest] {
            let raw = hex(&digest(data));
            let signature = sign(&place, &name, kind, data);
            let bundle = json!({ "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
                "messageSignature": {
                    "messageDigest": { "algorithm": "SHA2_256", "digest": STANDARD.encode(raw) },
                    "signature": STANDARD.encode(signature) } });
            place.write("bundle.json", bundle.to_string());
            let words = format!("--image-signature bundle.json --image-key {name}.pub");
            checked(&place, &words, 0, &["(sigstore-bundle)"]);
            checked(
                &place,
                "--image-signature bundle.json --image-key own.pub",
                1,
                &["signature/unknown-key"],
            );
        }
        let mut changed = file.clone();
        let last = changed.len() - 1;
        changed.truncate(last - 511);
        changed.resize(file.len() + 512, 0);
        place.write("longer.tar", changed);
        let signature = sign(&place, &name, kind, &file);
        let bundle = json!({ "messageSignature": {
            "messageDigest": { "algorithm": "SHA2_256", "digest": STANDARD.encode(hex(&digest(&file))) },
            "signature": STANDARD.encode(signature) } });
        place.write("bundle.json", bundle.to_string());
        let words =
            format!("check longer.tar --image-signature bundle.json --image-key {name}.pub");
        place.run(&words).ended(1, &["signature/identity-mismatch"]);
    }
}

fn hex(digest: &str) -> Vec<u8> {
    let hex = digest.strip_prefix("sha256:").unwrap().as_bytes();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    hex.chunks(2).map(pair).collect()
}

#[test]
fn platforms_and_labels_are_demanded() {
    let Some((place, _)) = place_with_image("platforms and labels") else { return };
    let scope = |text: &str| {
        place.write("ocivet.toml", format!("[policy.scope.'registry.example']\n{text}\n"));
    };
    let name = "--reference registry.example/team/app:1";
    for (text, code) in [
        ("platforms = ['linux/amd64']", 0),
        ("platforms = ['linux/arm64', 'linux/amd64']", 0),
        ("platforms = ['linux/arm64']", 1),
        ("platforms = ['linux/amd64/v3']", 1),
        ("labels = { 'org.opencontainers.image.vendor' = 'Acme' }", 0),
        ("labels = { 'org.opencontainers.image.vendor' = 'Acme*' }", 0),
        ("labels = { 'org.opencontainers.image.vendor' = 'acme' }", 1),
        ("labels = { 'org.opencontainers.image.source' = 'https://git.example/acme/**' }", 0),
        ("labels = { 'org.opencontainers.image.source' = 'https://git.example/other/**' }", 1),
        ("labels = { 'org.opencontainers.image.licenses' = '**' }", 1),
        // The annotation and the label differ.
        ("labels = { 'org.opencontainers.image.title' = 'app' }", 1),
    ] {
        scope(text);
        let parts: &[&str] = if code == 0 { &["WARN"] } else { &["policy/unmet", "does not show"] };
        checked(&place, name, code, parts);
    }
    scope("platforms = ['linux/arm64']");
    place
        .run("policy explain registry.example/team/app")
        .ended(0, &["must show platform linux/arm64"]);
    place.run("policy emit policy.json").ended(0, &["that it must show platform"]);
}
