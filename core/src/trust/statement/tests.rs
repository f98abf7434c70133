use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{Statement, StatementFormat};
use crate::model::Limits;

const HEX: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

fn payload(change: impl Fn(String) -> String) -> Result<Statement, String> {
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
    assert_eq!(read.identity.as_deref(), Some("a.example/b"));
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
    let super::Signed::Bytes(signed) = &one.signed else { panic!("no bytes") };
    assert!(signed.starts_with(head.as_bytes()), "{signed:?}");
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

#[test]
fn what_lies_apart_is_one_document_or_one_a_line() {
    let limits = Limits::default();
    let read = |text: &str| Statement::read_json(text, &limits);
    let statement = format!(
        r#"{{"_type":"https://in-toto.io/Statement/v1","subject":[{{"digest":{{"sha256":"{HEX}"}}}}],"predicateType":"p"}}"#
    );
    let envelope = envelope(&statement, "application/vnd.in-toto+json");
    let bundle = format!(r#"{{"dsseEnvelope":{envelope}}}"#);
    assert_eq!(read(&envelope).unwrap()[0].format, StatementFormat::Dsse);
    let both = read(&format!("{envelope}\n\n{bundle}\n")).unwrap();
    assert_eq!(both[1].format, StatementFormat::Bundle);
    assert_eq!(both[0].signed, both[1].signed);
    for text in ["{", "{}", "", "7", &format!("{envelope}\n{{"), "{\"a\":1,\"a\":1}"] {
        let refused = read(text).map(|list| list.is_empty());
        assert!(refused.is_err() || text.is_empty(), "{text}: {refused:?}");
    }
}

#[test]
fn a_message_signature_stands_for_its_digest() {
    let limits = Limits::default();
    let digest = STANDARD.encode([7; 32]);
    let bundle = format!(
        r#"{{"messageSignature":{{"messageDigest":{{"algorithm":"SHA2_256","digest":"{digest}"}},"signature":"AAAA"}}}}"#
    );
    let one = Statement::read_json(&bundle, &limits).unwrap().remove(0);
    assert_eq!(one.digests[0].hex(), "07".repeat(32));
    assert_eq!(one.signed, super::Signed::Digest(one.digests[0]));
    for (from, to) in [
        ("SHA2_256", "SHA2_512"),
        (&*digest, "AAAA"),
        ("\"signature\"", "\"sig\""),
        ("{\"messageS", "{\"dsseEnvelope\":{},\"messageS"),
    ] {
        assert!(Statement::read_json(&bundle.replacen(from, to, 1), &limits).is_err(), "{from}");
    }
}
