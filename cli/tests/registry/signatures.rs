//! Signatures of images as cosign keeps them, made with keys of `openssl`: fetched, and verified offline.

use std::{fs, process::Command};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    image::{INDEX, MANIFEST, Shelf, digest},
    place::{Place, have},
    server::{Answer, Server},
};

pub(crate) const KINDS: [&[&str]; 4] = [
    &["EC", "ec_paramgen_curve:P-256"],
    &["EC", "ec_paramgen_curve:P-384"],
    &["ED25519"],
    &["RSA", "rsa_keygen_bits:2048"],
];

pub(crate) fn openssl(place: &Place, words: &[&str]) {
    let output = Command::new("openssl").args(words).current_dir(place.root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A new key: `NAME.pem`, and its public half as `NAME.pub`.
pub(crate) fn make_key(place: &Place, name: &str, kind: &[&str]) {
    let (private, public) = (format!("{name}.pem"), format!("{name}.pub"));
    let mut words = vec!["genpkey", "-out", &private, "-algorithm"];
    words.extend(&kind[..1]);
    for option in &kind[1..] {
        words.extend(["-pkeyopt", option]);
    }
    openssl(place, &words);
    openssl(place, &["pkey", "-in", &private, "-pubout", "-out", &public]);
}

pub(crate) fn sign(place: &Place, name: &str, kind: &[&str], data: &[u8]) -> Vec<u8> {
    place.write("data", data);
    let key = format!("{name}.pem");
    if kind[0] == "ED25519" {
        openssl(
            place,
            &["pkeyutl", "-sign", "-rawin", "-inkey", &key, "-in", "data", "-out", "sig"],
        );
    } else {
        openssl(place, &["dgst", "-sha256", "-sign", &key, "-out", "sig", "data"]);
    }
    fs::read(place.path("sig")).unwrap()
}

pub(crate) fn payload(digest: &str) -> Vec<u8> {
    json!({ "critical": { "identity": { "docker-reference": "registry.example/team/app" },
        "image": { "docker-manifest-digest": digest }, "type": "cosign container image signature" },
        "optional": null })
    .to_string()
    .into_bytes()
}

/// A manifest of one blob, which it describes so.
fn artifact(shelf: &mut Shelf, blob: Vec<u8>, mut layer: Value, subject: Option<Value>) -> Vec<u8> {
    let config = b"{}".to_vec();
    layer["digest"] = json!(digest(&blob));
    layer["size"] = json!(blob.len());
    let mut manifest = json!({ "schemaVersion": 2, "mediaType": MANIFEST,
        "config": { "mediaType": "application/vnd.oci.empty.v1+json",
            "digest": digest(&config), "size": config.len() },
        "layers": [layer] });
    if let Some(subject) = subject {
        manifest["subject"] = subject;
    }
    shelf.add_blob(config);
    shelf.add_blob(blob);
    manifest.to_string().into_bytes()
}

/// Adds a signature under cosign's tag for an image; it signs `signed`.
pub(crate) fn add_signature(shelf: &mut Shelf, image: &str, signed: &[u8], signature: &[u8]) {
    let layer = json!({ "mediaType": "application/vnd.dev.cosign.simplesigning.v1+json",
        "annotations": { "dev.cosignproject.cosign/signature": STANDARD.encode(signature) } });
    let manifest = artifact(shelf, signed.to_vec(), layer, None);
    let was = shelf.manifest.clone();
    shelf.add_manifest(&format!("{}.sig", image.replace(':', "-")), MANIFEST, &manifest);
    shelf.manifest = was;
}

/// A DSSE envelope over a statement about an image, by the key of that name.
pub(crate) fn envelope(
    place: &Place,
    (name, kind): (&str, &[&str]),
    image: &str,
    predicate: &str,
) -> Value {
    let hex = image.strip_prefix("sha256:").unwrap();
    let statement = json!({ "_type": "https://in-toto.io/Statement/v1",
        "subject": [{ "name": "app", "digest": { "sha256": hex } }],
        "predicateType": predicate, "predicate": {} })
    .to_string();
    let media_type = "application/vnd.in-toto+json";
    let signed =
        format!("DSSEv1 {} {media_type} {} {statement}", media_type.len(), statement.len());
    let signature = sign(place, name, kind, signed.as_bytes());
    json!({ "payload": STANDARD.encode(statement), "payloadType": media_type,
        "signatures": [{ "sig": STANDARD.encode(signature) }] })
}

fn serve(shelf: Shelf, list: Option<String>) -> Server {
    Server::start(move |asked| match &list {
        Some(list) if asked.path.contains("/referrers/") => {
            Answer::new(200, list).with("Content-Type", INDEX)
        }
        None if asked.path.contains("/referrers/") => Answer::new(404, ""),
        _ => shelf.answer(asked),
    })
}

/// The words of a fetch of all that there is about the image.
fn fetch(server: &Server, out: &str) -> String {
    format!("fetch {}/team/app:1 --insecure-http --referrers -o {out}", server.host())
}

#[test]
fn signatures_by_keys_of_every_kind_are_verified() {
    if !have("signatures of images", &["openssl"]) {
        return;
    }
    for kind in KINDS {
        let place = Place::new();
        make_key(&place, "own", kind);
        make_key(&place, "other", kind);
        let mut shelf = Shelf::new();
        let image = shelf.manifest.clone();
        let signed = payload(&image);
        let signature = sign(&place, "own", kind, &signed);
        add_signature(&mut shelf, &image, &signed, &signature);
        let server = serve(shelf, None);
        let words = fetch(&server, "app.tar") + " --image-key own.pub";
        place.run(&words).ended(0, &["signed by SHA256:", "(cosign)"]);
        place.run("check app.tar --image-key other.pub --image-key own.pub").ended(0, &[]);
        place.run("check app.tar --image-key other.pub").ended(1, &["signature/unknown-key"]);
        place.run("check -v app.tar").ended(0, &["signature/unverified"]);
        place.write(
            "ocivet.toml",
            "image-keys = ['own.pub']\n[policy.scope.'*']\nrequire = ['signature']\n",
        );
        place.run("check app.tar").ended(0, &["PASS"]);
        place.write("ocivet.toml", "[policy.scope.'*']\nrequire = ['signature']\n");
        place.run("check app.tar").ended(1, &["policy/unsigned"]);
    }
}

#[test]
fn an_index_that_is_signed_signs_its_images() {
    if !have("signatures of indexes", &["openssl"]) {
        return;
    }
    let place = Place::new();
    make_key(&place, "own", KINDS[0]);
    let mut shelf = Shelf::index();
    let index = shelf.manifest.clone();
    let signed = payload(&index);
    let signature = sign(&place, "own", KINDS[0], &signed);
    add_signature(&mut shelf, &index, &signed, &signature);
    let server = serve(shelf, None);
    let words = fetch(&server, "app.tar") + " --all-platforms --image-key own.pub";
    place.run(&words).ended(0, &["signed by SHA256:"]);
    // One of its images alone is another thing than the index.
    let server = serve(Shelf::index(), None);
    let words = fetch(&server, "one.tar") + " --platform linux/amd64 --image-key own.pub";
    place.run(&words).ended(1, &["signature/missing", "one.tar.denied"]);
}

#[test]
fn bundles_and_statements_are_verified() {
    if !have("bundles", &["openssl"]) {
        return;
    }
    let place = Place::new();
    let kind = KINDS[0];
    make_key(&place, "own", kind);
    let mut shelf = Shelf::new();
    let image = shelf.manifest.clone();
    let subject =
        json!({ "mediaType": MANIFEST, "digest": &image, "size": shelf.manifest_bytes().len() });
    let media_type = "application/vnd.dev.sigstore.bundle.v0.3+json";
    let mut entries = Vec::new();
    for predicate in ["https://sigstore.dev/cosign/sign/v1", "https://slsa.dev/provenance/v1"] {
        let bundle = json!({ "mediaType": media_type,
            "verificationMaterial": { "publicKey": { "hint": "x" } },
            "dsseEnvelope": envelope(&place, ("own", kind), &image, predicate) });
        let blob = bundle.to_string().into_bytes();
        let layer = json!({ "mediaType": media_type });
        let manifest = artifact(&mut shelf, blob, layer, Some(subject.clone()));
        shelf.add_manifest(predicate.rsplit('/').nth(1).unwrap(), MANIFEST, &manifest);
        entries.push(json!({ "mediaType": MANIFEST, "digest": digest(&manifest),
            "size": manifest.len(), "artifactType": media_type }));
    }
    let list = |entries: &[Value]| {
        json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": entries }).to_string()
    };
    let server = serve(shelf.clone(), Some(list(&entries)));
    place.run(&(fetch(&server, "app.tar") + " --image-key own.pub")).ended(
        0,
        &[
            "signed by SHA256:",
            "(sigstore-bundle)",
            "statement https://slsa.dev/provenance/v1 by SHA256:",
        ],
    );
    // A statement about an image does not sign it.
    let server = serve(shelf, Some(list(&entries[1..])));
    let words = fetch(&server, "stated.tar") + " --image-key own.pub";
    place.run(&words).ended(1, &["signature/missing"]);
}

#[test]
fn a_signature_counts_for_what_it_signs() {
    if !have("signatures of others", &["openssl"]) {
        return;
    }
    let place = Place::new();
    let kind = KINDS[2];
    make_key(&place, "own", kind);
    let other = digest(b"another manifest");
    let signed = payload(&other);
    let signature = sign(&place, "own", kind, &signed);
    // A good signature of another image, under this one's tag.
    let mut shelf = Shelf::new();
    let image = shelf.manifest.clone();
    add_signature(&mut shelf, &image, &signed, &signature);
    let server = serve(shelf, None);
    let words = fetch(&server, "other.tar");
    place
        .run(&(words.clone() + " --image-key own.pub"))
        .ended(1, &["signature/identity-mismatch", &other]);
    place.run(&words).ended(1, &["signature/identity-mismatch"]);
    // The signature of the other, over a payload that names this one.
    let mut shelf = Shelf::new();
    add_signature(&mut shelf, &image, &payload(&image), &signature);
    let server = serve(shelf, None);
    let words = fetch(&server, "forged.tar") + " --image-key own.pub";
    place.run(&words).ended(1, &["signature/unknown-key"]);
    // No signature at all, and an archive that has no place for one.
    let server = serve(Shelf::new(), None);
    let words = fetch(&server, "none.tar") + " --image-key own.pub";
    place.run(&words).ended(1, &["signature/missing"]);
}

#[test]
fn a_good_signature_over_changed_layers_denies() {
    if !have("changed layers", &["openssl"]) {
        return;
    }
    let place = Place::new();
    let kind = KINDS[0];
    make_key(&place, "own", kind);
    let mut shelf = Shelf::new();
    let (image, layer) = (shelf.manifest.clone(), shelf.layer.clone());
    let signed = payload(&image);
    let signature = sign(&place, "own", kind, &signed);
    add_signature(&mut shelf, &image, &signed, &signature);
    let server = serve(shelf, None);
    place.run(&(fetch(&server, "app") + " --layout --image-key own.pub")).ended(0, &[]);
    let path = place.path(&format!("app/blobs/{}", layer.replace(':', "/")));
    let mut bytes = fs::read(&path).unwrap();
    bytes[700] ^= 1;
    fs::write(&path, bytes).unwrap();
    place
        .run("check app --image-key own.pub")
        .ended(1, &["blob/digest-mismatch", "signed by SHA256:"]);
}

#[test]
fn keys_that_are_none_are_refused() {
    let place = Place::new();
    place.write("text", "no key");
    place.write("binary", b"\xff\xfe");
    place.write("cut", "-----BEGIN PUBLIC KEY-----\nAAAA");
    place.write("wrong", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
    for (name, part) in [
        ("text", "text: image-keys: "),
        ("binary", "binary: image-keys: "),
        ("cut", "cut: image-keys: a key has no end"),
        ("wrong", "wrong: image-keys: a key is neither"),
        ("missing", "cannot read missing"),
    ] {
        place.run(&format!("check text --image-key {name}")).ended(2, &[part]);
    }
    if have("weak keys", &["openssl"]) {
        make_key(&place, "short", &["RSA", "rsa_keygen_bits:1024"]);
        place.run("check text --image-key short.pub").ended(2, &["has 1024 bits"]);
    }
}
