//! OCI layouts.

use super::input::{
    INDEX, Input, LAYER, MANIFEST, assert_sound, config, descriptor, index, manifest, sha256,
    unresolved,
};
use crate::{
    graph::{ImageKind, Role, Target},
    model::EntryKind,
};

#[test]
fn layout_with_two_names_for_one_image() {
    let mut input = Input::layout();
    let manifest = input.image("linux/amd64", "tar:a");
    let name = |name| format!(r#","annotations":{{"org.opencontainers.image.ref.name":"{name}"}}"#);
    input.file(
        "index.json",
        &index(&[
            descriptor(MANIFEST, manifest.as_bytes(), &name("t")),
            descriptor(MANIFEST, manifest.as_bytes(), &name("u")),
        ]),
    );
    let graph = input.graph();
    assert_sound(&graph);
    let [image] = &graph.images[..] else { panic!("{:?}", graph.images) };
    assert_eq!(image.kind, ImageKind::Image);
    assert_eq!(graph.references_of(image), ["t", "u"]);
    assert_eq!(graph.manifest_digest(image), Some(sha256(manifest.as_bytes())));
    assert_eq!(graph.config_of(image).unwrap().1.platform.os, "linux");
    assert!(graph.roles[2].has(Role::Layer) && !graph.roles[2].has(Role::Config));
}

/// A multi-platform image of which a registry's index is kept, with only one platform's blobs.
fn multi_platform(input: &mut Input, other_manifest: bool) {
    let amd = input.image("linux/amd64", "tar:amd");
    let arm_config = config("linux/arm64", "tar:arm");
    let arm = manifest(&arm_config, &[descriptor(LAYER, b"tar:arm", "")]);
    if other_manifest {
        input.blob(&arm);
    }
    let nested = index(&[
        descriptor(
            MANIFEST,
            amd.as_bytes(),
            r#","platform":{"os":"linux","architecture":"amd64"}"#,
        ),
        descriptor(
            MANIFEST,
            arm.as_bytes(),
            r#","platform":{"os":"linux","architecture":"arm64"}"#,
        ),
    ]);
    input.blob(&nested);
    let name = r#","annotations":{"io.containerd.image.name":"example.com/library/x:1","org.opencontainers.image.ref.name":"1"}"#;
    input.file("index.json", &index(&[descriptor(INDEX, nested.as_bytes(), name)]));
}

#[test]
fn platforms_that_are_left_out_are_told_from_missing_ones() {
    for (other_manifest, missing) in [(false, 1), (true, 2)] {
        let mut input = Input::layout();
        multi_platform(&mut input, other_manifest);
        let graph = input.graph();
        let unresolved = unresolved(&graph);
        assert_eq!(unresolved.len(), missing);
        assert!(unresolved.iter().all(|edge| edge.partial && edge.target == Target::Missing));
        let present: Vec<_> = graph.images.iter().filter(|image| !image.absent).collect();
        let [image] = present[..] else { panic!("{:?}", graph.images) };
        assert_eq!(graph.references_of(image), ["example.com/library/x:1"]);
        assert_eq!(graph.platform_of(image).unwrap().1.to_string(), "linux/amd64");
        assert!(graph.unreferenced.is_empty());
    }
}

#[test]
fn an_index_without_any_whole_image_misses_them() {
    let mut input = Input::layout();
    let nested = index(&[descriptor(MANIFEST, b"absent", "")]);
    input.blob(&nested);
    input.file("index.json", &index(&[descriptor(INDEX, nested.as_bytes(), "")]));
    let graph = input.graph();
    let [edge] = unresolved(&graph)[..] else { panic!("{:?}", graph.edges) };
    assert!(edge.target == Target::Missing && !edge.partial);
}

#[test]
fn a_missing_layer_is_missing() {
    let mut input = Input::layout();
    let config = config("linux/amd64", "tar:a");
    let absent = |rest| descriptor(LAYER, b"tar:a", rest);
    let manifest = manifest(&config, &[absent(""), absent(r#","urls":["https://example.com/"]"#)]);
    input.blob(&config);
    input.blob(&manifest);
    input.file("index.json", &index(&[descriptor(MANIFEST, manifest.as_bytes(), "")]));
    let graph = input.graph();
    let targets: Vec<_> =
        unresolved(&graph).iter().map(|edge| (edge.target, edge.partial)).collect();
    assert_eq!(targets, [(Target::Missing, false), (Target::Foreign, false)]);
}

#[test]
fn attestations_and_signatures_are_no_images() {
    let mut input = Input::layout();
    let image = input.image("linux/amd64", "tar:a");
    let statement = r#"{"_type":"https://in-toto.io/Statement/v0.1"}"#;
    let unknown = config("unknown/unknown", statement);
    let attestation =
        manifest(&unknown, &[descriptor("application/vnd.in-toto+json", statement.as_bytes(), "")]);
    let payload = r#"{"critical":{},"optional":null}"#;
    let empty = config("/", payload);
    let signature = manifest(
        &empty,
        &[descriptor("application/vnd.dev.cosign.simplesigning.v1+json", payload.as_bytes(), "")],
    );
    let artifact = format!(
        r#"{{"schemaVersion":2,"mediaType":"{MANIFEST}","artifactType":"application/x","config":{},"layers":[{}],"subject":{}}}"#,
        descriptor("application/vnd.oci.empty.v1+json", b"{}", r#","data":"e30=""#),
        descriptor(LAYER, b"tar:not an image's", ""),
        descriptor(MANIFEST, b"a subject need not be here", ""),
    );
    for text in [
        statement,
        &unknown,
        &attestation,
        payload,
        &empty,
        &signature,
        "{}",
        &artifact,
        "tar:not an image's",
    ] {
        input.blob(text);
    }
    let nested = index(&[
        descriptor(MANIFEST, image.as_bytes(), ""),
        descriptor(
            MANIFEST,
            attestation.as_bytes(),
            r#","annotations":{"vnd.docker.reference.type":"attestation-manifest"},"platform":{"os":"unknown","architecture":"unknown"}"#,
        ),
    ]);
    input.blob(&nested);
    input.file(
        "index.json",
        &index(&[
            descriptor(INDEX, nested.as_bytes(), ""),
            descriptor(MANIFEST, signature.as_bytes(), ""),
            descriptor(MANIFEST, artifact.as_bytes(), ""),
        ]),
    );
    let graph = input.graph();
    let mut kinds: Vec<_> = graph.images.iter().map(|image| image.kind).collect();
    kinds.sort_by_key(|kind| format!("{kind:?}"));
    assert_eq!(
        kinds,
        [ImageKind::Artifact, ImageKind::Artifact, ImageKind::Attestation, ImageKind::Image]
    );
    let layers = graph.roles.iter().filter(|roles| roles.has(Role::Layer)).count();
    assert_eq!(layers, 1);
    let [subject] = unresolved(&graph)[..] else { panic!("{:?}", graph.edges) };
    assert_eq!((subject.role, subject.target), (Role::Subject, Target::Missing));
    assert!(graph.unreferenced.is_empty());
}

#[test]
fn a_tar_of_unknown_type_makes_an_image_all_the_same() {
    let mut input = Input::layout();
    let config = config("linux/amd64", "tar:a");
    let manifest = manifest(&config, &[descriptor("application/x", b"tar:a", "")]);
    for text in [&config, &manifest, "tar:a"] {
        input.blob(text);
    }
    input.file("index.json", &index(&[descriptor(MANIFEST, manifest.as_bytes(), "")]));
    let graph = input.graph();
    assert_eq!(graph.images[0].kind, ImageKind::Image);
    assert!(graph.roles[3].has(Role::Layer));
}

#[test]
fn members_that_are_no_files_and_paths_that_leave() {
    let mut input = Input::default();
    input.link("abs.tar", "/etc/passwd");
    input.link("up.tar", "../../etc/passwd");
    input.link("broken.tar", "none");
    input.link("self.tar", "self.tar");
    input.member("dev.tar", EntryKind::CharDevice, "", None);
    input.member("big.tar", EntryKind::File, "", None);
    input.file(
        "manifest.json",
        r#"[{"Config":"../config.json","Layers":["/etc/passwd","a/../b","abs.tar","up.tar","broken.tar","self.tar","dev.tar","big.tar","none.tar",""]}]"#,
    );
    let graph = input.graph();
    let targets: Vec<_> = graph.edges.iter().map(|edge| edge.target).collect();
    let path = Target::Outside { linked: false };
    let link = Target::Outside { linked: true };
    assert_eq!(
        targets,
        [
            path,
            path,
            path,
            link,
            link,
            Target::Broken,
            Target::Loop,
            Target::NotRegular(EntryKind::CharDevice),
            Target::Unread,
            Target::Missing,
            Target::Nameless,
        ]
    );
    assert_eq!(graph.edges[3].slot.pointer(), "/0/Layers/2");
}
