//! What signatures of images are over: cosign's payloads, and statements in DSSE envelopes.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    json::{self, JsonKind, JsonValue},
    model::{Digest, Limits, escape_str},
};

/// Something that is signed, and says what it is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Statement {
    /// How it is written.
    pub(crate) format: StatementFormat,
    /// The manifests that it is about.
    pub(crate) digests: Vec<Digest>,
    /// The type of what is said about them; none where it says only that they are signed. Escaped.
    pub(crate) predicate: Option<String>,
    /// The bytes that are signed.
    pub(crate) signed: Vec<u8>,
    /// The signatures.
    pub(crate) signatures: Vec<Vec<u8>>,
}

/// How a statement is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum StatementFormat {
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
    ) -> Result<Self, &'static str> {
        match format {
            StatementFormat::Cosign => {
                let signature = annotation.ok_or("its descriptor has no signature")?;
                Ok(Self {
                    format,
                    digests: vec![simple_signing(json::root(text))?],
                    predicate: None,
                    signed: text.to_vec(),
                    signatures: vec![bytes(signature)?],
                })
            }
            StatementFormat::Dsse => envelope(format, json::root(text), limits),
            StatementFormat::Bundle => {
                let root = json::root(text);
                let envelope_in = field(root, "dsseEnvelope")?;
                envelope(format, envelope_in.ok_or("the bundle has no DSSE envelope")?, limits)
            }
        }
    }
}

/// The digest that a payload names. Every part of `critical` must be known, and stand there once.
///
/// Source: container-signature(5), which cosign's `SIGNATURE_SPEC.md` takes over.
fn simple_signing(root: JsonValue<'_>) -> Result<Digest, &'static str> {
    let [critical, _] = fields(root, ["critical", "optional"])?;
    let critical = critical.ok_or("the payload has no critical part")?;
    let [kind, image, identity] = fields(critical, ["type", "image", "identity"])?;
    let kind = text(kind).ok_or("the payload has no type")?;
    if !["cosign container image signature", "atomic container signature"].contains(&&*kind) {
        return Err("the payload is of another type");
    }
    if let Some(identity) = identity {
        let [_] = fields(identity, ["docker-reference"])?;
    }
    let image = image.ok_or("the payload names no image")?;
    let [digest] = fields(image, ["docker-manifest-digest"])?;
    let digest = text(digest).ok_or("the payload names no image")?;
    Digest::parse(&digest).map_err(|_| "the payload's digest is none")
}

/// Source: DSSE, envelope.md and protocol.md.
fn envelope(
    format: StatementFormat,
    root: JsonValue<'_>,
    limits: &Limits,
) -> Result<Statement, &'static str> {
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
            return Err("the envelope has too many signatures");
        }
    }
    if kind != "application/vnd.in-toto+json" {
        return Err("the envelope holds no in-toto statement");
    }
    let (digests, predicate) = statement(&payload, limits)?;
    let head = format!("DSSEv1 {} {kind} {} ", kind.len(), payload.len());
    let signed = [head.as_bytes(), &payload].concat();
    let predicate = Some(predicate).filter(|predicate| predicate != SIGN);
    Ok(Statement { format, digests, predicate, signed, signatures })
}

/// What a statement is about, and the type of what it says; escaped.
///
/// Source: in-toto attestation, spec/v1/statement.md; version 0.1 has the same fields.
fn statement(payload: &[u8], limits: &Limits) -> Result<(Vec<Digest>, String), &'static str> {
    if !json::validate(payload, limits).is_empty() {
        return Err("the statement is no JSON, or has a key twice");
    }
    let root = json::root(payload);
    let kind = text(field(root, "_type")?).ok_or("the statement has no type")?;
    if !kind.starts_with("https://in-toto.io/Statement/") {
        return Err("the statement is of another type");
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

/// A field that may be absent, but not stand there twice.
fn field<'a>(object: JsonValue<'a>, name: &str) -> Result<Option<JsonValue<'a>>, &'static str> {
    if object.kind() != JsonKind::Object {
        return Err("there is no object where one must be");
    }
    let mut found = None;
    for (key, value) in object.members() {
        if key.as_str().is_some_and(|key| key == name) && found.replace(value).is_some() {
            return Err("a key stands there twice");
        }
    }
    Ok(found)
}

/// The fields of an object that may have no others.
fn fields<'a, const N: usize>(
    object: JsonValue<'a>,
    names: [&str; N],
) -> Result<[Option<JsonValue<'a>>; N], &'static str> {
    let known = |key: JsonValue<'_>| key.as_str().is_some_and(|key| names.contains(&&*key));
    let mut found = [None; N];
    for (at, name) in names.iter().enumerate() {
        if let Some(slot) = found.get_mut(at) {
            *slot = field(object, name)?;
        }
    }
    if object.members().all(|(key, _)| known(key)) {
        Ok(found)
    } else {
        Err("the payload has a part that is not known")
    }
}

fn text(value: Option<JsonValue<'_>>) -> Option<Cow<'_, str>> {
    value?.as_str()
}

fn bytes(text: &str) -> Result<Vec<u8>, &'static str> {
    STANDARD.decode(text).map_err(|_| "a part is not in base64")
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    use super::{Statement, StatementFormat};
    use crate::model::Limits;

    const HEX: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn payload(change: impl Fn(String) -> String) -> Result<Statement, &'static str> {
        let text = format!(
            r#"{{"critical":{{"identity":{{"docker-reference":"a.example/b"}},"image":{{"docker-manifest-digest":"sha256:{HEX}"}},"type":"cosign container image signature"}},"optional":{{"a":1,"a":2}}}}"#
        );
        let text = change(text);
        Statement::read(StatementFormat::Cosign, text.as_bytes(), Some("AAAA"), &Limits::default())
    }

    #[test]
    fn all_of_critical_must_be_known() {
        let read = payload(|text| text).unwrap();
        assert_eq!(read.digests[0].to_string(), format!("sha256:{HEX}"));
        assert!(read.predicate.is_none());
        assert!(
            payload(|text| text
                .replace("cosign container", "atomic container")
                .replace(" image sig", " sig"))
            .is_ok()
        );
        for (from, to) in [
            ("\"type\"", "\"x\":1,\"type\""),
            ("\"type\"", "\"type\":\"\",\"type\""),
            ("\"critical\":", "\"other\":1,\"critical\":"),
            ("\"docker-reference\"", "\"tag\":1,\"docker-reference\""),
            ("cosign container", "other container"),
            ("sha256:", "sha1:"),
            ("\"docker-manifest-digest\"", "\"digest\""),
            ("{\"identity\"", "[{\"identity\""),
        ] {
            assert!(payload(|text| text.replacen(from, to, 1)).is_err(), "{from} {to}");
        }
        let text = br#"{"critical":{}}"#;
        let limits = Limits::default();
        assert!(Statement::read(StatementFormat::Cosign, text, None, &limits).is_err());
    }

    fn envelope(statement: &str, kind: &str) -> String {
        let payload = STANDARD.encode(statement);
        format!(
            r#"{{"payload":"{payload}","payloadType":"{kind}","signatures":[{{"keyid":"","sig":"AAAA"}}]}}"#
        )
    }

    #[test]
    fn statements_name_their_subjects() {
        let statement = format!(
            r#"{{"_type":"https://in-toto.io/Statement/v1","subject":[{{"digest":{{"sha256":"{HEX}"}}}},{{"name":"x","digest":{{"sha1":"0"}}}}],"predicateType":"https://slsa.dev/provenance/v1","predicate":{{}}}}"#
        );
        let read = |statement: &str, kind: &str| {
            let text = envelope(statement, kind);
            Statement::read(StatementFormat::Dsse, text.as_bytes(), None, &Limits::default())
        };
        let kind = "application/vnd.in-toto+json";
        let one = read(&statement, kind).unwrap();
        assert_eq!(one.digests.len(), 1);
        assert_eq!(one.predicate.as_deref(), Some("https://slsa.dev/provenance/v1"));
        let head = format!("DSSEv1 28 {kind} {} {{", statement.len());
        assert!(one.signed.starts_with(head.as_bytes()), "{:?}", one.signed);
        let bundle = format!(r#"{{"dsseEnvelope":{}}}"#, envelope(&statement, kind));
        let bundle = bundle.as_bytes();
        let bundle = Statement::read(StatementFormat::Bundle, bundle, None, &Limits::default());
        assert_eq!(bundle.unwrap().signed, one.signed);
        let signs = statement.replace("https://slsa.dev/provenance/v1", super::SIGN);
        assert_eq!(read(&signs, kind).unwrap().predicate, None);
        for (statement, kind) in [
            (statement.replace("\"predicate\"", "\"predicateType\""), kind),
            (statement.replace("in-toto.io", "example.com"), kind),
            (statement.replace("\"subject\"", "\"subjects\""), kind),
            (statement.replace("\"predicateType\"", "\"type\""), kind),
            ("[]".to_owned(), kind),
            ("{".to_owned(), kind),
            (statement, "text/plain"),
        ] {
            assert!(read(&statement, kind).is_err(), "{statement} {kind}");
        }
    }
}
