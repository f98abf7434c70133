//! A reference, and its forms.

use core::fmt;

use super::error::{ReferenceError, ReferencePart as Part};
use super::grammar::{self, NAME_LENGTH};
use crate::model::{Digest, DigestError};

/// The registry of names without one.
const DEFAULT_DOMAIN: &str = "docker.io";
/// What the default registry was called, and still is in credentials.
const LEGACY_DOMAIN: &str = "index.docker.io";
/// Where the default registry keeps the repositories that have no namespace.
const LIBRARY: &str = "library/";
/// Other hosts that answer for the default registry.
const DEFAULT_HOSTS: [&str; 3] = [LEGACY_DOMAIN, "registry-1.docker.io", "registry.hub.docker.com"];

/// What a reference does not say, and what is read into it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Implied {
    /// No registry: that is `docker.io` for Docker, and a search list or alias for Podman.
    pub domain: bool,
    /// No namespace on the default registry: that is `library/`.
    pub library: bool,
    /// Neither tag nor digest: that is `latest`.
    pub tag: bool,
}

/// The name of an image: `domain/path:tag@digest`.
///
/// Bounds: domain and path together 255 bytes, the tag 128. Host names are held in lower case.
/// Source: `distribution/reference` 0.6.
/// Differs: capitals in a first component without a dot (`Team/app`) are refused; newer Docker takes it for
/// a registry, older refuses it. So is a first component with a dot that is no host name (`a.b_c/app`), which
/// has no registry at all for the reference implementation. So are ports over 65535 and brackets around no
/// IPv6 address. The 255 bytes are those of domain and path, as before 0.5; later the domain does not count.
///
/// ```
/// let reference = ocivet_core::Reference::parse("alpine")?;
/// assert_eq!(reference.to_string(), "docker.io/library/alpine:latest");
/// assert!(reference.implied().domain && reference.implied().library && reference.implied().tag);
/// let error = ocivet_core::Reference::parse("team/App").unwrap_err();
/// assert_eq!(error.to_string(), "path has a capital letter, at byte 5");
/// # Ok::<(), ocivet_core::ReferenceError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reference {
    /// `domain/path`.
    name: String,
    /// Length of the domain.
    domain: usize,
    tag: Option<String>,
    digest: Option<Digest>,
    implied: Implied,
}

impl Reference {
    /// Reads a reference. What it leaves out is filled in.
    ///
    /// # Errors
    /// [`ReferenceError`], with the byte at which the text is wrong.
    pub fn parse(text: &str) -> Result<Self, ReferenceError> {
        grammar::check_characters(text)?;
        if is_image_id(text) {
            let reason = "is an image ID, not a name";
            return Err(ReferenceError::new(Part::Whole, 0, reason));
        }
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => {
                (rest, Some(read_digest(digest, rest.len().saturating_add(1))?))
            }
            None => (text, None),
        };
        let (domain, rest, start) = split_domain(rest)?;
        let (path, tag) = match rest.rsplit_once(':') {
            Some((path, tag)) => (path, Some(tag)),
            None => (rest, None),
        };
        if let Some(domain) = domain {
            grammar::check_domain(domain, 0)?;
        }
        grammar::check_path(path, start)?;
        if let Some(tag) = tag {
            let start = start.saturating_add(path.len()).saturating_add(1);
            grammar::check_tag(tag, start)?;
        }
        Self::build(domain, path, tag, digest)
    }

    fn build(
        domain: Option<&str>,
        path: &str,
        tag: Option<&str>,
        digest: Option<Digest>,
    ) -> Result<Self, ReferenceError> {
        let mut host = domain.unwrap_or(DEFAULT_DOMAIN).to_ascii_lowercase();
        if host == LEGACY_DOMAIN {
            DEFAULT_DOMAIN.clone_into(&mut host);
        }
        let implied = Implied {
            domain: domain.is_none(),
            library: host == DEFAULT_DOMAIN && !path.contains('/'),
            tag: tag.is_none() && digest.is_none(),
        };
        let namespace = if implied.library { LIBRARY } else { "" };
        let name = format!("{host}/{namespace}{path}");
        if name.len() > NAME_LENGTH {
            let reason = "is longer than 255 bytes with its registry";
            return Err(ReferenceError::new(Part::Path, 0, reason));
        }
        let tag = tag.or(implied.tag.then_some("latest")).map(str::to_owned);
        Ok(Self { domain: host.len(), name, tag, digest, implied })
    }

    /// The registry: a host, perhaps with a port.
    pub fn domain(&self) -> &str {
        self.name.get(..self.domain).unwrap_or_default()
    }

    /// The registry by one name for all that lead to it: without the port 443, and the default registry's
    /// other hosts as `docker.io`.
    pub fn registry(&self) -> &str {
        registry_of(self.domain())
    }

    /// The repository within its registry, with `library/` where that was implied.
    pub fn path(&self) -> &str {
        self.name.get(self.domain.saturating_add(1)..).unwrap_or_default()
    }

    /// Domain and path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The tag; `latest` where neither tag nor digest was given.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The digest.
    pub const fn digest(&self) -> Option<Digest> {
        self.digest
    }

    /// What was not said.
    pub const fn implied(&self) -> Implied {
        self.implied
    }

    /// The shortest form that means the same: without the default registry and its `library/`.
    ///
    /// Differs: `docker.io/a.b/c` stays as it is; without its registry it would be `c` of `a.b`, which is
    /// how `distribution/reference` shortens it.
    pub fn familiar(&self) -> String {
        let path = self.path();
        let official = path.strip_prefix(LIBRARY).filter(|rest| !rest.contains('/'));
        let short = match (self.domain(), official, split_domain(path)) {
            (DEFAULT_DOMAIN, Some(official), _) => official,
            (DEFAULT_DOMAIN, None, Ok((None, ..))) => path,
            _ => &self.name,
        };
        self.with_version(short)
    }

    fn with_version(&self, name: &str) -> String {
        let mut text = name.to_owned();
        if let Some(tag) = &self.tag {
            text = text + ":" + tag;
        }
        if let Some(digest) = self.digest {
            text = text + "@" + &digest.to_string();
        }
        text
    }
}

/// The normal form, which leaves nothing out.
impl fmt::Display for Reference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.with_version(&self.name))
    }
}

/// One name for all hosts and ports of a registry; `domain` is in lower case.
pub(crate) fn registry_of(domain: &str) -> &str {
    let host = domain.strip_suffix(":443").unwrap_or(domain);
    if DEFAULT_HOSTS.contains(&host) { DEFAULT_DOMAIN } else { host }
}

/// 64 hexadecimal digits: tools take that for the digest of an image in their store.
fn is_image_id(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn read_digest(text: &str, start: usize) -> Result<Digest, ReferenceError> {
    Digest::parse(text).map_err(|syntax| {
        let reason = match syntax {
            DigestError::UnknownAlgorithm => "is not of sha256, sha384 or sha512",
            DigestError::Malformed => {
                "is not an algorithm, a colon and its length of small hex digits"
            }
        };
        ReferenceError::new(Part::Digest, start, reason)
    })
}

/// The domain, what stands behind it, and where that starts.
///
/// The first component is the domain if it has a dot or a colon, or is `localhost`.
fn split_domain(text: &str) -> Result<(Option<&str>, &str, usize), ReferenceError> {
    let Some((first, rest)) = text.split_once('/') else { return Ok((None, text, 0)) };
    if first.contains(['.', ':', '[']) || first == "localhost" {
        return Ok((Some(first), rest, first.len().saturating_add(1)));
    }
    if let Some(at) = first.find(|letter: char| letter.is_ascii_uppercase()) {
        let reason = "has a capital letter in a first component that is no host name";
        return Err(ReferenceError::new(Part::Path, at, reason));
    }
    Ok((None, text, 0))
}
