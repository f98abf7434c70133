//! Who must have signed what, by containers-policy.json(5): keys in files and in the file, and identities.

use std::fs;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    image::Shelf,
    place::{Place, have},
    signatures::{KINDS, add_signature, payload, sign},
    signers::{add_gpg_keys, checked, end, fetch, gpg, place_with_image, simple},
};

const APP: &str = "registry.example/team/app:1";

/// `app.tar` in a place, signed by cosign with the key `own`, and apart, in `signature-1`, with OpenPGP by
/// `publisher`.
fn place_with_signed_image() -> Option<Place> {
    if !have("containers-policy.json", &["gpg", "gpgconf"]) {
        return None;
    }
    let (place, image) = place_with_image("containers-policy.json")?;
    add_gpg_keys(&place, "ed25519");
    let mut shelf = Shelf::new();
    let signed = payload(&image);
    add_signature(&mut shelf, &image, &signed, &sign(&place, "own", KINDS[0], &signed));
    fetch(&place, shelf, 0, &[]);
    place.write("payload", simple(&image, APP).to_string());
    gpg(&place, "-u publisher@example.com --output signature-1 --sign payload");
    end(&place);
    Some(place)
}

/// Checks `app.tar` by a name, of which one thing is required.
fn check(place: &Place, requirement: &Value, name: &str, code: i32, parts: &[&str]) {
    let policy = json!({ "default": [{ "type": "reject" }], "transports": {
        "docker-archive": { "": [{ "type": "insecureAcceptAnything" }] },
        "docker": { "registry.example/team": [requirement] } } });
    check_policy(place, &policy, name, code, parts);
}

fn check_policy(place: &Place, policy: &Value, name: &str, code: i32, parts: &[&str]) {
    place.write("policy.json", policy.to_string());
    let words = "--containers-policy policy.json --image-signature signature-1 --reference";
    checked(place, &format!("{words} {name}"), code, parts);
}

/// What is required of OpenPGP; `source` says where its keys are.
fn openpgp(source: &Value) -> Value {
    let mut requirement = json!({ "type": "signedBy", "keyType": "GPGKeys" });
    requirement.as_object_mut().unwrap().extend(source.as_object().unwrap().clone());
    requirement
}

fn sigstore(name: &str, identity: &str) -> Value {
    json!({ "type": "sigstoreSigned", "keyPath": name, "signedIdentity": { "type": identity } })
}

fn key(place: &Place, name: &str) -> String {
    STANDARD.encode(fs::read(place.path(name)).unwrap())
}

fn path(place: &Place) -> String {
    place.path("publisher.gpg").display().to_string()
}

#[test]
fn keys_of_openpgp_are_in_files_or_in_the_policy() {
    let Some(place) = place_with_signed_image() else { return };
    for source in [
        json!({ "keyPath": path(&place) }),
        json!({ "keyPath": "publisher.asc" }),
        json!({ "keyPaths": ["somebody.gpg", path(&place)] }),
        json!({ "keyData": key(&place, "publisher.gpg") }),
        json!({ "keyData": key(&place, "publisher.asc") }),
    ] {
        check(&place, &openpgp(&source), APP, 0, &["PASS"]);
        let other = "registry.example/team/app:2";
        check(&place, &openpgp(&source), other, 1, &["policy/unsigned"]);
    }
    for source in [
        json!({ "keyPath": "somebody.gpg" }),
        json!({ "keyPath": "missing.gpg" }),
        json!({ "keyPath": "app.tar" }),
        json!({ "keyPath": "own.pub" }),
        json!({ "keyData": key(&place, "somebody.gpg") }),
    ] {
        check(&place, &openpgp(&source), APP, 1, &["policy/unsigned"]);
    }
    let missing = openpgp(&json!({ "keyPath": "missing.gpg" }));
    check(&place, &missing, APP, 1, &["was not given"]);
    place
        .run("policy check --containers-policy policy.json")
        .ended(1, &["key file missing.gpg is of no use"]);
    check(&place, &openpgp(&json!({ "keyData": "AAAA" })), APP, 2, &["keyData: "]);
}

#[test]
fn a_signature_of_openpgp_must_give_the_name() {
    let Some(place) = place_with_signed_image() else { return };
    for (identity, name, code) in [
        (json!({ "type": "matchExact" }), APP, 0),
        (json!({ "type": "matchRepository" }), "registry.example/team/app:2", 0),
        (json!({ "type": "matchRepository" }), "registry.example/team/other:1", 1),
        (
            json!({ "type": "exactReference", "dockerReference": APP }),
            "registry.example/team/b:7",
            0,
        ),
        (json!({ "type": "exactReference", "dockerReference": "registry.example/x:1" }), APP, 1),
        (
            json!({ "type": "remapIdentity", "prefix": "registry.example/team/mirror",
                "signedPrefix": "registry.example/team" }),
            "registry.example/team/mirror/app:1",
            0,
        ),
    ] {
        let source = json!({ "keyPath": path(&place), "signedIdentity": identity });
        check(&place, &openpgp(&source), name, code, &[]);
    }
}

/// What cosign signs names a repository alone.
#[test]
fn a_signature_of_cosign_is_by_a_key_that_is_given() {
    let Some(place) = place_with_signed_image() else { return };
    check(&place, &sigstore("own.pub", "matchRepository"), APP, 0, &["PASS"]);
    for (name, identity) in [
        ("own.pub", "matchRepoDigestOrExact"),
        ("other.pub", "matchRepository"),
        ("publisher.gpg", "matchRepository"),
    ] {
        check(&place, &sigstore(name, identity), APP, 1, &["policy/unsigned"]);
    }
    let keys = [key(&place, "other.pub"), key(&place, "own.pub")];
    let datas = json!({ "type": "sigstoreSigned", "keyDatas": keys,
        "signedIdentity": { "type": "matchRepository" } });
    check(&place, &datas, APP, 0, &["PASS"]);
    let mut logged = datas;
    logged["rekorPublicKeyPath"] = json!("own.pub");
    check(&place, &logged, APP, 1, &["policy/unsigned", "rekorPublicKey"]);
}

#[test]
fn all_that_is_required_must_hold() {
    let Some(place) = place_with_signed_image() else { return };
    let by_publisher = openpgp(&json!({ "keyPath": path(&place) }));
    let policy = json!({ "default": [by_publisher, sigstore("other.pub", "matchRepository")] });
    check_policy(&place, &policy, APP, 1, &["sigstore, other.pub"]);
}
