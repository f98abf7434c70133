//! The pull side of the distribution protocol, for one repository.
//!
//! Source: OCI distribution-spec 1.1, "Pull" and "Listing Referrers".

use std::{cell::RefCell, thread, time::Duration};

use ocivet_core::{
    Digest, DigestAlgorithm, Limits, Reference, escape_str,
    parts::{Hashers as _, InlineHashers, Links},
};
use serde_json::Value;
use ureq::http::Uri;

use super::{
    address, body,
    credentials::{Credentials, Secret},
    error::{RegistryError, misbehaved, show},
    token::{self, Wish},
    transport::{Request, Response, Transport},
};

/// Hops from an address to what it leads to. Registries need one.
const REDIRECTS: usize = 5;
/// Bytes of a page that says why something was refused.
const REASON: u64 = 16 << 10;
/// A wait that a server may ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// The documents that are understood. Schema 1 is none of them.
const ACCEPTED: &str = "application/vnd.oci.image.index.v1+json, \
    application/vnd.docker.distribution.manifest.list.v2+json, \
    application/vnd.oci.image.manifest.v1+json, \
    application/vnd.docker.distribution.manifest.v2+json";
const INDEX: &str = "application/vnd.oci.image.index.v1+json";

/// What the user allows and expects of a registry.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    /// Plain HTTP, which is for this machine alone.
    pub(crate) insecure_http: bool,
    /// Hosts besides the registry that may have its credentials.
    pub(crate) realms: Vec<String>,
    /// Longest silence.
    pub(crate) patience: Duration,
    /// How often something that broke is tried again.
    pub(crate) retries: u32,
    /// Wait before the first of these; each further one is twice as long.
    pub(crate) pause: Duration,
}

/// Tries left for one thing.
#[derive(Debug)]
pub(crate) struct Retries {
    left: u32,
    pause: Duration,
}

impl Retries {
    pub(crate) fn new(access: &Access) -> Self {
        Self { left: access.retries, pause: access.pause }
    }

    /// Waits before another try, or gives the error back where there is none.
    pub(crate) fn wait(&mut self, error: RegistryError) -> Result<(), RegistryError> {
        let Some(left) = self.left.checked_sub(1).filter(|_| error.is_transient()) else {
            return Err(error);
        };
        thread::sleep(error.wait().unwrap_or(self.pause).min(LONGEST_WAIT));
        self.left = left;
        self.pause = self.pause.saturating_mul(2);
        Ok(())
    }
}

/// An index or manifest whose digest is the one that was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) media_type: String,
    pub(crate) digest: Digest,
    pub(crate) bytes: Vec<u8>,
    pub(crate) links: Links,
}

/// A repository of a registry.
pub(crate) struct Repository<'a> {
    transport: &'a dyn Transport,
    access: &'a Access,
    /// `https://host[:port]`
    base: Uri,
    path: String,
    secret: Option<Secret>,
    /// The header that the registry took last.
    authorization: RefCell<Option<String>>,
}

impl<'a> Repository<'a> {
    /// The repository of a reference. Nothing is sent yet.
    ///
    /// # Errors
    /// Plain HTTP to another machine; credentials that cannot be read.
    pub(crate) fn new(
        reference: &Reference,
        transport: &'a dyn Transport,
        access: &'a Access,
        credentials: &Credentials,
    ) -> Result<Self, RegistryError> {
        let base = address::base_of(reference.domain(), access.insecure_http)?;
        Ok(Self {
            transport,
            access,
            base: address::parse(&base)?,
            path: reference.path().to_owned(),
            secret: credentials.find(reference.domain(), reference.path())?,
            authorization: RefCell::new(None),
        })
    }

    pub(crate) const fn access(&self) -> &Access {
        self.access
    }

    /// The document that a tag names, or the one of a digest.
    ///
    /// # Errors
    /// Besides those of the connection: another digest than asked for or stated, a media type that is not
    /// understood, and a document that is malformed.
    pub(crate) fn manifest(
        &self,
        tag: &str,
        digest: Option<Digest>,
    ) -> Result<Document, RegistryError> {
        let version = digest.map_or_else(|| tag.to_owned(), |digest| digest.to_string());
        let (media_type, bytes, stated) = self.small(&format!("manifests/{version}"))?;
        let algorithm =
            digest.or(stated).map_or(DigestAlgorithm::Sha256, |digest| digest.algorithm());
        let computed = digest_of(algorithm, &bytes);
        for (expected, who) in [(digest, "asked for"), (stated, "stated in Docker-Content-Digest")]
        {
            let expected = match expected {
                Some(expected) if expected.algorithm() != algorithm => {
                    Some((expected, digest_of(expected.algorithm(), &bytes)))
                }
                expected => expected.map(|expected| (expected, computed)),
            };
            if let Some((expected, computed)) =
                expected.filter(|(expected, computed)| expected != computed)
            {
                return Err(misbehaved(format!(
                    "manifest {version} has digest {computed}, {who} is {expected}"
                )));
            }
        }
        let links = Links::read(&bytes, &media_type).map_err(|why| {
            RegistryError::new(
                format!("manifest {}: {why}", escape_str(&version)),
                "nothing was fetched",
            )
        })?;
        Ok(Document { media_type, digest: computed, bytes, links })
    }

    /// The bytes of a blob from an offset on, as far as the answer says so: see its status.
    pub(crate) fn blob(&self, digest: Digest, from: u64) -> Result<Response, RegistryError> {
        let mut headers = Vec::new();
        if from > 0 {
            headers.push(("Range", format!("bytes={from}-")));
        }
        self.get(&format!("blobs/{digest}"), &headers)
    }

    /// What refers to a manifest: the list of the registry, or that of the tag that stands in for it.
    ///
    /// Source: OCI distribution-spec 1.1, "Listing Referrers" and "Referrers Tag Schema".
    pub(crate) fn referrers(&self, digest: Digest) -> Result<Option<Links>, RegistryError> {
        let by_tag = digest.to_string().replace(':', "-");
        for path in [format!("referrers/{digest}"), format!("manifests/{by_tag}")] {
            match self.small(&path) {
                Ok((media_type, bytes, _)) if media_type == INDEX => {
                    let links = Links::read(&bytes, &media_type).map_err(|why| {
                        misbehaved(format!("list of what refers to {digest}: {why}"))
                    })?;
                    return Ok(Some(links));
                }
                // A registry without the list may answer with anything.
                Ok(_) => {}
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// A small document: its media type, bytes, and the digest that the registry states.
    fn small(&self, path: &str) -> Result<(String, Vec<u8>, Option<Digest>), RegistryError> {
        let mut retries = Retries::new(self.access);
        loop {
            match self.try_small(path) {
                Err(error) => retries.wait(error)?,
                found => return found,
            }
        }
    }

    fn try_small(&self, path: &str) -> Result<(String, Vec<u8>, Option<Digest>), RegistryError> {
        let accept = if path.starts_with("referrers/") { INDEX } else { ACCEPTED };
        let mut response = self.get(path, &[("Accept", accept.to_owned())])?;
        let media_type = response.header("content-type").unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default().trim().to_owned();
        let stated = match response.header("docker-content-digest").map(Digest::parse) {
            None => None,
            Some(Ok(digest)) => Some(digest),
            Some(Err(_)) => return Err(misbehaved("Docker-Content-Digest is no digest")),
        };
        let from = format!("{}/v2/{}/{path}", show_base(&self.base), self.path);
        let size = response.header("content-length").and_then(|text| text.parse::<u64>().ok());
        let limit = Limits::default().manifest_size;
        let bytes = body::read_small(&mut response, limit, &from, self.access.patience)?;
        if size.is_some_and(|size| Ok(size) != u64::try_from(bytes.len())) {
            return Err(RegistryError::transient(format!("{from} broke off"), "try again"));
        }
        Ok((media_type, bytes, stated))
    }

    /// One answer, after what it takes to be let in.
    fn get(
        &self,
        path: &str,
        headers: &[(&'static str, String)],
    ) -> Result<Response, RegistryError> {
        let url = address::parse(&format!("{}/v2/{}/{path}", show_base(&self.base), self.path))?;
        let (response, at) = self.follow(url.clone(), headers)?;
        if response.status != 401 || !address::same_origin(&at, &self.base) {
            return judge(response, &at);
        }
        let wish = Wish {
            registry: &self.base,
            path: &self.path,
            access: self.access,
            secret: self.secret.as_ref(),
        };
        let answer = token::answer(&response, wish, self.transport)?;
        drop(response);
        self.authorization.replace(Some(answer));
        let (response, at) = self.follow(url, headers)?;
        judge(response, &at)
    }

    /// Sends a request and follows where it leads. Only the registry itself has the authorization.
    fn follow(
        &self,
        mut url: Uri,
        headers: &[(&'static str, String)],
    ) -> Result<(Response, Uri), RegistryError> {
        let mut elsewhere = false;
        for _ in 0..=REDIRECTS {
            let mut request =
                Request { headers: headers.to_vec(), elsewhere, ..Request::get(url.clone()) };
            if !elsewhere && let Some(value) = self.authorization.borrow().clone() {
                request.headers.push(("Authorization", value));
            }
            let response = self.transport.send(&request)?;
            if !matches!(response.status, 301 | 302 | 303 | 307 | 308) {
                return Ok((response, url));
            }
            let location = response.header("location").unwrap_or_default();
            let next = address::redirect(&url, location)?;
            // Having left, the way back is one that a stranger chose.
            elsewhere |= !address::same_origin(&next, &self.base);
            url = next;
        }
        Err(misbehaved(format!("more than {REDIRECTS} redirects lead to {}", show(&url))))
    }
}

fn show_base(base: &Uri) -> String {
    base.to_string().trim_end_matches('/').to_owned()
}

/// Digest of bytes in memory.
fn digest_of(algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
    let mut hasher = InlineHashers.hasher(algorithm);
    hasher.update(bytes);
    Digest::new(algorithm, &hasher.finish())
}

/// The same answer where it is one to go on with.
pub(crate) fn judge(mut response: Response, at: &Uri) -> Result<Response, RegistryError> {
    let status = response.status;
    if matches!(status, 200 | 206) {
        return Ok(response);
    }
    let wait =
        response.header("retry-after").and_then(|text| text.parse().ok()).map(Duration::from_secs);
    let reason = reason(&mut response, at);
    let at = show(at);
    Err(match status {
        401 | 403 => RegistryError::new(
            format!("{at} refuses ({status}{reason})"),
            "log in with docker login, podman login or skopeo login as a user who may read it",
        ),
        404 => RegistryError::not_found(
            format!("{at} is not there (404{reason})"),
            "check name, tag and registry",
        ),
        429 => RegistryError::transient(
            format!("{at} says too many requests (429{reason})"),
            "try again later",
        )
        .after(wait),
        500.. => {
            RegistryError::transient(format!("{at} fails ({status}{reason})"), "try again later")
                .after(wait)
        }
        _ => RegistryError::new(
            format!("{at} answers {status}{reason}"),
            "check that it is a registry",
        ),
    })
}

/// What the registry says about it.
///
/// Source: OCI distribution-spec 1.1, "Error Codes".
fn reason(response: &mut Response, at: &Uri) -> String {
    let text =
        body::read_small(response, REASON, &show(at), Duration::from_secs(5)).unwrap_or_default();
    let json: Value = serde_json::from_slice(&text).unwrap_or_default();
    let message = json.pointer("/errors/0/message").and_then(Value::as_str);
    message.map(|message| format!(": {}", escape_str(message))).unwrap_or_default()
}
