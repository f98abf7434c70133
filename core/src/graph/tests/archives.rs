//! Archives of Docker, with and without OCI parts.

use super::input::{Input, MANIFEST, assert_sound, config, descriptor, index, sha256};
use crate::{
    graph::{HybridMismatch, Role},
    model::EntryKind,
};

#[test]
fn docker_archive_of_skopeo() {
    let mut input = Input::default();
    let layer = "cb50b5273fde2ba49d029e9e5d56b20056f4073fa35464e681b54b22a0c761dd.tar";
    let id = "34d38bb492170c849200be2d32ad3b1f306a98c67840b89c9f64a97b9205ceee";
    let name = "03b408fd8e38005880823fbe1c2a0fc63aeacd1890bee01634980c783d130a2a.json";
    input.file(layer, "tar:a");
    input.file(name, &config("linux/amd64", "tar:a"));
    input.link(&format!("{id}/layer.tar"), &format!("../{layer}"));
    input.file(&format!("{id}/VERSION"), "1.0");
    input.file(&format!("{id}/json"), &format!(r#"{{"id":"{id}","os":"linux"}}"#));
    input.file(
        "manifest.json",
        &format!(r#"[{{"Config":"{name}","RepoTags":["example.com/x:t"],"Layers":["{layer}"]}}]"#),
    );
    input.file("repositories", &format!(r#"{{"example.com/x":{{"t":"{id}"}}}}"#));
    let graph = input.graph();
    assert_sound(&graph);
    assert_eq!(graph.references_of(&graph.images[0]), ["example.com/x:t"]);
    assert!(graph.roles[2].has(Role::Legacy) && graph.roles[3].has(Role::Legacy));
}

#[test]
fn docker_archive_of_old_docker() {
    let mut input = Input::default();
    let (first, second) = ("a".repeat(64), "b".repeat(64));
    let name = format!("{}.json", "c".repeat(64));
    for id in [&first, &second] {
        input.member(&format!("{id}/"), EntryKind::Directory, "", None);
        input.file(&format!("{id}/VERSION"), "1.0");
        input.file(&format!("{id}/json"), "{}");
    }
    input.file(&format!("{first}/layer.tar"), "tar:a");
    input.link(&format!("{second}/layer.tar"), &format!("../{first}/layer.tar"));
    input.file(&name, &config("linux/amd64", "tar:a"));
    input.file(
        "manifest.json",
        &format!(
            r#"[{{"Config":"{name}","RepoTags":null,"Layers":["{first}/layer.tar","{second}/layer.tar"]}}]"#
        ),
    );
    let graph = input.graph();
    assert_sound(&graph);
    assert_eq!(graph.edges[1].target, graph.edges[2].target);
    assert!(graph.edges[2].linked && !graph.edges[1].linked);
}

/// What Docker from 25 writes: both formats over the same blobs, and configs of version 1.
fn hybrid(input: &mut Input, layer_of_archive: &str) {
    let manifest = input.image("linux/amd64", "tar:a");
    let config = config("linux/amd64", "tar:a");
    let id = "d".repeat(64);
    input.blob(&format!(r#"{{"id":"{id}","created":"1970-01-01T00:00:00Z","os":"linux"}}"#));
    if layer_of_archive != "tar:a" {
        input.blob(layer_of_archive);
    }
    let path = |text: &str| format!("blobs/sha256/{}", sha256(text.as_bytes()).hex());
    input.file(
        "manifest.json",
        &format!(
            r#"[{{"Config":"{}","RepoTags":["x:t"],"Layers":["{}"],"LayerSources":{{}}}}]"#,
            path(&config),
            path(layer_of_archive),
        ),
    );
    input.file("index.json", &index(&[descriptor(MANIFEST, manifest.as_bytes(), "")]));
}

#[test]
fn hybrid_archive_of_docker() {
    let mut input = Input::layout();
    hybrid(&mut input, "tar:a");
    let graph = input.graph();
    assert_sound(&graph);
    assert_eq!((graph.images[0].twin, graph.images[1].twin), (Some(1), Some(0)));
}

#[test]
fn hybrid_archive_with_two_images() {
    let mut input = Input::layout();
    hybrid(&mut input, "tar:b");
    let graph = input.graph();
    assert_eq!(
        graph.hybrid,
        [HybridMismatch::Archive(1), HybridMismatch::Index(graph.documents[1].edges.start)]
    );
}
