//! What refers to an image comes along with `--referrers`, from the registry's list, the tag that stands in for it,
//! and cosign's tags.

use std::fs;

use serde_json::{Value, json};

use crate::{
    image::{INDEX, MANIFEST, Shelf, digest},
    place::Place,
    server::{Answer, Server},
};

/// A signature as cosign keeps it: a manifest with an empty config.
fn document(shelf: &mut Shelf, text: &str, (subject, size): (&str, usize)) -> Vec<u8> {
    let (config, blob) = (b"{}".to_vec(), text.as_bytes().to_vec());
    let manifest = json!({ "schemaVersion": 2, "mediaType": MANIFEST,
        "config": { "mediaType": "application/vnd.oci.empty.v1+json",
            "digest": digest(&config), "size": config.len() },
        "layers": [{ "mediaType": "application/vnd.example.signature",
            "digest": digest(&blob), "size": blob.len() }],
        "subject": { "mediaType": MANIFEST, "digest": subject, "size": size } });
    shelf.add_blob(config);
    shelf.add_blob(blob);
    manifest.to_string().into_bytes()
}

fn list(manifest: &[u8]) -> String {
    let entry =
        json!({ "mediaType": MANIFEST, "digest": digest(manifest), "size": manifest.len() });
    json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": [entry] }).to_string()
}

/// Digests in the `index.json` that a fetch makes.
fn fetched(shelf: Shelf, api: Option<String>, more: &str) -> Vec<String> {
    let server = Server::start(move |asked| match &api {
        Some(list) if asked.path.contains("/referrers/") => {
            Answer::new(200, list).with("Content-Type", INDEX)
        }
        None if asked.path.contains("/referrers/") => Answer::new(404, ""),
        _ => shelf.answer(asked),
    });
    let place = Place::new();
    let words = format!("fetch {}/team/app:1 --insecure-http --layout -o app", server.host());
    let ran = place.run(&format!("{words} {more}"));
    assert_eq!(ran.code, Some(0), "{}", ran.text);
    let index: Value =
        serde_json::from_slice(&fs::read(place.path("app/index.json")).unwrap()).unwrap();
    let manifests = index["manifests"].as_array().unwrap().iter();
    let digests: Vec<String> =
        manifests.map(|entry| entry["digest"].as_str().unwrap().to_owned()).collect();
    for digest in &digests {
        let blob =
            fs::read(place.path(&format!("app/blobs/{}", digest.replace(':', "/")))).unwrap();
        let manifest: Value = serde_json::from_slice(&blob).unwrap();
        let layer = manifest["layers"][0]["digest"].as_str().unwrap().replace(':', "/");
        assert!(place.path(&format!("app/blobs/{layer}")).is_file());
    }
    digests
}

#[test]
fn they_come_from_wherever_they_are() {
    let mut shelf = Shelf::new();
    let image = shelf.manifest.clone();
    let size = shelf.manifest_bytes().len();
    let tag = image.replace(':', "-");
    let [listed, signature] =
        ["listed", "signed"].map(|text| document(&mut shelf, text, (&image, size)));
    shelf.add_manifest("listed", MANIFEST, &listed);
    let of_list = list(&listed);

    let alone = std::slice::from_ref(&image);
    assert_eq!(fetched(shelf.clone(), Some(of_list.clone()), ""), alone);
    let both = [image.clone(), digest(&listed)];
    assert_eq!(fetched(shelf.clone(), Some(of_list.clone()), "--referrers"), both);
    assert_eq!(fetched(shelf.clone(), None, "--referrers"), alone);
    shelf.add_manifest(&tag, INDEX, of_list.as_bytes());
    assert_eq!(fetched(shelf.clone(), None, "--referrers"), both);
    shelf.add_manifest(&format!("{tag}.sig"), MANIFEST, &signature);
    let all = [image, digest(&listed), digest(&signature)];
    assert_eq!(fetched(shelf, None, "--referrers"), all);
}
