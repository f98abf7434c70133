//! Inputs as tools write them, their blobs without bytes.

use sha2::{Digest as _, Sha256};

use crate::{
    graph::{Edge, GraphInput, ImageGraph, Member, Members, build},
    json::read_document,
    model::{
        BlobContent, BlobSummary, Digest, DigestAlgorithm, EntryKind, EntryPath, Limits,
        MemberInfo, Observations, TarTotals, to_u64,
    },
};

pub(super) const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
pub(super) const INDEX: &str = "application/vnd.oci.image.index.v1+json";
pub(super) const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
pub(super) const LAYER: &str = "application/vnd.oci.image.layer.v1.tar";

/// An input under construction.
#[derive(Default)]
pub(super) struct Input {
    pub(super) blobs: Vec<BlobSummary>,
    pub(super) members: Members,
    pub(super) limits: Limits,
    pub(super) number: u64,
    pub(super) lone: bool,
}

pub(super) fn sha256(bytes: &[u8]) -> Digest {
    Digest::new(DigestAlgorithm::Sha256, &Sha256::digest(bytes))
}

pub(super) fn descriptor(media_type: &str, bytes: &[u8], rest: &str) -> String {
    let digest = sha256(bytes);
    let size = bytes.len();
    format!(r#"{{"mediaType":"{media_type}","digest":"{digest}","size":{size}{rest}}}"#)
}

pub(super) fn index(manifests: &[String]) -> String {
    let manifests = manifests.join(",");
    format!(r#"{{"schemaVersion":2,"mediaType":"{INDEX}","manifests":[{manifests}]}}"#)
}

pub(super) fn config(platform: &str, layer: &str) -> String {
    let (os, architecture) = platform.split_once('/').unwrap();
    let diff_id = sha256(layer.as_bytes());
    format!(
        r#"{{"os":"{os}","architecture":"{architecture}","config":{{}},"rootfs":{{"type":"layers","diff_ids":["{diff_id}"]}}}}"#
    )
}

pub(super) fn manifest(config: &str, layers: &[String]) -> String {
    let config = descriptor(CONFIG, config.as_bytes(), "");
    let layers = layers.join(",");
    format!(
        r#"{{"schemaVersion":2,"mediaType":"{MANIFEST}","config":{config},"layers":[{layers}]}}"#
    )
}

impl Input {
    pub(super) fn layout() -> Self {
        let mut input = Self::default();
        input.file("oci-layout", r#"{"imageLayoutVersion":"1.0.0"}"#);
        input
    }

    pub(super) fn member(
        &mut self,
        name: &str,
        kind: EntryKind,
        target: &str,
        blob: Option<usize>,
    ) {
        let link_target = EntryPath::new(target);
        let member = Member { offset: self.number, kind, link_target, blob };
        self.members.insert(&EntryPath::new(name), member, &self.limits);
        self.number = self.number.saturating_add(1);
    }

    pub(super) fn link(&mut self, name: &str, target: &str) {
        self.member(name, EntryKind::Symlink, target, None);
    }

    /// Adds a member; one that starts with `tar:` stands for a layer.
    pub(super) fn file(&mut self, name: &str, text: &str) {
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
    pub(super) fn blob(&mut self, text: &str) {
        let name = format!("blobs/sha256/{}", sha256(text.as_bytes()).hex());
        self.file(&name, text);
    }

    /// Adds an image of one layer to the layout; gives its manifest.
    pub(super) fn image(&mut self, platform: &str, layer: &str) -> String {
        let config = config(platform, layer);
        let manifest = manifest(&config, &[descriptor(LAYER, layer.as_bytes(), "")]);
        for text in [&config, layer, &manifest] {
            self.blob(text);
        }
        manifest
    }

    pub(super) fn graph(&self) -> ImageGraph<'_> {
        build(&GraphInput {
            blobs: &self.blobs,
            members: &self.members,
            limits: &self.limits,
            texts_dropped: false,
            lone: self.lone,
        })
    }
}

pub(super) fn unresolved<'g>(graph: &'g ImageGraph<'_>) -> Vec<&'g Edge> {
    graph.edges.iter().filter(|edge| edge.target.blob().is_none()).collect()
}

/// Nothing is odd about an input.
pub(super) fn assert_sound(graph: &ImageGraph<'_>) {
    assert_eq!(unresolved(graph), Vec::<&Edge>::new());
    for document in &graph.documents {
        assert_eq!(document.faults.list, [], "{:?}", document.role);
        assert_eq!(document.problem, None, "{:?}", document.role);
    }
    assert_eq!(graph.hybrid, []);
    assert_eq!((graph.unreferenced.len(), graph.stray.len()), (0, 0));
    assert!(graph.loops.is_empty() && graph.limits.is_empty());
}
