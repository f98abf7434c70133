//! containers-policy.json(5), the signature policy of Podman, Buildah, Skopeo and CRI-O.

use core::fmt::Write as _;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    decide::Transport,
    scope::{Scope, scopes_of},
    table::{Demand, ScopeRule, Signer, Stance},
};
use crate::{
    json,
    model::{JsonFault, JsonFaultKind, Limits, escape_str},
    reference::Reference,
};

/// A policy of containers/image.
///
/// Source: containers-policy.json(5) of containers/common 0.60.
/// Differs: scopes that are paths (`oci`, `oci-archive`, `dir`) are kept but not compared, for ocivet is not
/// told where a file lies; an image in a file falls under its transport's default.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct ContainersPolicy {
    default: ScopeRule,
    transports: BTreeMap<String, BTreeMap<String, ScopeRule>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    default: Vec<Requirement>,
    #[serde(default)]
    transports: BTreeMap<String, BTreeMap<String, Vec<Requirement>>>,
}

/// Variants without fields have braces so that unknown keys are refused in them too.
#[derive(Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum Requirement {
    #[serde(rename = "insecureAcceptAnything")]
    Accept {},
    #[serde(rename = "reject")]
    Reject {},
    #[serde(rename = "signedBy", rename_all = "camelCase")]
    SignedBy {
        key_type: String,
        key_path: Option<String>,
        key_paths: Option<Vec<String>>,
        key_data: Option<String>,
        signed_identity: Option<Identity>,
    },
    #[serde(rename = "sigstoreSigned", rename_all = "camelCase")]
    SigstoreSigned(Box<SigstoreSigned>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SigstoreSigned {
    key_path: Option<String>,
    key_paths: Option<Vec<String>>,
    key_data: Option<String>,
    key_datas: Option<Vec<String>>,
    fulcio: Option<Fulcio>,
    pki: Option<Pki>,
    rekor_public_key_path: Option<String>,
    rekor_public_key_paths: Option<Vec<String>>,
    rekor_public_key_data: Option<String>,
    rekor_public_key_datas: Option<Vec<String>>,
    signed_identity: Option<Identity>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Fulcio {
    ca_path: Option<String>,
    ca_data: Option<String>,
    oidc_issuer: String,
    subject_email: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Pki {
    ca_roots_path: Option<String>,
    ca_roots_data: Option<String>,
    ca_intermediates_path: Option<String>,
    ca_intermediates_data: Option<String>,
    subject_email: Option<String>,
    subject_hostname: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum Identity {
    #[serde(rename = "matchExact")]
    Exact {},
    #[serde(rename = "matchRepoDigestOrExact")]
    RepoDigestOrExact {},
    #[serde(rename = "matchRepository")]
    Repository {},
    #[serde(rename = "exactReference", rename_all = "camelCase")]
    ExactReference { docker_reference: String },
    #[serde(rename = "exactRepository", rename_all = "camelCase")]
    ExactRepository { docker_repository: String },
    #[serde(rename = "remapIdentity", rename_all = "camelCase")]
    Remap { prefix: String, signed_prefix: String },
}

impl ContainersPolicy {
    /// Reads the file's text.
    ///
    /// # Errors
    /// What is wrong with it and where: the file counts as a whole or not at all.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if let Some(fault) = json::validate(text.as_bytes(), &Limits::default()).first() {
            return Err(json_fault(fault));
        }
        let document: Document =
            serde_json::from_str(text).map_err(|error| escape_str(&error.to_string()))?;
        let default = rule("default", document.default)?;
        let mut transports = BTreeMap::new();
        for (transport, scopes) in document.transports {
            let mut rules = BTreeMap::new();
            for (scope, requirements) in scopes {
                let place = format!("transports.{}.{}", escape_str(&transport), escape_str(&scope));
                let rule = rule(&place, requirements)?;
                let scope = if transport == "docker" && !scope.is_empty() {
                    let parsed = Scope::parse(&scope);
                    parsed.map_err(|expected| format!("{place} is not {expected}"))?.to_string()
                } else {
                    scope
                };
                if rules.insert(scope, rule).is_some() {
                    return Err(format!("{place} stands there twice, spelt otherwise"));
                }
            }
            transports.insert(transport, rules);
        }
        Ok(Self { default, transports })
    }

    /// The scope that decides, and what it decides; no scope is the file's default.
    pub(crate) fn find(
        &self,
        transport: Transport,
        reference: Option<&Reference>,
    ) -> (Option<String>, &ScopeRule) {
        let Some(scopes) = self.transports.get(transport.name()) else {
            return (None, &self.default);
        };
        let named = reference.filter(|_| transport == Transport::Registry);
        let wanted = named.into_iter().flat_map(scopes_of).chain([String::new()]);
        for scope in wanted {
            if let Some(rule) = scopes.get(&scope) {
                let name = if scope.is_empty() { transport.name() } else { &scope };
                return (Some(name.to_owned()), rule);
            }
        }
        (None, &self.default)
    }

    /// What of the file is not judged.
    pub(crate) fn unused(&self) -> Vec<String> {
        let judged = Transport::ALL.map(Transport::name);
        let mut unused = Vec::new();
        for (transport, scopes) in &self.transports {
            if !judged.contains(&transport.as_str()) {
                unused.push(format!(
                    "transport {} is not one that ocivet reads",
                    escape_str(transport)
                ));
                continue;
            }
            let paths = scopes.keys().filter(|scope| !scope.is_empty() && transport != "docker");
            unused.extend(paths.map(|path| {
                let (transport, path) = (escape_str(transport), escape_str(path));
                format!("{transport}:{path} is not compared: ocivet is not told where a file lies")
            }));
        }
        unused
    }
}

fn json_fault(fault: &JsonFault) -> String {
    let what = match &fault.kind {
        JsonFaultKind::DuplicateKey { first } => {
            format!("key {} stands there twice, first at byte {first}", fault.pointer)
        }
        JsonFaultKind::Invalid { reason } => (*reason).to_owned(),
        JsonFaultKind::TooDeep => "nested too deep".to_owned(),
        JsonFaultKind::TooLarge { size } => format!("{size} bytes are too many"),
    };
    format!("{what}, at byte {}", fault.offset)
}

/// One scope's requirements: all must hold.
fn rule(place: &str, requirements: Vec<Requirement>) -> Result<ScopeRule, String> {
    if requirements.is_empty() {
        return Err(format!("{place} is an empty list; a requirement must stand there"));
    }
    let mut rule = ScopeRule::new(Stance::Trusted);
    for requirement in requirements {
        match requirement {
            Requirement::Accept {} => {}
            Requirement::Reject {} => rule.stance = Stance::Blocked,
            Requirement::SignedBy { key_type, key_path, key_paths, key_data, signed_identity } => {
                if key_type != "GPGKeys" {
                    return Err(format!("{place}: keyType must be GPGKeys"));
                }
                let keys = one_of(
                    place,
                    [
                        key_path.map(|path| vec![path]),
                        key_paths,
                        key_data.map(|_| vec!["keyData".to_owned()]),
                    ],
                )?;
                let identity = identity(signed_identity);
                rule.demands.push(Demand::Signature(Signer::OpenPgp { keys, identity }));
            }
            Requirement::SigstoreSigned(sigstore) => {
                rule.demands.push(Demand::Signature(sigstore.read(place)?));
            }
        }
    }
    Ok(rule)
}

impl SigstoreSigned {
    fn read(self, place: &str) -> Result<Signer, String> {
        let data = |count: usize, name: &str| vec![name.to_owned(); count.min(1)];
        let needs_rekor = self.fulcio.is_some();
        let keys = one_of(
            place,
            [
                self.key_path.map(|path| vec![path]),
                self.key_paths,
                self.key_data.map(|_| data(1, "keyData")),
                self.key_datas.map(|keys| data(keys.len(), "keyDatas")),
                self.fulcio.map(|fulcio| fulcio.read(place)).transpose()?,
                self.pki.map(|pki| pki.read(place)).transpose()?,
            ],
        )?;
        let rekor = [
            self.rekor_public_key_path.is_some(),
            self.rekor_public_key_paths.is_some(),
            self.rekor_public_key_data.is_some(),
            self.rekor_public_key_datas.is_some(),
        ];
        match rekor.iter().filter(|given| **given).count() {
            0 if needs_rekor => Err(format!("{place}: fulcio needs a rekorPublicKey")),
            0 | 1 => Ok(Signer::Sigstore { keys, identity: identity(self.signed_identity) }),
            _ => Err(format!("{place}: more than one rekorPublicKey")),
        }
    }
}

impl Fulcio {
    fn read(self, place: &str) -> Result<Vec<String>, String> {
        let ca = one_of(
            place,
            [self.ca_path.map(|path| vec![path]), self.ca_data.map(|_| vec!["caData".to_owned()])],
        )?;
        let subject = format!("{} as {}", self.subject_email, self.oidc_issuer);
        Ok(ca.into_iter().map(|ca| format!("fulcio {ca} for {subject}")).collect())
    }
}

impl Pki {
    fn read(self, place: &str) -> Result<Vec<String>, String> {
        let roots = one_of(
            place,
            [
                self.ca_roots_path.map(|path| vec![path]),
                self.ca_roots_data.map(|_| vec!["caRootsData".to_owned()]),
            ],
        )?;
        if self.ca_intermediates_path.is_some() && self.ca_intermediates_data.is_some() {
            return Err(format!("{place}: caIntermediatesPath and caIntermediatesData"));
        }
        let subject: Vec<String> =
            self.subject_email.into_iter().chain(self.subject_hostname).collect();
        if subject.is_empty() {
            return Err(format!("{place}: pki needs a subjectEmail or subjectHostname"));
        }
        let subject = subject.join(" and ");
        Ok(roots.into_iter().map(|root| format!("pki {root} for {subject}")).collect())
    }
}

/// The one source of keys that is given.
fn one_of<const N: usize>(
    place: &str,
    sources: [Option<Vec<String>>; N],
) -> Result<Vec<String>, String> {
    let mut given = sources.into_iter().flatten();
    match (given.next(), given.next()) {
        (Some(keys), None) if !keys.is_empty() => {
            Ok(keys.iter().map(|key| escape_str(key)).collect())
        }
        (Some(_), None) => Err(format!("{place}: the list of keys is empty")),
        (None, _) => Err(format!("{place}: no key is given")),
        (Some(_), Some(_)) => Err(format!("{place}: keys are given in more than one way")),
    }
}

/// The identity in words; the default is that of the manual page.
fn identity(identity: Option<Identity>) -> String {
    let mut text = String::new();
    // Writing to a String does not fail.
    let _ = match identity {
        None | Some(Identity::RepoDigestOrExact {}) => write!(text, "matchRepoDigestOrExact"),
        Some(Identity::Exact {}) => write!(text, "matchExact"),
        Some(Identity::Repository {}) => write!(text, "matchRepository"),
        Some(Identity::ExactReference { docker_reference }) => {
            write!(text, "exactReference {}", escape_str(&docker_reference))
        }
        Some(Identity::ExactRepository { docker_repository }) => {
            write!(text, "exactRepository {}", escape_str(&docker_repository))
        }
        Some(Identity::Remap { prefix, signed_prefix }) => {
            let (prefix, signed) = (escape_str(&prefix), escape_str(&signed_prefix));
            write!(text, "remapIdentity {prefix} to {signed}")
        }
    };
    text
}
