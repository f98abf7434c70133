//! Scopes, and what the files say.

use serde_json::{Value, json};

use crate::{
    options::Options,
    policy::{Policy, PolicyForm, Scope},
    reference::Reference,
};

fn refused(policy: &Value) -> String {
    Options::from_json(&json!({ "policy": policy }).to_string()).unwrap_err().to_string()
}

fn policy(policy: &Value) -> Policy {
    Options::from_json(&json!({ "policy": policy }).to_string()).unwrap().policy().clone()
}

/// What each file says of a name, one line each.
fn says(policy: &Policy, name: &str) -> Vec<String> {
    let reference = Reference::parse(name).unwrap();
    policy.rulings(&reference).iter().map(ToString::to_string).collect()
}

#[test]
fn scopes_have_one_spelling() {
    for (text, scope) in [
        ("*", "*"),
        ("*.Example.com", "*.example.com"),
        ("Quay.IO:443", "quay.io"),
        ("index.docker.io", "docker.io"),
        ("registry-1.docker.io/team/", "docker.io/team"),
        ("localhost:5000/a/b", "localhost:5000/a/b"),
        ("docker.io/team", "docker.io/team"),
        ("docker.io/library/alpine:3", "docker.io/library/alpine:3"),
        ("[::1]:5000", "[::1]:5000"),
    ] {
        assert_eq!(Scope::parse(text).unwrap().as_str(), scope, "{text}");
    }
    for (text, reason) in [
        ("", "is empty"),
        ("alpine", "docker.io/library/alpine"),
        ("team/app", "docker.io/team/app"),
        ("*.", "*.example.com"),
        ("*.example.com:5000", "*.example.com"),
        ("*.example.com/team", "*.example.com"),
        ("quay.io/Team", "capital letter"),
        ("quay.io/a\nb", "line break"),
        ("https://quay.io", "scheme"),
    ] {
        let error = Scope::parse(text).unwrap_err();
        assert!(error.contains(reason), "{text}: {error}");
    }
}

#[test]
fn the_most_specific_scope_decides_alone() {
    let digest = format!("sha256:{}", "0a".repeat(32));
    let by_digest = format!("quay.io/team/app@{digest}");
    let policy = policy(&json!({
        "block": ["*", "quay.io/team", "quay.io/team/app:bad", "*.b.example.com", "docker.io"],
        "trust": ["quay.io", "quay.io/team/app", "*.example.com", "r.b.example.com:5000", by_digest],
        "scope": { "docker.io/library": { "require": ["digest"] } },
    }));
    for (name, expected) in [
        ("quay.io/other/app", "quay.io): trusted"),
        ("quay.io/team/tool", "quay.io/team): blocked"),
        ("quay.io/teams/tool", "quay.io): trusted"),
        ("quay.io/team/app:1", "quay.io/team/app): trusted"),
        ("quay.io/team/app/x:1", "quay.io/team/app): trusted"),
        ("quay.io/team/app:bad", "quay.io/team/app:bad): blocked"),
        // The digest says more than the tag beside it.
        (&format!("quay.io/team/app:bad@{digest}"), &format!("{by_digest}): trusted")),
        ("a.example.com/x", "*.example.com): trusted"),
        ("a.b.example.com/x", "*.b.example.com): blocked"),
        ("r.b.example.com:5000/x", "r.b.example.com:5000): trusted"),
        ("r.b.example.com/x", "*.b.example.com): blocked"),
        ("example.com/x", "(*): blocked"),
        ("alpine", "docker.io/library): trusted, must show digest"),
        ("registry-1.docker.io/team/app", "docker.io): blocked"),
        ("QUAY.io:443/team/tool", "quay.io/team): blocked"),
        ("ghcr.io/x/y", "(*): blocked"),
    ] {
        let lines = says(&policy, name);
        assert!(matches!(&lines[..], [line] if line.ends_with(expected)), "{name}: {lines:?}");
    }
}

#[test]
fn what_is_not_known_or_stands_twice_is_refused() {
    for (policy, parts) in [
        (json!({ "blok": [] }), &["unknown key of policy blok", "did you mean block?"][..]),
        (json!({ "block": "docker.io" }), &["policy.block", "a list"]),
        (json!({ "block": [7] }), &["policy.block[0]"]),
        (json!({ "trust": ["alpine"] }), &["policy.trust[0]", "docker.io/library/alpine"]),
        (json!({ "block": ["docker.io", "index.docker.io"] }), &["policy.block[1]", "named once"]),
        (json!({ "trust": ["a.io"], "scope": { "a.io:443": {} } }), &["a.io", "named once"]),
        (
            json!({ "scope": { "a.io": { "requires": [] } } }),
            &["requires", "did you mean require?"],
        ),
        (json!({ "scope": { "a.io": { "require": ["digest", "digest"] } } }), &["each once"]),
        (json!({ "scope": { "a.io": { "require": ["luck"] } } }), &["checksum, digest, signature"]),
        (json!({ "scope": { "a.io": { "rules": { "path/none": "off" } } } }), &["path/none"]),
        (json!({ "scope": { "a.io": { "profile": "x" } } }), &["profile"]),
        (json!({ "scope": { "a\u{202e}b": {} } }), &["a\\u{202e}b"]),
    ] {
        let error = refused(&policy);
        assert!(parts.iter().all(|part| error.contains(part)), "{policy}: {error}");
        assert!(!error.contains('\u{202e}'), "{error:?}");
    }
    let twice = r#"{"policy": {"block": ["docker.io"], "block": []}}"#;
    let error = Options::from_json(twice).unwrap_err().to_string();
    assert!(error.contains("/policy/block") && error.contains("twice"), "{error}");
    let many: Vec<_> = (0..=10_000).map(|number| format!("r{number}.example.com")).collect();
    assert!(refused(&json!({ "trust": many })).contains("at most 10000 scopes"));
}

#[test]
fn what_has_no_effect_or_may_not_be_meant_is_told() {
    let policy = policy(&json!({
        "trust": ["docker.io/alpine", "quay.io", "quay.io/team"],
        "scope": { "ghcr.io": { "require": ["digest"] }, "ghcr.io/lax": {} },
        "registries-conf": [{ "registry": [{ "prefix": "quay.io/team", "blocked": true }] }],
    }));
    let notes = policy.notes();
    assert_eq!(notes.len(), 4, "{notes:?}");
    for part in [
        "docker.io/library/alpine",
        "quay.io/team adds nothing: quay.io says the same",
        "ghcr.io/lax does without the digest that ghcr.io demands",
        "quay.io/team is trusted here and blocked in registries.conf",
    ] {
        assert!(notes.iter().any(|note| note.contains(part)), "{part}: {notes:?}");
    }
}

fn containers(text: &str) -> Result<Policy, String> {
    let options = json!({ "policy": { "containers-policy": text } });
    let options = Options::from_json(&options.to_string()).map_err(|error| error.to_string())?;
    Ok(options.policy().clone())
}

const SIGNED: &str = r#"{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "": [{ "type": "insecureAcceptAnything" }],
      "quay.io/team": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/k/team.gpg" },
        { "type": "sigstoreSigned", "keyPaths": ["/k/a.pub", "/k/b.pub"],
          "signedIdentity": { "type": "matchRepository" } }
      ],
      "quay.io/team/open": [{ "type": "insecureAcceptAnything" }],
      "*.example.com": [{ "type": "reject" }]
    },
    "oci": { "/srv/images": [{ "type": "insecureAcceptAnything" }] },
    "atomic": { "": [{ "type": "reject" }] }
  }
}"#;

#[test]
fn a_containers_policy_means_what_its_manual_page_says() {
    let policy = containers(SIGNED).unwrap();
    for (name, expected) in [
        ("alpine", "(docker): trusted"),
        ("quay.io/team/open:1", "(quay.io/team/open): trusted"),
        ("r.example.com/x", "(*.example.com): blocked"),
        (
            "quay.io/team/app",
            "(quay.io/team): trusted, must show signature (OpenPGP, /k/team.gpg, which is of no use: it was \
             not given, identity matchRepoDigestOrExact) and signature (sigstore, /k/a.pub, which is of no \
             use: it was not given or /k/b.pub, which is of no use: it was not given, identity \
             matchRepository)",
        ),
    ] {
        let lines = says(&policy, name);
        assert!(matches!(&lines[..], [line] if line.ends_with(expected)), "{name}: {lines:?}");
    }
    let notes = policy.not_judged().join("\n");
    assert!(notes.contains("oci:/srv/images") && notes.contains("transport atomic"), "{notes}");
    let notes = policy.notes().join("\n");
    assert!(notes.contains("key file /k/b.pub is of no use"), "{notes}");
    assert_eq!(policy.key_files().collect::<Vec<_>>(), ["/k/a.pub", "/k/b.pub", "/k/team.gpg"]);
}

#[test]
fn a_containers_policy_counts_as_a_whole_or_not_at_all() {
    let key = r#""keyType": "GPGKeys""#;
    let one = |requirement: &str| format!(r#"{{"default": [{requirement}]}}"#);
    for (text, reason) in [
        ("{}".to_owned(), "default"),
        (r#"{"default": []}"#.to_owned(), "empty list"),
        (r#"{"default": [{"type": "reject"}], "x": 1}"#.to_owned(), "unknown key x"),
        (r#"{"default": [{"type":"reject"}], "default": []}"#.to_owned(), "twice"),
        (one(r#"{"type": "reject", "type": "reject"}"#), "twice"),
        (one(r#"{"type": "reject", "why": "x"}"#), "unknown key why"),
        (one(r#"{"type": "accept"}"#), "unknown type"),
        (one(&format!(r#"{{"type": "signedBy", {key}}}"#)), "no key"),
        (one(&format!(r#"{{"type": "signedBy", {key}, "keyPath": "a", "keyData": "b"}}"#)), "more than one"),
        (one(r#"{"type": "signedBy", "keyType": "X", "keyPath": "a"}"#), "GPGKeys"),
        (one(r#"{"type": "sigstoreSigned"}"#), "no key"),
        (
            one(r#"{"type": "sigstoreSigned", "fulcio": {"caPath": "c", "oidcIssuer": "i", "subjectEmail": "e"}}"#),
            "rekorPublicKey",
        ),
        (
            one(&format!(
                r#"{{"type": "signedBy", {key}, "keyPath": "a", "signedIdentity": {{"type": "exactReference"}}}}"#
            )),
            "lacks one of its own",
        ),
        (
            r#"{"default": [{"type":"reject"}], "transports": {"docker": {"a.io": [{"type":"reject"}], "a.io:443": [{"type":"reject"}]}}}"#
                .to_owned(),
            "twice",
        ),
    ] {
        let error = containers(&text).unwrap_err();
        assert!(error.starts_with("containers-policy.json: ") && error.contains(reason), "{text}: {error}");
    }
}

#[test]
fn drop_ins_change_the_file_before_them() {
    let policy = policy(&json!({ "registries-conf": [
        {
            "unqualified-search-registries": ["registry.fedoraproject.org", "docker.io"],
            "short-name-mode": "disabled",
            "registry": [
                { "location": "docker.io", "blocked": true },
                { "prefix": "docker.io/library/alpine" },
                { "prefix": "quay.io", "location": "mirror.example.com", "insecure": true,
                  "mirror": [{ "location": "10.0.0.1:5000", "insecure": true }] },
            ],
            "aliases": { "centos": "quay.io/centos/centos", "gone": "quay.io/x/gone" },
        },
        { "registry": [{ "location": "docker.io" }, { "prefix": "*.example.com", "blocked": true }],
          "aliases": { "gone": "" } },
    ] }));
    assert_eq!(says(&policy, "nginx"), [""; 0]);
    assert_eq!(says(&policy, "a.example.com/x"), ["registries.conf (*.example.com): blocked"]);
    assert_eq!(policy.short_name("centos").unwrap(), "quay.io/centos/centos");
    let search = policy.short_name("gone").unwrap();
    assert!(search.ends_with("of registry.fedoraproject.org, docker.io"), "{search}");
    let notes = policy.not_judged().join("\n");
    for part in ["insecure", "mirror.example.com", "10.0.0.1:5000", "without a question"] {
        assert!(notes.contains(part), "{part}: {notes}");
    }
}

#[test]
fn a_registries_conf_counts_as_a_whole_or_not_at_all() {
    for (file, reason) in [
        (json!({ "registries": { "block": {} } }), "version 1"),
        (json!({ "registry": [{ "blocked": true }] }), "neither prefix nor location"),
        (json!({ "registry": [{ "prefix": "a.io", "blockd": true }] }), "unknown field"),
        (json!({ "registry": [{ "prefix": "a.io" }, { "location": "a.io" }] }), "twice"),
        (json!({ "registry": [{ "prefix": "*" }] }), "no prefix"),
        (json!({ "short-name-mode": "loose" }), "short-name-mode"),
        (json!({ "unqualified-search-registries": ["a.io/x"] }), "no registry"),
        (json!({ "aliases": { "quay.io/x": "quay.io/y/z" } }), "without registry"),
        (json!({ "aliases": { "x": "quay.io/y/z:1" } }), "without tag"),
        (json!({ "aliases": { "x": "y" } }), "with registry"),
    ] {
        let error = refused(&json!({ "registries-conf": [file] }));
        assert!(error.starts_with("registries.conf: ") && error.contains(reason), "{error}");
    }
}

#[test]
fn what_is_emitted_reads_back_as_the_same_decisions() {
    let own = policy(&json!({
        "block": ["docker.io", "*.bad.example.com"],
        "trust": ["docker.io/library/alpine", "quay.io/team"],
        "scope": { "ghcr.io/signed": { "require": ["signature"] } },
    }));
    let json = own.emit(PolicyForm::PolicyJson);
    let read = containers(&json.text).unwrap();
    for (name, stance) in [
        ("nginx", "blocked"),
        ("alpine", "trusted"),
        ("quay.io/team/app", "trusted"),
        ("r.bad.example.com/x", "blocked"),
        // No scope takes it, and others are trusted.
        ("quay.io/other/app", "blocked"),
        // Its key is not known, so it cannot be taken.
        ("ghcr.io/signed/app", "blocked"),
    ] {
        let lines = says(&read, name);
        assert!(matches!(&lines[..], [line] if line.ends_with(stance)), "{name}: {lines:?}");
    }
    assert!(
        json.left_out.iter().any(|note| note.contains("ghcr.io/signed")),
        "{:?}",
        json.left_out
    );
    assert!(
        json.left_out.iter().any(|note| note.contains("docker-archive")),
        "{:?}",
        json.left_out
    );

    let hosts = own.emit(PolicyForm::Hosts);
    assert!(!hosts.text.contains("docker.io"), "alpine is still wanted: {}", hosts.text);
    assert!(hosts.left_out.iter().any(|note| note.contains("alpine")), "{:?}", hosts.left_out);
    let hosts = policy(&json!({ "block": ["docker.io"] })).emit(PolicyForm::Hosts);
    assert!(
        hosts.text.contains("127.0.0.1 index.docker.io\n::1 index.docker.io\n"),
        "{}",
        hosts.text
    );
}
