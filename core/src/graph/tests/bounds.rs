//! What is not followed, not read, or not referred to.

use super::input::{INDEX, Input, LAYER, MANIFEST, config, descriptor, index, manifest};
use crate::{
    graph::{GraphLimit, Problem, Role, Target},
    model::Limits,
};

#[test]
fn loops_and_depth_are_bounded() {
    let mut input = Input::layout();
    // An index that holds its own digest needs a blob whose bytes do not fit its name.
    let name = format!("blobs/sha256/{}", "e".repeat(64));
    let own = format!(
        r#"{{"schemaVersion":2,"manifests":[{{"mediaType":"{INDEX}","digest":"sha256:{}","size":1}}]}}"#,
        "e".repeat(64)
    );
    input.file(&name, &own);
    input.file("index.json", &own);
    let graph = input.graph();
    assert_eq!(graph.loops.len(), 1);
    assert_eq!(graph.edges[graph.loops[0]].from, graph.documents.len() - 1);

    let mut input = Input::layout();
    let mut inner = index(&[]);
    for _ in 0..20 {
        input.blob(&inner);
        inner = index(&[descriptor(INDEX, inner.as_bytes(), "")]);
    }
    input.file("index.json", &inner);
    let graph = input.graph();
    let [hit] = &graph.limits[..] else { panic!("{:?}", graph.limits) };
    assert_eq!(hit.limit, GraphLimit::IndexDepth);
    let deepest = graph.documents.iter().map(|document| document.depth).max();
    assert_eq!(deepest, Some(Limits::default().index_depth));
}

#[test]
fn counts_are_bounded() {
    let mut input = Input::layout();
    input.limits.manifest_count = 3;
    input.limits.descriptors = 7;
    let mut manifests = Vec::new();
    for layer in ["tar:a", "tar:b", "tar:c", "tar:d"] {
        let manifest = input.image("linux/amd64", layer);
        manifests.push(descriptor(MANIFEST, manifest.as_bytes(), ""));
    }
    input.file("index.json", &index(&manifests));
    let graph = input.graph();
    let mut limits: Vec<_> = graph.limits.iter().map(|hit| hit.limit).collect();
    limits.sort_by_key(|limit| format!("{limit:?}"));
    assert_eq!(limits, [GraphLimit::Descriptors, GraphLimit::ManifestCount]);
    assert_eq!(graph.images.len(), 2);
}

#[test]
fn documents_that_cannot_be_read_say_why() {
    let mut input = Input::default();
    input.file("oci-layout", "not json");
    input.file("index.json", r#"{"schemaVersion":2,"#);
    let graph = input.graph();
    let problems: Vec<_> = graph.documents.iter().map(|it| (it.role, it.problem)).collect();
    assert_eq!(
        problems,
        [(Role::Layout, Some(Problem::NotJson)), (Role::Index, Some(Problem::Invalid))]
    );
    assert_eq!(graph.json_faults(&graph.documents[1]).len(), 1);
}

#[test]
fn what_nothing_refers_to_is_listed() {
    let mut input = Input::layout();
    input.file("index.json", &index(&[]));
    input.blob("tar:smuggled");
    input.file("README", "hello");
    input.file("extra.tar", "tar:b");
    let graph = input.graph();
    assert_eq!(graph.unreferenced, [2, 4]);
    assert_eq!(graph.stray, [b"README"]);
}

#[test]
fn a_lone_document_is_read_by_its_shape() {
    let layer = descriptor(LAYER, b"tar:a", "");
    for (text, role, edges) in [
        (manifest(&config("linux/amd64", "tar:a"), &[layer]), Role::Manifest, 2),
        (index(&[descriptor(MANIFEST, b"x", "")]), Role::Index, 1),
        (config("linux/amd64", "tar:a"), Role::Config, 0),
    ] {
        let mut input = Input { lone: true, ..Input::default() };
        input.file("document.json", &text);
        let graph = input.graph();
        assert_eq!(graph.documents[0].role, role);
        assert_eq!(graph.edges.len(), edges);
        assert!(graph.edges.iter().all(|edge| edge.target == Target::Unchecked));
        assert_eq!((graph.unreferenced.len(), graph.stray.len()), (0, 0));
    }
}
