//! The grammar: by example, and against another reader of it.

use container_image_dist_ref::ImgRef;
use proptest::prelude::*;

use super::{Reference, ReferenceError};

const HEX: &str = "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a";

fn digest() -> String {
    format!("sha256:{HEX}")
}

#[test]
fn what_is_left_out_is_filled_in() {
    let full = format!("quay.io/fedora/fedora:44@{}", digest());
    for (text, normal, familiar, implied) in [
        ("alpine", "docker.io/library/alpine:latest", "alpine:latest", "dlt"),
        ("alpine:3", "docker.io/library/alpine:3", "alpine:3", "dl"),
        ("docker.io/alpine:3", "docker.io/library/alpine:3", "alpine:3", "l"),
        ("index.docker.io/library/alpine:3", "docker.io/library/alpine:3", "alpine:3", ""),
        ("bitnami/redis:7", "docker.io/bitnami/redis:7", "bitnami/redis:7", "d"),
        ("library/a/b:7", "docker.io/library/a/b:7", "library/a/b:7", "d"),
        ("docker.io/a.b/c:1", "docker.io/a.b/c:1", "docker.io/a.b/c:1", ""),
        ("localhost/app:1", "localhost/app:1", "localhost/app:1", ""),
        ("localhost:5000", "docker.io/library/localhost:5000", "localhost:5000", "dl"),
        (
            "Registry.Example.COM:5000/app",
            "registry.example.com:5000/app:latest",
            "registry.example.com:5000/app:latest",
            "t",
        ),
        ("[2001:db8::1]:5000/app:1", "[2001:db8::1]:5000/app:1", "[2001:db8::1]:5000/app:1", ""),
        ("[::1]/a__b/c---d.e:_", "[::1]/a__b/c---d.e:_", "[::1]/a__b/c---d.e:_", ""),
        (&full, &full, &full, ""),
    ] {
        let reference = Reference::parse(text).unwrap();
        assert_eq!(reference.to_string(), normal, "{text}");
        assert_eq!(reference.familiar(), familiar, "{text}");
        let is = reference.implied();
        let letters = [(is.domain, 'd'), (is.library, 'l'), (is.tag, 't')];
        let letters: String =
            letters.iter().filter(|(is, _)| *is).map(|(_, letter)| letter).collect();
        assert_eq!(letters, implied, "{text}");
    }
    let by_digest = Reference::parse(&format!("alpine@{}", digest())).unwrap();
    assert_eq!((by_digest.tag(), by_digest.implied().tag), (None, false));
}

#[test]
fn all_ways_to_a_registry_have_one_name() {
    for (text, registry) in [
        ("alpine", "docker.io"),
        ("registry-1.docker.io/library/alpine", "docker.io"),
        ("DOCKER.io:443/library/alpine", "docker.io"),
        ("quay.io:443/a/b", "quay.io"),
        ("quay.io:8443/a/b", "quay.io:8443"),
    ] {
        assert_eq!(Reference::parse(text).unwrap().registry(), registry, "{text}");
    }
}

#[test]
fn faults_are_told_with_their_place() {
    let long_tag = format!("a:{}", "t".repeat(129));
    let long_name = format!("a.io/{}", "a".repeat(251));
    let upper = format!("a@sha256:{}", HEX.to_uppercase());
    let md5 = format!("a@md5:{}", "0a".repeat(16));
    for (text, expected) in [
        ("", "name is empty, at byte 0"),
        ("a\nb", "name has a line break, at byte 1"),
        ("a b", "name has a blank, at byte 1"),
        ("a\u{202e}b", "name has a character that cannot be seen, at byte 1"),
        ("a\0", "name has a character that cannot be seen, at byte 1"),
        ("p\u{430}ge", "name has a letter that is not ASCII, at byte 1"),
        (
            "docker://alpine",
            "name has a scheme: leave out what stands before the registry, at byte 6",
        ),
        (HEX, "name is an image ID, not a name, at byte 0"),
        ("App", "path has a capital letter, at byte 0"),
        ("team/App", "path has a capital letter, at byte 5"),
        (
            "teaM/app",
            "path has a capital letter in a first component that is no host name, at byte 3",
        ),
        ("a//b", "path has an empty component, at byte 2"),
        ("/a", "path has an empty component, at byte 0"),
        ("a/", "path has an empty component, at byte 2"),
        ("a/../b", "path has a component that starts with a separator, at byte 2"),
        ("a..b", "path has separators that do not go together, at byte 2"),
        ("a___b", "path has separators that do not go together, at byte 3"),
        ("a-_b", "path has separators that do not go together, at byte 2"),
        ("a--", "path has a component that ends with a separator, at byte 1"),
        ("a+b", "path has a character other than small letters, digits and . _ -, at byte 1"),
        (
            "<none>:<none>",
            "path has a character other than small letters, digits and . _ -, at byte 0",
        ),
        ("a:", "tag is empty, at byte 2"),
        ("a:.b", "tag does not start with a letter, a digit or _, at byte 2"),
        ("a:b/c", "port is no number from 1 to 65535, at byte 2"),
        ("x/a:b/c", "tag has a character other than letters, digits and _ . -, at byte 5"),
        (&long_tag, "tag is longer than 128 bytes, at byte 130"),
        (&long_name, "path is longer than 255 bytes with its registry, at byte 0"),
        ("a..b/c", "registry has an empty component, at byte 2"),
        ("-a.io/c", "registry has a component that starts or ends with a dash, at byte 0"),
        (
            "a_b.io/c",
            "registry has a character other than letters, digits, dashes and dots, at byte 1",
        ),
        ("a.io:x/c", "port is no number from 1 to 65535, at byte 5"),
        ("a.io:0/c", "port is no number from 1 to 65535, at byte 5"),
        ("a.io:65536/c", "port is over 65535, at byte 5"),
        ("[::1/c", "registry has a bracket that is not closed, at byte 0"),
        ("[::g]/c", "registry is no IPv6 address, at byte 1"),
        ("[::1]5/c", "registry has text behind the bracket that is no port, at byte 5"),
        ("a@", "digest is not an algorithm, a colon and its length of small hex digits, at byte 2"),
        (
            &upper,
            "digest is not an algorithm, a colon and its length of small hex digits, at byte 2",
        ),
        (&md5, "digest is not of sha256, sha384 or sha512, at byte 2"),
    ] {
        let error: ReferenceError = Reference::parse(text).unwrap_err();
        assert_eq!(error.to_string(), expected, "{text}");
    }
}

/// Why ocivet refuses what the other reader takes; none where it should not.
fn stricter(text: &str, error: &ReferenceError) -> Option<&'static str> {
    let reason = error.to_string();
    let told = |words: &str| reason.contains(words);
    Some(match () {
        () if told("image ID") => "the other reader does not look for image IDs",
        () if told("first component that is no host name") => "a registry to newer Docker only",
        () if told("registry has") => "a registry by its dot, but to the grammar only a path",
        () if told("port is") => "it takes any digits, even none that fit in 16 bits",
        () if told("no IPv6 address") => "it does not count the groups of an address",
        () if told("255 bytes") => "it does not count what is implied",
        () if told("digest is not") => "it takes any algorithm, and any length for unknown ones",
        () if text.len() > 255 => "it counts lengths otherwise",
        () => return None,
    })
}

fn compare(text: &str) -> Result<(), TestCaseError> {
    let ours = Reference::parse(text);
    let other = ImgRef::new(text);
    match (&ours, &other) {
        (Ok(ours), Ok(other)) => {
            // The other reader leaves it to its caller what the first component is.
            let name = Reference::parse(&format!("{}:x", other.name().to_str()));
            let name = name.map(|name| name.name().to_owned());
            prop_assert_eq!(name.as_deref(), Ok(ours.name()), "{}", text);
            prop_assert_eq!(other.tag(), ours.tag().filter(|_| !ours.implied().tag), "{}", text);
            let digest = other.digest().map(|digest| digest.to_str().to_owned());
            prop_assert_eq!(digest, ours.digest().map(|digest| digest.to_string()), "{}", text);
        }
        (Err(error), Ok(_)) => {
            prop_assert!(stricter(text, error).is_some(), "only ocivet refuses {text:?}: {error}");
        }
        (Ok(_), Err(error)) => prop_assert!(false, "only ocivet takes {text:?}: {error:?}"),
        (Err(_), Err(_)) => {}
    }
    // The normal form means the same to itself, and so does the familiar one.
    if let Ok(ours) = ours {
        for form in [ours.to_string(), ours.familiar()] {
            let again = Reference::parse(&form).map(|again| again.to_string());
            prop_assert_eq!(again, Ok(ours.to_string()), "{}", form);
        }
    }
    Ok(())
}

/// Texts that are nearly references.
fn near() -> impl Strategy<Value = String> {
    let host = prop_oneof![
        "[a-zA-Z0-9.-]{1,8}",
        Just("docker.io".to_owned()),
        Just("localhost".to_owned()),
        Just("index.docker.io".to_owned()),
        "\\[[0-9a-f:]{2,9}\\]",
    ];
    let host = (host, prop_oneof![Just(String::new()), ":[0-9]{0,6}", ":[a-z]"])
        .prop_map(|(host, port)| format!("{host}{port}/"));
    let path = "[a-z0-9._/-]{1,12}|[a-zA-Z0-9]{1,6}|library/[a-z]{1,5}|[a-f0-9]{64}";
    let tag = prop_oneof![Just(String::new()), ":[a-zA-Z0-9_.-]{0,10}", ":[a-z0-9/:]{1,4}"];
    let digest = prop_oneof![
        Just(String::new()),
        Just(format!("@sha256:{HEX}")),
        "@sha256:[0-9a-f]{64}",
        "@[a-z0-9]{3,6}:[0-9a-fA-F]{30,34}",
    ];
    (prop_oneof![Just(String::new()), host], path, tag, digest)
        .prop_map(|(host, path, tag, digest)| host + &path + &tag + &digest)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn near_references_are_read_as_another_reader_does(text in near()) {
        compare(&text)?;
    }

    #[test]
    fn random_texts_are_read_as_another_reader_does(text in "[a-cA/:@.\\[\\]_0-9 -]{0,14}|\\PC{0,12}") {
        compare(&text)?;
    }
}
