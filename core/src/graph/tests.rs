//! Graphs of documents as tools write them.

use sha2::{Digest as _, Sha256};

use super::{
    Edge, GraphInput, GraphLimit, HybridMismatch, ImageGraph, ImageKind, Member, Members, Problem,
    Role, Target, build,
};
use crate::{
    json::read_document,
    model::{
        BlobContent, BlobSummary, Digest, DigestAlgorithm, EntryKind, EntryPath, Limits,
        MemberInfo, Observations, TarTotals, to_u64,
    },
};

const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const INDEX: &str = "application/vnd.oci.image.index.v1+json";
const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
const LAYER: &str = "application/vnd.oci.image.layer.v1.tar";

/// An input under construction.
#[derive(Default)]
struct Input {
    blobs: Vec<BlobSummary>,
    members: Members,
    limits: Limits,
    number: u64,
    lone: bool,
}

fn sha256(bytes: &[u8]) -> Digest {
    Digest::new(DigestAlgorithm::Sha256, &Sha256::digest(bytes))
}

fn descriptor(media_type: &str, bytes: &[u8], rest: &str) -> String {
    let digest = sha256(bytes);
    let size = bytes.len();
    format!(r#"{{"mediaType":"{media_type}","digest":"{digest}","size":{size}{rest}}}"#)
}

fn index(manifests: &[String]) -> String {
    let manifests = manifests.join(",");
    format!(r#"{{"schemaVersion":2,"mediaType":"{INDEX}","manifests":[{manifests}]}}"#)
}

fn config(platform: &str, layer: &str) -> String {
    let (os, architecture) = platform.split_once('/').unwrap();
    let diff_id = sha256(layer.as_bytes());
    format!(
        r#"{{"os":"{os}","architecture":"{architecture}","config":{{}},"rootfs":{{"type":"layers","diff_ids":["{diff_id}"]}}}}"#
    )
}

fn manifest(config: &str, layers: &[String]) -> String {
    let config = descriptor(CONFIG, config.as_bytes(), "");
    let layers = layers.join(",");
    format!(
        r#"{{"schemaVersion":2,"mediaType":"{MANIFEST}","config":{config},"layers":[{layers}]}}"#
    )
}

impl Input {
    fn layout() -> Self {
        let mut input = Self::default();
        input.file("oci-layout", r#"{"imageLayoutVersion":"1.0.0"}"#);
        input
    }

    fn member(&mut self, name: &str, kind: EntryKind, target: &str, blob: Option<usize>) {
        let link_target = EntryPath::new(target);
        let member = Member { offset: self.number, kind, link_target, blob };
        self.members.insert(&EntryPath::new(name), member, &self.limits);
        self.number = self.number.saturating_add(1);
    }

    fn link(&mut self, name: &str, target: &str) {
        self.member(name, EntryKind::Symlink, target, None);
    }

    /// Adds a member; one that starts with `tar:` stands for a layer.
    fn file(&mut self, name: &str, text: &str) {
        let content = if text.starts_with("tar:") {
            BlobContent::Tar(TarTotals { entries: 1, file_bytes: 0 })
        } else if text.starts_with(['{', '[']) {
            let known = !name.contains('/');
            BlobContent::Document(read_document(text.as_bytes().to_vec(), known, &self.limits))
        } else {
            BlobContent::Other
        };
        let digests = vec![sha256(text.as_bytes())];
        let member = MemberInfo { number: self.number, path: EntryPath::new(name), offset: 0 };
        self.member(name, EntryKind::File, "", Some(self.blobs.len()));
        self.blobs.push(BlobSummary {
            member,
            size: to_u64(text.len()),
            digests,
            decompressed: Vec::new(),
            compression: Vec::new(),
            uncompressed_size: to_u64(text.len()),
            content,
            observations: Observations::default(),
            outline: None,
        });
    }

    /// Adds a blob of the layout.
    fn blob(&mut self, text: &str) {
        let name = format!("blobs/sha256/{}", sha256(text.as_bytes()).hex());
        self.file(&name, text);
    }

    /// Adds an image of one layer to the layout; gives its manifest.
    fn image(&mut self, platform: &str, layer: &str) -> String {
        let config = config(platform, layer);
        let manifest = manifest(&config, &[descriptor(LAYER, layer.as_bytes(), "")]);
        for text in [&config, layer, &manifest] {
            self.blob(text);
        }
        manifest
    }

    fn graph(&self) -> ImageGraph<'_> {
        build(&GraphInput {
            blobs: &self.blobs,
            members: &self.members,
            limits: &self.limits,
            texts_dropped: false,
            lone: self.lone,
        })
    }
}

fn unresolved<'g>(graph: &'g ImageGraph<'_>) -> Vec<&'g Edge> {
    graph.edges.iter().filter(|edge| edge.target.blob().is_none()).collect()
}

/// Nothing is odd about an input.
fn assert_sound(graph: &ImageGraph<'_>) {
    assert_eq!(unresolved(graph), Vec::<&Edge>::new());
    for document in &graph.documents {
        assert_eq!(document.faults.list, [], "{:?}", document.role);
        assert_eq!(document.problem, None, "{:?}", document.role);
    }
    assert_eq!(graph.hybrid, []);
    assert_eq!((graph.unreferenced.len(), graph.stray.len()), (0, 0));
    assert!(graph.loops.is_empty() && graph.limits.is_empty());
}

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
