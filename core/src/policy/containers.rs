//! containers-policy.json(5), the signature policy of Podman, Buildah, Skopeo and CRI-O.

use std::{borrow::Cow, collections::BTreeMap};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    decide::Transport,
    identity::Identity,
    scope::{Scope, scopes_of},
    signer::{KeyFiles, SignatureForm, Signer, SignerKeys},
    table::{Demand, ScopeRule, Stance},
};
use crate::{
    json::{self, JsonKind, JsonValue, field, fields},
    model::{Limits, escape_str},
    reference::Reference,
    trust::ImageKeys,
};

/// A policy of containers/image.
///
/// Source: containers-policy.json(5) of containers/common 0.60.
/// Differs: scopes that are paths (`oci`, `oci-archive`, `dir`) are kept but not compared, for ocivet is not
/// told where a file lies; an image in a file falls under its transport's default. Signatures are verified by
/// keys; what only a certificate or a transparency log could show (`fulcio`, `pki`, `rekorPublicKey…`) is not
/// shown, so that such images are denied.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct ContainersPolicy {
    default: ScopeRule,
    transports: BTreeMap<String, BTreeMap<String, ScopeRule>>,
    /// The files that it names for keys, and why they are of no use, if they are not.
    key_files: BTreeMap<String, Option<String>>,
}

impl ContainersPolicy {
    /// Reads the file's text; `files` are those that it names for keys, as far as they are given.
    ///
    /// # Errors
    /// What is wrong with it and where: the file counts as a whole or not at all.
    pub(crate) fn parse(text: &str, files: &KeyFiles) -> Result<Self, String> {
        if let Some(fault) = json::validate(text.as_bytes(), &Limits::default()).first() {
            return Err(fault.to_string());
        }
        let mut reader = Reader { files, named: BTreeMap::new() };
        let [default, transports] = fields(json::root(text.as_bytes()), ["default", "transports"])?;
        let default = default.ok_or("default is missing")?;
        let default = reader.rule("default", default)?;
        let mut read = BTreeMap::new();
        for (transport, scopes) in transports.iter().flat_map(JsonValue::members) {
            let transport = transport.as_str().unwrap_or_default().into_owned();
            let mut rules = BTreeMap::new();
            for (scope, requirements) in scopes.members() {
                let scope = scope.as_str().unwrap_or_default().into_owned();
                let place = format!("transports.{}.{}", escape_str(&transport), escape_str(&scope));
                let rule = reader.rule(&place, requirements)?;
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
            read.insert(transport, rules);
        }
        let key_files = reader.named;
        Ok(Self { default, transports: read, key_files })
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

    /// The files that it names for keys.
    pub(crate) fn key_files(&self) -> impl Iterator<Item = &str> {
        self.key_files.keys().map(String::as_str)
    }

    /// Which of these files are of no use, and why.
    pub(crate) fn faulty_key_files(&self) -> impl Iterator<Item = String> {
        let faults =
            self.key_files.iter().filter_map(|(path, fault)| Some((path, fault.as_ref()?)));
        faults.map(|(path, fault)| format!("key file {} is of no use: {fault}", escape_str(path)))
    }

    /// What it decides, all of it.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &ScopeRule> {
        let scopes = self.transports.values().flat_map(BTreeMap::values);
        core::iter::once(&self.default).chain(scopes)
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

/// Reads requirements.
struct Reader<'a> {
    files: &'a KeyFiles,
    named: BTreeMap<String, Option<String>>,
}

/// Where keys are, by the name of the key that says so.
type Sources<'a> = [(&'static str, Option<JsonValue<'a>>); 4];

impl Reader<'_> {
    /// One scope's requirements: all must hold.
    fn rule(&mut self, place: &str, requirements: JsonValue<'_>) -> Result<ScopeRule, String> {
        if requirements.kind() != JsonKind::Array {
            return Err(format!("{place} must be a list"));
        }
        let mut rule = ScopeRule::new(Stance::Trusted);
        let mut number = 0_usize;
        for requirement in requirements.items() {
            self.requirement(requirement, &mut rule)
                .map_err(|reason| format!("{place}[{number}]: {reason}"))?;
            number = number.saturating_add(1);
        }
        if number == 0 {
            return Err(format!("{place} is an empty list; a requirement must stand there"));
        }
        Ok(rule)
    }

    fn requirement(&mut self, value: JsonValue<'_>, rule: &mut ScopeRule) -> Result<(), String> {
        let kind = text("type", field(value, "type")?)?.ok_or("type is missing")?;
        match &*kind {
            "insecureAcceptAnything" => fields(value, ["type"]).map(|_| ()),
            "reject" => {
                rule.stance = Stance::Blocked;
                fields(value, ["type"]).map(|_| ())
            }
            "signedBy" => {
                let signer = self.signed_by(value)?;
                rule.demands.push(Demand::Signature(Signer::One(Box::new(signer))));
                Ok(())
            }
            "sigstoreSigned" => {
                let signer = self.sigstore_signed(value)?;
                rule.demands.push(Demand::Signature(Signer::One(Box::new(signer))));
                Ok(())
            }
            _ => Err(format!("unknown type {}", escape_str(&kind))),
        }
    }

    fn signed_by(&mut self, value: JsonValue<'_>) -> Result<SignerKeys, String> {
        let [_, key_type, path, paths, data, identity] =
            fields(value, ["type", "keyType", "keyPath", "keyPaths", "keyData", "signedIdentity"])?;
        if text("keyType", key_type)?.as_deref() != Some("GPGKeys") {
            return Err("keyType must be GPGKeys".to_owned());
        }
        let mut signer = SignerKeys::new(SignatureForm::OpenPgp, read_identity(identity)?);
        let sources =
            [("keyPath", path), ("keyPaths", paths), ("keyData", data), ("keyDatas", None)];
        let (name, source) = one_of(sources)?.ok_or("no key is given")?;
        self.keys(name, source, &mut signer)?;
        Ok(signer)
    }

    fn sigstore_signed(&mut self, value: JsonValue<'_>) -> Result<SignerKeys, String> {
        let [_, path, paths, data, datas, fulcio, pki, identity, log_1, log_2, log_3, log_4] =
            fields(
                value,
                [
                    "type",
                    "keyPath",
                    "keyPaths",
                    "keyData",
                    "keyDatas",
                    "fulcio",
                    "pki",
                    "signedIdentity",
                    "rekorPublicKeyPath",
                    "rekorPublicKeyPaths",
                    "rekorPublicKeyData",
                    "rekorPublicKeyDatas",
                ],
            )?;
        let mut signer = SignerKeys::new(SignatureForm::Sigstore, read_identity(identity)?);
        let sources =
            [("keyPath", path), ("keyPaths", paths), ("keyData", data), ("keyDatas", datas)];
        match (one_of(sources)?, fulcio, pki) {
            (Some((name, source)), None, None) => self.keys(name, source, &mut signer)?,
            (None, Some(fulcio), None) => signer.names.push(read_fulcio(fulcio)?),
            (None, None, Some(pki)) => signer.names.push(read_pki(pki)?),
            (None, None, None) => return Err("no key is given".to_owned()),
            _ => return Err("keys are given in more than one way".to_owned()),
        }
        let logs = [log_1, log_2, log_3, log_4].iter().flatten().count();
        match logs {
            0 if fulcio.is_some() => Err("fulcio needs a rekorPublicKey".to_owned()),
            0 => Ok(signer),
            1 => {
                // Nothing that ocivet reads shows that a log has the signature.
                signer.keys = ImageKeys::default();
                signer.names.push("in the log of a rekorPublicKey".to_owned());
                Ok(signer)
            }
            _ => Err("more than one rekorPublicKey".to_owned()),
        }
    }

    fn keys(
        &mut self,
        name: &str,
        source: JsonValue<'_>,
        signer: &mut SignerKeys,
    ) -> Result<(), String> {
        let items = match source.kind() {
            JsonKind::Array if name.ends_with('s') => source.items().collect(),
            JsonKind::String if !name.ends_with('s') => vec![source],
            _ => return Err(format!("{name} is not of the right type")),
        };
        if items.is_empty() {
            return Err(format!("the list {name} is empty"));
        }
        for item in items {
            let item = item.as_str().ok_or_else(|| format!("{name} must hold texts"))?;
            if name.starts_with("keyPath") {
                let fault = signer.add_file(&item, self.files).err();
                self.named.insert(item.into_owned(), fault);
            } else {
                let plain: String = item.split_ascii_whitespace().collect();
                let data =
                    STANDARD.decode(plain).map_err(|_| format!("{name} is not in base64"))?;
                signer.add_data(name, &data)?;
            }
        }
        Ok(())
    }
}

fn text<'a>(name: &str, value: Option<JsonValue<'a>>) -> Result<Option<Cow<'a, str>>, String> {
    let text =
        |value: JsonValue<'a>| value.as_str().ok_or_else(|| format!("{name} must be a text"));
    value.map(text).transpose()
}

/// The identity; the default is that of the manual page.
fn read_identity(value: Option<JsonValue<'_>>) -> Result<Identity, String> {
    value.map_or(Ok(Identity::RepoDigestOrExact), Identity::read)
}

/// The one source that is given, if any is.
fn one_of(sources: Sources<'_>) -> Result<Option<(&'static str, JsonValue<'_>)>, String> {
    let mut given = sources.into_iter().filter_map(|(name, value)| Some((name, value?)));
    match (given.next(), given.next()) {
        (one, None) => Ok(one),
        (_, Some(_)) => Err("keys are given in more than one way".to_owned()),
    }
}

/// Certificates of Fulcio, in words: ocivet verifies by keys.
fn read_fulcio(value: JsonValue<'_>) -> Result<String, String> {
    let names = ["caPath", "caData", "oidcIssuer", "subjectEmail"];
    let [path, data, issuer, email] = fields(value, names)?;
    let authority = authority("caPath", path, "caData", data)?;
    match (text("oidcIssuer", issuer)?, text("subjectEmail", email)?) {
        (Some(issuer), Some(email)) => {
            let (issuer, email) = (escape_str(&issuer), escape_str(&email));
            Ok(format!("fulcio {authority} for {email} as {issuer}"))
        }
        _ => Err("fulcio needs an oidcIssuer and a subjectEmail".to_owned()),
    }
}

/// Certificates of one's own, in words.
fn read_pki(value: JsonValue<'_>) -> Result<String, String> {
    let [roots, roots_data, inner, inner_data, email, host] = fields(
        value,
        [
            "caRootsPath",
            "caRootsData",
            "caIntermediatesPath",
            "caIntermediatesData",
            "subjectEmail",
            "subjectHostname",
        ],
    )?;
    let authority = authority("caRootsPath", roots, "caRootsData", roots_data)?;
    if inner.is_some() && inner_data.is_some() {
        return Err("caIntermediatesPath and caIntermediatesData are both given".to_owned());
    }
    let subject = [text("subjectEmail", email)?, text("subjectHostname", host)?];
    let subject: Vec<String> = subject.iter().flatten().map(|name| escape_str(name)).collect();
    if subject.is_empty() {
        return Err("pki needs a subjectEmail or subjectHostname".to_owned());
    }
    Ok(format!("pki {authority} for {}", subject.join(" and ")))
}

fn authority(
    path_name: &str,
    path: Option<JsonValue<'_>>,
    data_name: &str,
    data: Option<JsonValue<'_>>,
) -> Result<String, String> {
    match (text(path_name, path)?, text(data_name, data)?) {
        (Some(path), None) => Ok(escape_str(&path)),
        (None, Some(_)) => Ok(data_name.to_owned()),
        (None, None) => Err(format!("no key is given: neither {path_name} nor {data_name}")),
        (Some(_), Some(_)) => Err("keys are given in more than one way".to_owned()),
    }
}
