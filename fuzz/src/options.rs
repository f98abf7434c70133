//! Options, and the policies in them.

use ocivet_core::{Options, PolicyForm, Reference, Verdict, check_name};
use serde_json::json;

use crate::sound::assert_sound;

/// Names that a policy may say something about.
const NAMES: [&str; 6] = [
    "alpine",
    "docker.io/library/alpine:3",
    "quay.io/acme/app:1",
    "registry.example.com/prod/app",
    "ghcr.io/a/b@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
    "localhost:5000/x",
];

/// Options are refused or taken, without a panic. What a policy that is taken blocks is blocked too by what it is
/// written as for other programs.
pub fn options(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let Ok(options) = Options::from_json(text) else { return };
    let _ = options.listed_files();
    let policy = options.policy();
    let told = [vec![policy.summary()], policy.notes(), policy.not_judged()].concat();
    assert!(told.iter().map(String::len).sum::<usize>() <= 4096 + 64 * data.len());
    for form in PolicyForm::ALL {
        let _ = policy.emit(form);
    }
    let emitted = policy.emit(PolicyForm::PolicyJson).text;
    let emitted = json!({ "policy": { "containers-policy": emitted } }).to_string();
    // Keys are left to the reader of the file, so the text alone may ask for what is not there.
    let emitted = Options::from_json(&emitted).ok();
    for name in NAMES {
        let reference = Reference::parse(name).unwrap();
        let _ = policy.explain(&reference);
        let report = check_name(name, &options);
        assert_sound(&report, name.len() + data.len());
        let blocked = policy
            .explain(&reference)
            .lines()
            .any(|line| line.starts_with("the policy (") && line.ends_with(": blocked"));
        if let (true, Some(emitted)) = (blocked, &emitted) {
            let report = check_name(name, emitted);
            assert_eq!(report.verdict, Verdict::Deny, "{name}: {text}");
        }
    }
}

/// A containers-policy.json is refused or taken, without a panic, and what is taken decides any name.
pub fn containers_policy(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let options = json!({ "policy": { "containers-policy": text } }).to_string();
    let Ok(options) = Options::from_json(&options) else { return };
    let _ = options.policy().key_files().count();
    for name in NAMES {
        assert_sound(&check_name(name, &options), name.len() + data.len());
    }
}
