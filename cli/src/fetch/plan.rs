//! What is brought, and under which names: decided from the documents alone, before any blob.

use std::collections::{BTreeMap, BTreeSet};

use ocivet_core::{
    Digest, Reference, escape_str,
    parts::{Link, LinkKind},
};

use super::documents;
use crate::registry::{Document, RegistryError, Repository, misbehaved};

/// Indexes within indexes.
const DEPTH: usize = 4;
/// Manifests and indexes of one image. Large multi-platform ones have some fifty.
const DOCUMENTS: usize = 1_000;
/// Bytes of all of these, which are kept in memory.
const DOCUMENTS_SIZE: usize = 64 << 20;

/// Which parts of a multi-platform image.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Platforms {
    All,
    /// `os/architecture[/variant]`
    One(String),
}

impl Platforms {
    /// That of this machine, on which images are of Linux wherever it is another system's.
    pub(crate) fn of_machine() -> Self {
        let architecture = match std::env::consts::ARCH {
            "x86_64" => "amd64",
            "x86" => "386",
            "aarch64" => "arm64",
            "powerpc64" => "ppc64le",
            other => other,
        };
        Self::One(format!("linux/{architecture}"))
    }

    /// A variant that is not asked for may be any.
    fn include(&self, platform: Option<&str>) -> bool {
        let Self::One(wanted) = self else { return true };
        let Some(platform) = platform else { return false };
        platform == wanted
            || platform.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// A file of the layout.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) content: Content,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    Bytes(Vec<u8>),
    Blob { digest: Digest, size: u64 },
}

impl Member {
    pub(super) fn size(&self) -> u64 {
        match &self.content {
            Content::Bytes(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Content::Blob { size, .. } => *size,
        }
    }
}

/// All files of a layout, in their order.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) members: Vec<Member>,
    /// Digest of the document that the name leads to.
    pub(super) digest: Digest,
    /// Platforms of the index that are left out.
    pub(super) left_out: usize,
    /// Documents that refer to what is brought: signatures and the like.
    pub(super) referrers: usize,
}

impl Plan {
    pub(super) fn size(&self) -> u64 {
        self.members.iter().fold(0, |sum, member| sum.saturating_add(member.size()))
    }
}

/// Reads the documents of an image, and says what files its layout has.
pub(super) fn make(
    repository: &Repository<'_>,
    reference: &Reference,
    platforms: &Platforms,
    referrers: bool,
) -> Result<Plan, RegistryError> {
    let root = repository.manifest(reference.tag().unwrap_or_default(), reference.digest())?;
    let mut walk =
        Walk { repository, documents: Vec::new(), seen: BTreeSet::new(), bytes: 0, left_out: 0 };
    walk.add(root.clone(), platforms, 0)?;
    let image = std::mem::take(&mut walk.documents);
    let mut signatures = Vec::new();
    if referrers {
        for digest in image.iter().map(|document| document.digest) {
            signatures.extend(walk.referrers_of(digest)?);
        }
    }
    let further = std::mem::take(&mut walk.documents);
    let (docker, left_out) = (documents::docker_manifest(reference, &image), walk.left_out);
    let mut members = vec![
        Member::new("oci-layout", documents::layout()),
        Member::new("index.json", documents::index(reference, &root, &signatures)),
    ];
    let all: Vec<Document> = image.into_iter().chain(further).collect();
    members.extend(blobs(&all)?);
    members.extend(docker.map(|text| Member::new("manifest.json", text)));
    Ok(Plan { members, digest: root.digest, left_out, referrers: signatures.len() })
}

impl Member {
    fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self { name: name.to_owned(), content: Content::Bytes(bytes) }
    }
}

/// Where a blob stands in a layout.
///
/// Source: OCI image-spec 1.1, image-layout.md, "Blobs".
pub(super) fn place(digest: Digest) -> String {
    format!("blobs/{}/{}", digest.algorithm().name(), digest.hex())
}

/// Each document, then everything that they refer to, each once.
fn blobs(documents: &[Document]) -> Result<Vec<Member>, RegistryError> {
    let mut sizes: BTreeMap<Digest, u64> = BTreeMap::new();
    let mut members = Vec::new();
    for document in documents {
        sizes.insert(document.digest, u64::try_from(document.bytes.len()).unwrap_or(u64::MAX));
        members.push(Member::new(&place(document.digest), document.bytes.clone()));
    }
    let links = documents.iter().filter(|document| !document.links.is_index);
    for link in links.flat_map(|document| &document.links.links).filter(|link| !link.is_foreign) {
        match sizes.insert(link.digest, link.size) {
            None => {
                let content = Content::Blob { digest: link.digest, size: link.size };
                members.push(Member { name: place(link.digest), content });
            }
            Some(size) if size != link.size => {
                let what = format!("{} has two sizes, {size} and {}", link.digest, link.size);
                return Err(misbehaved(what));
            }
            Some(_) => {}
        }
    }
    Ok(members)
}

/// The documents that were met.
struct Walk<'a> {
    repository: &'a Repository<'a>,
    documents: Vec<Document>,
    seen: BTreeSet<Digest>,
    bytes: usize,
    left_out: usize,
}

impl Walk<'_> {
    fn add(
        &mut self,
        document: Document,
        platforms: &Platforms,
        depth: usize,
    ) -> Result<(), RegistryError> {
        if !self.seen.insert(document.digest) {
            return Ok(());
        }
        self.bytes = self.bytes.saturating_add(document.bytes.len());
        if depth > DEPTH || self.seen.len() > DOCUMENTS || self.bytes > DOCUMENTS_SIZE {
            let what = format!(
                "the image has more than {DEPTH} indexes in each other, {DOCUMENTS} documents or \
                 {DOCUMENTS_SIZE} bytes of them"
            );
            return Err(misbehaved(what));
        }
        let links = document.links.clone();
        self.documents.push(document);
        if !links.is_index {
            return Ok(());
        }
        let documents: Vec<&Link> =
            links.links.iter().filter(|link| link.kind == LinkKind::Document).collect();
        let (wanted, others): (Vec<&Link>, Vec<&Link>) =
            documents.iter().partition(|link| platforms.include(link.platform.as_deref()));
        if wanted.is_empty() && *platforms != Platforms::All {
            return Err(no_platform(platforms, &documents));
        }
        self.left_out = self.left_out.saturating_add(others.len());
        // Where several variants fit, the first is the one that the index prefers.
        let most = if *platforms == Platforms::All { usize::MAX } else { 1 };
        for link in wanted.into_iter().take(most) {
            let child = self.child(link)?;
            self.add(child, platforms, depth.saturating_add(1))?;
        }
        Ok(())
    }

    fn child(&self, link: &Link) -> Result<Document, RegistryError> {
        let document = self.repository.manifest("", Some(link.digest))?;
        let length = u64::try_from(document.bytes.len()).unwrap_or(u64::MAX);
        if length != link.size {
            let what = format!(
                "manifest {} has {length} bytes, its descriptor says {}",
                link.digest, link.size
            );
            return Err(misbehaved(what));
        }
        if document.media_type != link.media_type {
            let (is, says) = (escape_str(&document.media_type), escape_str(&link.media_type));
            return Err(misbehaved(format!(
                "manifest {} is {is}, its descriptor says {says}",
                link.digest
            )));
        }
        Ok(document)
    }

    /// Brings what refers to a document: from the registry's list, and under the tags that cosign uses.
    fn referrers_of(&mut self, digest: Digest) -> Result<Vec<documents::Signature>, RegistryError> {
        let mut found = Vec::new();
        for link in self.repository.referrers(digest)?.map(|links| links.links).unwrap_or_default()
        {
            if link.kind == LinkKind::Document {
                let document = self.child(&link)?;
                found.push(documents::Signature::new(&document, None));
                self.add(document, &Platforms::All, 1)?;
            }
        }
        let base = digest.to_string().replace(':', "-");
        for suffix in ["sig", "att"] {
            match self.repository.manifest(&format!("{base}.{suffix}"), None) {
                Ok(document) => {
                    found.push(documents::Signature::new(&document, Some(suffix)));
                    self.add(document, &Platforms::All, 1)?;
                }
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }
}

fn no_platform(platforms: &Platforms, documents: &[&Link]) -> RegistryError {
    let known: BTreeSet<&str> =
        documents.iter().filter_map(|link| link.platform.as_deref()).take(50).collect();
    let known: Vec<&str> = known.into_iter().collect();
    let wanted = match platforms {
        Platforms::All => "",
        Platforms::One(wanted) => wanted,
    };
    let what = format!(
        "the image is not there for {}; it is for {}",
        escape_str(wanted),
        known.join(", ")
    );
    RegistryError::new(what, "choose one with --platform, or --all-platforms")
}

#[cfg(test)]
mod tests {
    use super::Platforms;

    #[test]
    fn variants_that_nobody_asked_for_fit() {
        let arm = Platforms::One("linux/arm".to_owned());
        assert!(arm.include(Some("linux/arm")) && arm.include(Some("linux/arm/v7")));
        assert!(!arm.include(Some("linux/arm64")) && !arm.include(None));
        let seven = Platforms::One("linux/arm/v7".to_owned());
        assert!(seven.include(Some("linux/arm/v7")) && !seven.include(Some("linux/arm/v6")));
        assert!(!seven.include(Some("linux/arm")));
        assert!(Platforms::All.include(None));
    }
}
