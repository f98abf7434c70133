//! What signatures of images are over: cosign's payloads, and statements in DSSE envelopes.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::openpgp::SignedMessage;
use crate::{
    json::{self, JsonValue, field, fields},
    model::{Digest, DigestAlgorithm, JsonFault, JsonFaultKind, Limits, escape_str},
};

/// Something that is signed, and says what it is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Statement {
    /// How it is written.
    pub(crate) format: StatementFormat,
    /// The manifests that it is about.
    pub(crate) digests: Vec<Digest>,
    /// The name that it gives the image, as it is written.
    pub(crate) identity: Option<String>,
    /// The type of what is said about them; none where it says only that they are signed. Escaped.
    pub(crate) predicate: Option<String>,
    /// What is signed.
    pub(crate) signed: Signed,
    /// The signatures; of OpenPGP their packets, all in one.
    pub(crate) signatures: Vec<Vec<u8>>,
}

/// What is signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Signed {
    /// These bytes.
    Bytes(Vec<u8>),
    /// Bytes that have this digest, by SHA-256.
    Digest(Digest),
}

/// How a statement is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum StatementFormat {
    /// An OpenPGP message over a simple signing payload.
    SimpleSigning,
    /// A simple signing payload, whose signature stands in an annotation.
    Cosign,
    /// A DSSE envelope.
    Dsse,
    /// A sigstore bundle.
    Bundle,
}

impl StatementFormat {
    /// The format of a blob by its media type.
    ///
    /// Source: cosign, `SIGNATURE_SPEC.md`; DSSE, protocol.md; sigstore, `sigstore_bundle.proto`.
    pub(crate) fn of(media_type: &str) -> Option<Self> {
        match media_type {
            "application/vnd.dev.cosign.simplesigning.v1+json" => Some(Self::Cosign),
            "application/vnd.dsse.envelope.v1+json" => Some(Self::Dsse),
            _ if media_type.starts_with("application/vnd.dev.sigstore.bundle") => {
                Some(Self::Bundle)
            }
            _ => None,
        }
    }

    /// The name in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::SimpleSigning => "simple-signing",
            Self::Cosign => "cosign",
            Self::Dsse => "dsse",
            Self::Bundle => "sigstore-bundle",
        }
    }
}

/// Signatures of one envelope that are looked at.
const SIGNATURES: usize = 16;
/// Subjects of one statement that are looked at.
const SUBJECTS: usize = 256;
/// The predicate by which cosign 3 says that an image is signed.
const SIGN: &str = "https://sigstore.dev/cosign/sign/v1";

impl Statement {
    /// Reads a blob that holds valid JSON; `annotation` is the signature that its descriptor carries.
    ///
    /// # Errors
    /// Why it says nothing.
    pub(crate) fn read(
        format: StatementFormat,
        text: &[u8],
        annotation: Option<&str>,
        limits: &Limits,
    ) -> Result<Self, String> {
        match format {
            StatementFormat::Cosign => {
                let signature = annotation.ok_or("its descriptor has no signature")?;
                Ok(simple_signing(format, text.to_vec(), bytes(signature)?)?)
            }
            StatementFormat::SimpleSigning => Err("it is no OpenPGP message".to_owned()),
            StatementFormat::Dsse => envelope(format, json::root(text), limits),
            StatementFormat::Bundle => bundle(json::root(text), limits),
        }
    }

    /// Reads what lies apart from the image: DSSE envelopes and sigstore bundles, one in the file or one a line.
    ///
    /// # Errors
    /// What is wrong; the file counts as a whole or not at all.
    pub(crate) fn read_json(text: &str, limits: &Limits) -> Result<Vec<Self>, String> {
        if json::validate(text.as_bytes(), limits).is_empty() {
            return Ok(vec![apart(text, limits)?]);
        }
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines
            .map(|line| match json::validate(line.as_bytes(), limits).first() {
                None => apart(line, limits),
                Some(fault) => Err(fault.to_string()),
            })
            .collect()
    }

    /// Reads an OpenPGP message, armoured or not, over a simple signing payload.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn read_message(data: &[u8], limits: &Limits) -> Result<Self, String> {
        let SignedMessage { data, signatures } = SignedMessage::read(data)?;
        // What stands twice counts in `critical`, which is read strictly below, and not in `optional`.
        let faults = json::validate(&data, limits);
        let counts = |fault: &&JsonFault| {
            !matches!(fault.kind, JsonFaultKind::DuplicateKey { .. })
                || !fault.pointer.starts_with("/optional/")
        };
        match faults.iter().find(counts) {
            Some(fault) => Err(fault.to_string()),
            None => simple_signing(StatementFormat::SimpleSigning, data, signatures),
        }
    }
}

fn apart(text: &str, limits: &Limits) -> Result<Statement, String> {
    let root = json::root(text.as_bytes());
    let format = match field(root, "payloadType")? {
        Some(_) => StatementFormat::Dsse,
        None => StatementFormat::Bundle,
    };
    Statement::read(format, text.as_bytes(), None, limits)
}

/// A payload and its signature. Every part of `critical` must be known, and stand there once.
///
/// Source: container-signature(5), which cosign's `SIGNATURE_SPEC.md` takes over.
fn simple_signing(
    format: StatementFormat,
    payload: Vec<u8>,
    signature: Vec<u8>,
) -> Result<Statement, String> {
    let [critical, _] = fields(json::root(&payload), ["critical", "optional"])?;
    let critical = critical.ok_or("the payload has no critical part")?;
    let [kind, image, identity] = fields(critical, ["type", "image", "identity"])?;
    let kind = text(kind).ok_or("the payload has no type")?;
    if !["cosign container image signature", "atomic container signature"].contains(&&*kind) {
        return Err("the payload is of another type".to_owned());
    }
    let identity = match identity {
        Some(identity) => text(fields(identity, ["docker-reference"])?[0]),
        None => None,
    };
    let identity = identity.map(Cow::into_owned);
    let image = image.ok_or("the payload names no image")?;
    let [digest] = fields(image, ["docker-manifest-digest"])?;
    let digest = text(digest).ok_or("the payload names no image")?;
    let digest = Digest::parse(&digest).map_err(|_| "the payload's digest is none")?;
    Ok(Statement {
        format,
        digests: vec![digest],
        identity,
        predicate: None,
        signed: Signed::Bytes(payload),
        signatures: vec![signature],
    })
}

/// Source: sigstore, `sigstore_bundle.proto`.
/// Differs: certificates and what a transparency log says are not looked at; the key is the one that is given.
fn bundle(root: JsonValue<'_>, limits: &Limits) -> Result<Statement, String> {
    match (field(root, "dsseEnvelope")?, field(root, "messageSignature")?) {
        (Some(inner), None) => envelope(StatementFormat::Bundle, inner, limits),
        (None, Some(inner)) => message_signature(inner),
        (None, None) => Err("it is neither a DSSE envelope nor a sigstore bundle".to_owned()),
        (Some(_), Some(_)) => Err("the bundle has two contents".to_owned()),
    }
}

/// A signature over bytes that are not there, which a digest stands for.
///
/// Source: sigstore, `sigstore_common.proto`, `MessageSignature`.
fn message_signature(inner: JsonValue<'_>) -> Result<Statement, String> {
    let digest = field(inner, "messageDigest")?.ok_or("the bundle names no digest")?;
    let algorithm = text(field(digest, "algorithm")?);
    if algorithm.as_deref() != Some("SHA2_256") {
        return Err("the bundle's digest is not by SHA2_256".to_owned());
    }
    let raw = bytes(&text(field(digest, "digest")?).ok_or("the bundle names no digest")?)?;
    if raw.len() != DigestAlgorithm::Sha256.hex_length() / 2 {
        return Err("the bundle's digest has another length".to_owned());
    }
    let digest = Digest::new(DigestAlgorithm::Sha256, &raw);
    let signature = text(field(inner, "signature")?).ok_or("the bundle has no signature")?;
    Ok(Statement {
        format: StatementFormat::Bundle,
        digests: vec![digest],
        identity: None,
        predicate: None,
        signed: Signed::Digest(digest),
        signatures: vec![bytes(&signature)?],
    })
}

/// Source: DSSE, envelope.md and protocol.md.
fn envelope(
    format: StatementFormat,
    root: JsonValue<'_>,
    limits: &Limits,
) -> Result<Statement, String> {
    let kind = text(field(root, "payloadType")?).ok_or("the envelope names no payload type")?;
    let payload = text(field(root, "payload")?).ok_or("the envelope has no payload")?;
    let payload = bytes(&payload)?;
    let list = field(root, "signatures")?.ok_or("the envelope has no signatures")?;
    let mut signatures = Vec::new();
    for item in list.items() {
        let signature =
            text(field(item, "sig")?).ok_or("a signature of the envelope is no text")?;
        signatures.push(bytes(&signature)?);
        if signatures.len() > SIGNATURES {
            return Err("the envelope has too many signatures".to_owned());
        }
    }
    if kind != "application/vnd.in-toto+json" {
        return Err("the envelope holds no in-toto statement".to_owned());
    }
    let (digests, predicate) = statement(&payload, limits)?;
    let head = format!("DSSEv1 {} {kind} {} ", kind.len(), payload.len());
    let signed = Signed::Bytes([head.as_bytes(), &payload].concat());
    let predicate = Some(predicate).filter(|predicate| predicate != SIGN);
    Ok(Statement { format, digests, identity: None, predicate, signed, signatures })
}

/// What a statement is about, and the type of what it says; escaped.
///
/// Source: in-toto attestation, spec/v1/statement.md; version 0.1 has the same fields.
fn statement(payload: &[u8], limits: &Limits) -> Result<(Vec<Digest>, String), String> {
    if !json::validate(payload, limits).is_empty() {
        return Err("the statement is no JSON, or has a key twice".to_owned());
    }
    let root = json::root(payload);
    let kind = text(field(root, "_type")?).ok_or("the statement has no type")?;
    if !kind.starts_with("https://in-toto.io/Statement/") {
        return Err("the statement is of another type".to_owned());
    }
    let subjects = field(root, "subject")?.ok_or("the statement has no subject")?;
    let mut digests = Vec::new();
    for subject in subjects.items().take(SUBJECTS) {
        let Some(list) = field(subject, "digest")? else { continue };
        let hex = text(field(list, "sha256")?);
        let digest = hex.and_then(|hex| Digest::parse(&format!("sha256:{hex}")).ok());
        digests.extend(digest);
    }
    let predicate = text(field(root, "predicateType")?).ok_or("the statement has no predicate")?;
    Ok((digests, escape_str(&predicate)))
}

fn text(value: Option<JsonValue<'_>>) -> Option<Cow<'_, str>> {
    value?.as_str()
}

fn bytes(text: &str) -> Result<Vec<u8>, String> {
    STANDARD.decode(text).map_err(|_| "a part is not in base64".to_owned())
}

#[cfg(test)]
mod tests;
