//! Which name a signature must give to an image.

use core::fmt;
use std::borrow::Cow;

use crate::{
    json::{JsonValue, fields},
    model::escape_str,
    reference::Reference,
};

/// What is compared with the name that a signature gives, `docker-reference`.
///
/// Source: containers-policy.json(5), `signedIdentity`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Identity {
    /// The image's own name, by tag or by digest.
    Exact,
    /// The same; of an image by digest only the repository counts.
    RepoDigestOrExact,
    /// The repository of the image's own name.
    Repository,
    /// This name.
    ExactReference(Reference),
    /// This repository.
    ExactRepository(Reference),
    /// As [`RepoDigestOrExact`](Self::RepoDigestOrExact), with another start of the image's name.
    Remap {
        /// What the image's name starts with.
        prefix: String,
        /// What stands for it in signatures.
        signed_prefix: String,
    },
}

impl Identity {
    /// Reads `signedIdentity`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(value: JsonValue<'_>) -> Result<Self, String> {
        let [kind, reference, repository, prefix, signed_prefix] = fields(
            value,
            ["type", "dockerReference", "dockerRepository", "prefix", "signedPrefix"],
        )?;
        let given = [reference, repository, prefix, signed_prefix].map(|value| value.is_some());
        let kind = text(kind).ok_or("signedIdentity needs a type")?;
        let wants = |wanted: [bool; 4], identity: Result<Self, String>| {
            if given == wanted {
                return identity;
            }
            Err(format!("signedIdentity {kind} has keys of another one, or lacks one of its own"))
        };
        let no_keys = [false; 4];
        match &*kind {
            "matchExact" => wants(no_keys, Ok(Self::Exact)),
            "matchRepoDigestOrExact" => wants(no_keys, Ok(Self::RepoDigestOrExact)),
            "matchRepository" => wants(no_keys, Ok(Self::Repository)),
            "exactReference" => wants([true, false, false, false], {
                let reference = named("dockerReference", text(reference).as_deref());
                reference.and_then(|reference| {
                    if reference.implied().tag {
                        return Err("dockerReference has neither tag nor digest".to_owned());
                    }
                    Ok(Self::ExactReference(reference))
                })
            }),
            "exactRepository" => wants([false, true, false, false], {
                let repository = named("dockerRepository", text(repository).as_deref());
                repository.map(Self::ExactRepository)
            }),
            "remapIdentity" => wants([false, false, true, true], {
                let start = |value| text(value).map(Cow::into_owned).unwrap_or_default();
                let (prefix, signed_prefix) = (start(prefix), start(signed_prefix));
                if prefix.is_empty() || signed_prefix.is_empty() {
                    return Err(
                        "prefix and signedPrefix must be texts that are not empty".to_owned()
                    );
                }
                Ok(Self::Remap { prefix, signed_prefix })
            }),
            _ => Err(format!("unknown type of signedIdentity, {}", escape_str(&kind))),
        }
    }

    /// Whether a signature may give that name to an image whose own name is `intended`. An image in a file
    /// has none: what compares it does not hold there.
    ///
    /// Differs: of a name with both tag and digest the tag counts here; those tools refuse such names.
    pub(crate) fn matches(&self, signed: &str, intended: Option<&Reference>) -> bool {
        let Ok(signed) = Reference::parse(signed) else { return false };
        match (self, intended) {
            (Self::ExactReference(wanted), _) => is_same(wanted, &signed),
            (Self::ExactRepository(wanted), _) => wanted.name() == signed.name(),
            (_, None) => false,
            (Self::Exact, Some(intended)) => is_same(intended, &signed),
            (Self::RepoDigestOrExact, Some(intended)) => is_same_or_digest(intended, &signed),
            (Self::Repository, Some(intended)) => intended.name() == signed.name(),
            (Self::Remap { prefix, signed_prefix }, Some(intended)) => {
                let remapped = remap(intended, prefix, signed_prefix);
                remapped.is_some_and(|intended| is_same_or_digest(&intended, &signed))
            }
        }
    }
}

fn named(key: &str, text: Option<&str>) -> Result<Reference, String> {
    let text = text.ok_or_else(|| format!("{key} must be a name"))?;
    Reference::parse(text).map_err(|error| format!("{key}: {error}"))
}

fn text(value: Option<JsonValue<'_>>) -> Option<Cow<'_, str>> {
    value?.as_str()
}

/// The signed name has a tag or a digest, and the same as the other one.
fn is_same(wanted: &Reference, signed: &Reference) -> bool {
    let digest = signed.digest().is_none() || signed.digest() == wanted.digest();
    let exact = !signed.implied().tag && signed.tag() == wanted.tag() && digest;
    exact && wanted.name() == signed.name()
}

fn is_same_or_digest(intended: &Reference, signed: &Reference) -> bool {
    match intended.tag() {
        // The digest is compared with what is signed, not with its name.
        None => !signed.implied().tag && intended.name() == signed.name(),
        Some(_) => is_same(intended, signed),
    }
}

/// A name whose start, whole components of it, is another one; the name itself where it does not start so.
fn remap(name: &Reference, prefix: &str, signed_prefix: &str) -> Option<Reference> {
    let rest = name.name().strip_prefix(prefix);
    let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with('/')) else {
        return Some(name.clone());
    };
    let whole = name.to_string();
    let version = whole.strip_prefix(name.name()).unwrap_or_default();
    Reference::parse(&format!("{signed_prefix}{rest}{version}")).ok()
}

impl fmt::Display for Identity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact => out.write_str("matchExact"),
            Self::RepoDigestOrExact => out.write_str("matchRepoDigestOrExact"),
            Self::Repository => out.write_str("matchRepository"),
            Self::ExactReference(reference) => write!(out, "exactReference {reference}"),
            Self::ExactRepository(name) => write!(out, "exactRepository {}", name.name()),
            Self::Remap { prefix, signed_prefix } => {
                let (prefix, signed) = (escape_str(prefix), escape_str(signed_prefix));
                write!(out, "remapIdentity {prefix} to {signed}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Identity;
    use crate::{json, reference::Reference};

    fn matches(identity: &str, signed: &str, intended: Option<&str>) -> bool {
        let text = format!("{{{identity}}}");
        let identity = Identity::read(json::root(text.as_bytes())).unwrap();
        identity.matches(signed, intended.map(|name| Reference::parse(name).unwrap()).as_ref())
    }

    #[test]
    fn identities_match_as_the_manual_page_says() {
        let digest = format!("quay.io/a/b@sha256:{}", "0a".repeat(32));
        let exact = r#""type": "matchExact""#;
        let default = r#""type": "matchRepoDigestOrExact""#;
        let repository = r#""type": "matchRepository""#;
        let one = r#""type": "exactReference", "dockerReference": "quay.io/a/b:1""#;
        let any = r#""type": "exactRepository", "dockerRepository": "quay.io/a/b""#;
        let remap = r#""type": "remapIdentity", "prefix": "mirror.example.com/x", "signedPrefix": "quay.io""#;
        let port = r#""type": "remapIdentity", "prefix": "localhost", "signedPrefix": "quay.io""#;
        let whole =
            r#""type": "remapIdentity", "prefix": "quay.io/a/b", "signedPrefix": "quay.io/y""#;
        for (identity, signed, intended, expected) in [
            (exact, "quay.io/a/b:1", Some("quay.io/a/b:1"), true),
            (exact, "quay.io/a/b:2", Some("quay.io/a/b:1"), false),
            (exact, "quay.io/a/b", Some("quay.io/a/b"), false),
            (exact, "quay.io/a/b:latest", Some("quay.io/a/b"), true),
            (exact, "quay.io/a/b:1", Some(digest.as_str()), false),
            (exact, &digest, Some(digest.as_str()), true),
            (exact, "quay.io/a/b:1", None, false),
            (default, "quay.io/a/b:1", Some("quay.io/a/b:1"), true),
            (default, "quay.io/a/b:1", Some(digest.as_str()), true),
            (default, "quay.io/a/b", Some(digest.as_str()), false),
            (default, "quay.io/a/c:1", Some(digest.as_str()), false),
            (repository, "quay.io/a/b", Some("quay.io/a/b:1"), true),
            (repository, "quay.io/a/b:2", Some("quay.io/a/b:1"), true),
            (repository, "quay.io/a/bc", Some("quay.io/a/b:1"), false),
            (repository, "quay.io/a/b", None, false),
            (one, "quay.io/a/b:1", None, true),
            (one, "quay.io/a/b:1", Some("docker.io/x/y:7"), true),
            (one, "quay.io/a/b:2", Some("quay.io/a/b:2"), false),
            (any, "quay.io/a/b:2", None, true),
            (any, "quay.io/a/c:2", None, false),
            (remap, "quay.io/a/b:1", Some("mirror.example.com/x/a/b:1"), true),
            (remap, "mirror.example.com/x/a/b:1", Some("mirror.example.com/x/a/b:1"), false),
            (remap, "quay.io/a/b:1", Some("mirror.example.com/xa/b:1"), false),
            (remap, "ghcr.io/a/b:1", Some("ghcr.io/a/b:1"), true),
            (port, "localhost:5000/a/b:1", Some("localhost:5000/a/b:1"), true),
            (port, "quay.io:5000/a/b:1", Some("localhost:5000/a/b:1"), false),
            (whole, "quay.io/y:1", Some("quay.io/a/b:1"), true),
            (any, "no name", None, false),
        ] {
            assert_eq!(
                matches(identity, signed, intended),
                expected,
                "{identity} {signed} {intended:?}"
            );
        }
    }

    #[test]
    fn identities_have_their_own_keys_and_no_others() {
        for identity in [
            "",
            r#""type": 7"#,
            r#""type": "matchAll""#,
            r#""type": "matchExact", "prefix": "a""#,
            r#""type": "exactReference""#,
            r#""type": "exactReference", "dockerReference": "quay.io/a/b""#,
            r#""type": "exactRepository", "dockerRepository": "quay.io/A""#,
            r#""type": "remapIdentity", "prefix": "a""#,
            r#""type": "remapIdentity", "prefix": "a", "signedPrefix": """#,
            r#""type": "matchExact", "why": "a""#,
        ] {
            let text = format!("{{{identity}}}");
            assert!(Identity::read(json::root(text.as_bytes())).is_err(), "{identity}");
        }
    }
}
