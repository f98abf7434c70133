//! Documents as tools write them, and what is wrong with others.

use super::{Config, Index, Layout, Manifest, MediaType};
use crate::{
    json::{FieldReader, JsonValue, root},
    model::FieldFaultKind,
};

const DIGEST: &str = "sha256:03b408fd8e38005880823fbe1c2a0fc63aeacd1890bee01634980c783d130a2a";

/// Reads a document with a large budget; gives what was read and its faults, by pointer.
fn read<'a, T>(
    text: &'a str,
    read: impl FnOnce(&mut FieldReader, JsonValue<'a>) -> Option<T>,
) -> (Option<T>, Vec<(String, FieldFaultKind)>) {
    let mut reader = FieldReader::new(1_000);
    let document = read(&mut reader, root(text.as_bytes()));
    let faults = reader.finish().0.list;
    (document, faults.into_iter().map(|fault| (fault.pointer, fault.kind)).collect())
}

fn faults_of<'a, T>(
    text: &'a str,
    function: impl FnOnce(&mut FieldReader, JsonValue<'a>) -> Option<T>,
) -> Vec<(String, FieldFaultKind)> {
    read(text, function).1
}

fn at(pointer: &str, kind: FieldFaultKind) -> (String, FieldFaultKind) {
    (pointer.to_owned(), kind)
}

fn wrong(expected: &'static str, found: &'static str) -> FieldFaultKind {
    FieldFaultKind::WrongType { expected, found }
}

#[test]
fn index_of_umoci() {
    let text = r#"{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:bdaaf9f29c5298919274ae29a9bac11905c9bd83ce6d145091147ecfe665a426","size":345,"annotations":{"org.opencontainers.image.ref.name":"t"}},{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:bdaaf9f29c5298919274ae29a9bac11905c9bd83ce6d145091147ecfe665a426","size":345,"annotations":{"org.opencontainers.image.ref.name":"u"}}]}"#;
    let (index, faults) = read(text, Index::read);
    assert_eq!(faults, []);
    let index = index.unwrap();
    let names: Vec<_> =
        index.manifests.iter().flatten().map(|it| it.reference().unwrap().as_ref()).collect();
    assert_eq!(names, ["t", "u"]);
    let first = index.manifests[0].as_ref().unwrap();
    assert_eq!((first.kind(), first.size, first.offset), (MediaType::Manifest, Some(345), 32));
    assert!(index.media_type.is_none() && first.platform.is_none() && first.urls.is_none());
}

#[test]
fn manifest_of_skopeo_in_docker_format() {
    let text = r#"{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json","config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":292,"digest":"sha256:03b408fd8e38005880823fbe1c2a0fc63aeacd1890bee01634980c783d130a2a"},"layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":133,"digest":"sha256:344c3fd51e7f812d677600adef16a4a45c3f7ad96dadefa89a9fb0eea4a9d0d1"}]}"#;
    let (manifest, faults) = read(text, Manifest::read);
    assert_eq!(faults, []);
    let manifest = manifest.unwrap();
    assert_eq!(manifest.config.as_ref().unwrap().kind(), MediaType::Config);
    assert_eq!(manifest.config.unwrap().digest.unwrap().to_string(), DIGEST);
    assert_eq!(manifest.layers.len(), 1);
}

#[test]
fn config_of_umoci() {
    let text = r#"{"created":"2026-11-24T02:50:45.389674679Z","architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:cb50b5273fde2ba49d029e9e5d56b20056f4073fa35464e681b54b22a0c761dd"]},"history":[{"created":"2026-11-24T02:50:45.395126972Z","created_by":"umoci insert"}]}"#;
    let (config, faults) = read(text, Config::read);
    assert_eq!(faults, []);
    let config = config.unwrap();
    assert_eq!(config.platform.to_string(), "linux/amd64");
    let history = config.history.unwrap();
    assert_eq!((history.steps, history.layers), (1, 1));
    let rootfs = config.rootfs.unwrap();
    assert_eq!(rootfs.kind.unwrap().1, "layers");
    assert!(rootfs.diff_ids[0].digest.is_some());
}

#[test]
fn config_of_docker_has_nulls_and_fields_of_its_own() {
    let text = r#"{"architecture":"arm","variant":"v7","config":{"Hostname":"","Domainname":"","User":"1000:1000","AttachStdin":false,"AttachStdout":false,"AttachStderr":false,"Tty":false,"OpenStdin":false,"StdinOnce":false,"Env":["PATH=/bin"],"Cmd":["sh"],"Image":"","Volumes":null,"WorkingDir":"/srv","Entrypoint":null,"OnBuild":null,"Labels":{"Name":"a","name":"b"}},"container_config":{"Hostname":"x"},"created":"2020-01-01T00:00:00Z","docker_version":"19.03.12","history":[{"created":"2020-01-01T00:00:00Z","created_by":"a"},{"created":"2020-01-01T00:00:00Z","created_by":"b","empty_layer":true}],"os":"linux","rootfs":{"type":"layers"}}"#;
    let (config, faults) = read(text, Config::read);
    assert_eq!(faults, []);
    let config = config.unwrap();
    assert_eq!(config.platform.to_string(), "linux/arm/v7");
    assert_eq!(config.history.unwrap().layers, 1);
    assert!(config.options.volumes.is_none());
    assert_eq!(config.options.labels.unwrap().members().count(), 2);
    assert_eq!(config.options.user.unwrap().as_str().unwrap(), "1000:1000");
    assert!(config.rootfs.unwrap().diff_ids.is_empty());
}

#[test]
fn descriptor_fields_are_checked() {
    let index = |descriptor: &str| format!(r#"{{"schemaVersion":2,"manifests":[{descriptor}]}}"#);
    let full =
        |rest: &str| index(&format!(r#"{{"mediaType":"x","digest":"{DIGEST}","size":3{rest}}}"#));
    let missing = |field| at("/manifests/0", FieldFaultKind::Missing { field });
    let size =
        |text: &str| at("/manifests/0/size", FieldFaultKind::SizeRange { text: text.to_owned() });
    for (text, expected) in [
        (index("{}"), vec![missing("mediaType"), missing("digest"), missing("size")]),
        (index("null"), vec![at("/manifests/0", wrong("an object", "null"))]),
        (full(""), vec![]),
        (full(r#","size":-1"#), vec![size("-1")]),
        (full(r#","size":1.5"#), vec![size("1.5")]),
        (full(r#","size":2e0"#), vec![size("2e0")]),
        (full(r#","size":9223372036854775808"#), vec![size("9223372036854775808")]),
        (full(r#","size":9223372036854775807"#), vec![]),
        (full(r#","size":"3""#), vec![at("/manifests/0/size", wrong("a number", "a string"))]),
        (
            full(r#","urls":["https://example.com",1]"#),
            vec![at("/manifests/0/urls/1", wrong("a string", "a number"))],
        ),
        (
            full(r#","annotations":{"a/b":null}"#),
            vec![at("/manifests/0/annotations/a~1b", wrong("a string", "null"))],
        ),
        (
            full(r#","platform":{"os":"linux"}"#),
            vec![at("/manifests/0/platform", FieldFaultKind::Missing { field: "architecture" })],
        ),
        (
            full(r#","Digest":"x""#),
            vec![at(
                "/manifests/0/Digest",
                FieldFaultKind::CaseKey { key: "Digest".to_owned(), field: "digest" },
            )],
        ),
        (
            full(r#","digest":"sha256:../../etc""#),
            vec![at(
                "/manifests/0/digest",
                FieldFaultKind::DigestMalformed { text: "sha256:../../etc".to_owned() },
            )],
        ),
        (
            full(r#","digest":"md5:d41d8cd98f00b204e9800998ecf8427e""#),
            vec![at(
                "/manifests/0/digest",
                FieldFaultKind::DigestAlgorithm {
                    text: "md5:d41d8cd98f00b204e9800998ecf8427e".to_owned(),
                },
            )],
        ),
    ] {
        assert_eq!(faults_of(&text, Index::read), expected, "{text}");
    }
}

#[test]
fn embedded_data_is_compared() {
    // The empty config of artifacts.
    let empty = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    let manifest = |data: &str, size: u64, digest: &str| {
        format!(
            r#"{{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{{"mediaType":"application/vnd.oci.empty.v1+json","digest":"{digest}","size":{size},"data":"{data}"}},"layers":[]}}"#
        )
    };
    assert_eq!(faults_of(&manifest("e30=", 2, empty), Manifest::read), []);
    let kind = |text: &str| {
        let faults = faults_of(text, Manifest::read);
        assert!(faults.iter().all(|fault| fault.0 == "/config/data"), "{faults:?}");
        faults.into_iter().map(|fault| fault.1).collect::<Vec<_>>()
    };
    assert_eq!(kind(&manifest("e30", 2, empty)), [FieldFaultKind::DataEncoding]);
    assert_eq!(
        kind(&manifest("e30=", 3, empty)),
        [FieldFaultKind::DataSize { size: 3, length: 2 }]
    );
    let faults = kind(&manifest("e30=", 2, DIGEST));
    assert!(matches!(faults[..], [FieldFaultKind::DataDigest { .. }]), "{faults:?}");
}

#[test]
fn a_document_is_one_thing() {
    let text = r#"{"schemaVersion":2,"manifests":[],"layers":[],"config":{}}"#;
    let ambiguous =
        |field, beside| at(&format!("/{field}"), FieldFaultKind::AmbiguousType { field, beside });
    assert_eq!(
        faults_of(text, Index::read),
        [ambiguous("layers", "manifests"), ambiguous("config", "manifests")]
    );
    let faults = faults_of(text, Manifest::read);
    assert_eq!(faults[0], ambiguous("manifests", "layers"));
}

#[test]
fn required_fields_and_versions_are_checked() {
    let missing = |field| at("", FieldFaultKind::Missing { field });
    let version =
        |text: &str| at("/schemaVersion", FieldFaultKind::SchemaVersion { text: text.to_owned() });
    for (text, expected) in [
        ("{}", vec![missing("schemaVersion"), missing("manifests")]),
        (r#"{"schemaVersion":1,"manifests":[]}"#, vec![version("1")]),
        (r#"{"schemaVersion":2.0,"manifests":[]}"#, vec![version("2.0")]),
        (
            r#"{"schemaVersion":2,"manifests":null}"#,
            vec![at("/manifests", wrong("an array", "null"))],
        ),
        (
            r#"{"schemaVersion":"2","manifests":[]}"#,
            vec![at("/schemaVersion", wrong("a number", "a string"))],
        ),
        ("[]", vec![at("", wrong("an object", "an array"))]),
    ] {
        assert_eq!(faults_of(text, Index::read), expected, "{text}");
    }
    let text = r#"{"imageLayoutVersion":"1.1.0"}"#;
    assert_eq!(
        faults_of(text, Layout::read),
        [at("/imageLayoutVersion", FieldFaultKind::LayoutVersion { text: "1.1.0".to_owned() })]
    );
    assert_eq!(faults_of(r#"{"imageLayoutVersion":"1.0.0"}"#, Layout::read), []);
}

#[test]
fn long_lists_are_cut_at_the_budget() {
    let text = format!(r#"{{"schemaVersion":2,"manifests":[{}0]}}"#, "{},".repeat(50));
    let mut reader = FieldReader::new(10);
    let index = Index::read(&mut reader, root(text.as_bytes())).unwrap();
    assert_eq!(index.manifests.len(), 10);
    let (faults, left, exhausted) = reader.finish();
    assert_eq!((left, exhausted), (0, true));
    assert_eq!(faults.list.len(), 16);
    assert_eq!(faults.more, 14);
}
