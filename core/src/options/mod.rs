//! The one configuration format of all front ends: a JSON object.

mod allow;
mod error;
mod policy;
mod value;
mod vouching;

use std::{collections::BTreeMap, sync::Arc};

use serde_json::Value;

use crate::{
    json,
    model::{Digest, DigestAlgorithm, InputKind, Limits, Profile, Settings, escape_str},
    policy::Policy,
    reference::Reference,
    trust::Vouching,
};
pub use error::OptionsError;
use value::{known_rule, named, object, set_level, text, unknown, wrong};
pub(crate) use vouching::SignedImages;

/// Validated options.
#[derive(Clone, Debug, Default)]
pub struct Options {
    settings: Arc<Settings>,
    policy: Arc<Policy>,
    reference: Option<Arc<Reference>>,
    vouching: Option<Arc<Vouching>>,
    images: SignedImages,
}

/// The keys of the options object.
const KEYS: [&str; 18] = [
    "allow",
    "build-args",
    "checksums",
    "checksums-signature",
    "digest",
    "expect",
    "image-keys",
    "image-signatures",
    "keyring",
    "kind",
    "limits",
    "name",
    "policy",
    "profile",
    "reference",
    "require-signature",
    "rules",
    "time",
];

impl Options {
    /// Reads options from JSON.
    ///
    /// Keys, all optional: `name` (the input's name, for the report), `kind`, `profile`, `rules` (an object
    /// from rule id to `deny`, `warn`, `info` or `off`), `limits` (an object from limit name to a number),
    /// `expect` (a list of digests that the archive, a manifest or a config must have), `digest` (compute
    /// the digest of the whole input), `allow` (a list of findings that do not count), `policy` (what is
    /// decided about names), `reference` (the name that the input was fetched by), `build-args` (an object from
    /// the name of a Dockerfile's argument to its value).
    ///
    /// An item of `allow` is an object: `rule` (an id), `reason` (a text that is not empty), and, to allow
    /// less than the whole rule, `entry` (a pattern for the names of entries, written as reports show them:
    /// `*` is any text within a component, `**` any across them) or `digest` (that of the blob that the
    /// finding is in, of the manifest or config of each image that the blob is part of, or of the whole
    /// input where `digest` asks for it) or both. What it
    /// allows stays in the report as suppressed; what allows nothing is `policy/stale-allow`. Rules of the
    /// group `limit` are not to be allowed, for behind a limit there is what nobody has judged: raise it.
    ///
    /// `policy` is an object. Its lists `trust` and `block` hold scopes: `*`, `*.example.com`, a registry, a
    /// registry with a namespace, a repository, or an image by tag or digest. Its object `scope` has scopes as
    /// keys, which are trusted on conditions: `require` (a list of `digest`, `signature`, `checksum`), `keys`
    /// (whose signature, one text or a list of them), `attestations` (a list of predicate types, or of objects
    /// with `type` and `keys`, of statements about the image that must be signed), `platforms` (a list, one of
    /// which it must be for), `labels` (an object from label or annotation to a pattern as in `entry`),
    /// `profile`, `rules`. The most specific scope that takes a name decides alone. `containers-policy` is the
    /// text of a containers-policy.json(5), `registries-conf` a list of containers-registries.conf(5) as
    /// objects, drop-ins behind the file that they change; a name must satisfy these too. `key-files` is an
    /// object from each path that the containers-policy.json names for keys to what that file holds.
    ///
    /// What a scope says on `profile` and `rules` counts for an input that was fetched by such a name. A name
    /// that stands in the input itself can only raise a severity.
    ///
    /// `checksums` is the text of a list of checksums that must name the input: by GNU's or BSD's tools,
    /// perhaps signed where it stands (RFC 9580, section 7). `checksums-signature` is a signature apart from
    /// it, `keyring` keys that must have signed it, one text or a list of them: both OpenPGP, armoured or in
    /// base64. `image-keys` are keys in PEM or of OpenPGP, one text or a list of them, of which one must have
    /// signed each image: by cosign, in a sigstore bundle, or by simple signing. `image-signatures` is what
    /// lies apart from it: a text of sigstore bundles or DSSE envelopes, an OpenPGP message, or a list of them.
    /// `require-signature` says that a signature must be there, as a keyring says too, and `time` when keys
    /// must be valid, in seconds since 1970.
    ///
    /// # Errors
    /// [`OptionsError`] for anything that is not known, and for a key that stands twice: nothing is ignored.
    ///
    /// ```
    /// let options = ocivet_core::Options::from_json(r#"{"name": "app.tar", "rules": {"path/absolute": "deny"}}"#)?;
    /// assert!(ocivet_core::Options::from_json(r#"{"nane": "app.tar"}"#).is_err());
    /// # Ok::<(), ocivet_core::OptionsError>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, OptionsError> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| OptionsError::Json(error.to_string()))?;
        let Value::Object(object) = value else {
            return Err(OptionsError::Json("it has another type".to_owned()));
        };
        check_keys(text)?;
        let mut settings = Settings::default();
        let mut policy = Policy::default();
        let mut reference = None;
        let mut vouching = vouching::Given::default();
        for (key, value) in &object {
            match key.as_str() {
                "policy" => policy = policy::read(value)?,
                "reference" => reference = Some(read_reference(key, value)?),
                _ if vouching.set(key, value)? => {}
                _ => set(&mut settings, key, value)?,
            }
        }
        let images = vouching.take_images(&policy);
        let vouching = vouching.finish(&mut settings)?.map(Arc::new);
        if !images.statements.is_empty() && !settings.checksums.contains(&DigestAlgorithm::Sha256) {
            // What is signed apart may be about the input as a whole.
            settings.checksums.push(DigestAlgorithm::Sha256);
        }
        let (settings, policy) = (Arc::new(settings), Arc::new(policy));
        let options = Self { settings, policy, reference: None, vouching, images };
        Ok(match reference {
            Some(reference) => options.with_reference(reference),
            None => options,
        })
    }

    /// The same options for an input that was fetched by this name. What its scope of the policy says on
    /// profile and rules is the more specific, so that it wins; a digest in it is one that is expected.
    #[must_use]
    pub fn with_reference(mut self, reference: Reference) -> Self {
        let settings = Arc::make_mut(&mut self.settings);
        if let Some((_, rule)) = self.policy.own.find(Some(&reference)) {
            settings.profile = rule.profile.or(settings.profile);
            settings.levels.extend(&rule.levels);
        }
        settings.expect.extend(reference.digest());
        self.reference = Some(Arc::new(reference));
        self
    }

    /// The same options with a key for the hash tables. It never changes a report; a driver that reads
    /// untrusted input passes random bytes.
    #[must_use]
    pub fn with_hash_key(mut self, key: [u8; 16]) -> Self {
        Arc::make_mut(&mut self.settings).hash_key = key;
        self
    }

    /// The same options at a time in seconds since 1970, where they do not say one themselves.
    #[must_use]
    pub fn with_time(mut self, now: u64) -> Self {
        self.images.time.get_or_insert(now);
        self
    }

    /// The same options for a file of any kind, of which nothing but its checksum is judged.
    ///
    /// Without a list of checksums such a file is denied: nothing vouches for it.
    #[must_use]
    pub fn for_any_file(mut self) -> Self {
        let settings = Arc::make_mut(&mut self.settings);
        settings.any_file = true;
        settings.allow.retain(|allow| matches!(allow.rule.group(), "checksum" | "signature"));
        self
    }

    /// The names of the files that the list of checksums vouches for, in its order.
    pub fn listed_files(&self) -> Vec<&str> {
        let entries = self.vouching.iter().flat_map(|vouching| &vouching.list.entries);
        let mut names: Vec<&str> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        names.extend(entries.map(|entry| entry.name.as_str()).filter(|name| seen.insert(*name)));
        names
    }

    /// The same options for an input of this name.
    #[must_use]
    pub fn with_name(mut self, name: &str) -> Self {
        name.clone_into(&mut Arc::make_mut(&mut self.settings).name);
        self
    }

    /// The same options without allowances for what only an image can have: they would all be stale.
    pub(crate) fn for_names(mut self) -> Self {
        let settings = Arc::make_mut(&mut self.settings);
        settings.allow.retain(|allow| allow.rule.group() == "reference");
        self
    }

    /// What is decided about names.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The name that the input was fetched by.
    pub fn reference(&self) -> Option<&Reference> {
        self.reference.as_deref()
    }

    pub(crate) fn vouching(&self) -> Option<&Vouching> {
        self.vouching.as_deref()
    }

    /// What must have signed images, when, and the signatures that lie apart.
    pub(crate) const fn images(&self) -> &SignedImages {
        &self.images
    }

    pub(crate) const fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }
}

/// A key that stands twice counts once for some readers and otherwise for others: the policy of another.
fn check_keys(text: &str) -> Result<(), OptionsError> {
    let limits = Limits { json_size: u64::MAX, ..Limits::default() };
    match json::validate(text.as_bytes(), &limits).first() {
        None => Ok(()),
        Some(fault) => Err(OptionsError::Json(fault.to_string())),
    }
}

fn read_reference(key: &str, value: &Value) -> Result<Reference, OptionsError> {
    let text = text(key, value)?;
    Reference::parse(text).map_err(|error| {
        wrong(key, &format!("the name of an image: {}: {error}", escape_str(text)))
    })
}

fn set(settings: &mut Settings, key: &str, value: &Value) -> Result<(), OptionsError> {
    match key {
        "allow" => settings.allow = allow::allows(value)?,
        "build-args" => settings.build_args = build_args(value)?,
        "digest" => settings.digest = value.as_bool().ok_or_else(|| wrong(key, "true or false"))?,
        "expect" => settings.expect = expectations(value)?,
        "kind" => settings.kind = Some(named(key, value, &InputKind::READABLE, InputKind::name)?),
        "limits" => set_limits(&mut settings.limits, value)?,
        "name" => text(key, value)?.clone_into(&mut settings.name),
        "profile" => settings.profile = Some(named(key, value, &Profile::ALL, Profile::name)?),
        "rules" => set_levels(settings, value)?,
        _ => return Err(unknown("option", key, KEYS.into_iter())),
    }
    Ok(())
}

fn build_args(value: &Value) -> Result<BTreeMap<String, String>, OptionsError> {
    let mut arguments = BTreeMap::new();
    for (name, value) in object("build-args", value)? {
        let value = text(&format!("build-args.{name}"), value)?;
        arguments.insert(name.clone(), value.to_owned());
    }
    Ok(arguments)
}

fn set_levels(settings: &mut Settings, value: &Value) -> Result<(), OptionsError> {
    for (id, level) in object("rules", value)? {
        let level = set_level("rules", id, level)?;
        settings.levels.insert(known_rule(id)?, level);
    }
    Ok(())
}

fn set_limits(limits: &mut Limits, value: &Value) -> Result<(), OptionsError> {
    for (name, value) in object("limits", value)? {
        let Some(number) = value.as_u64() else {
            return Err(wrong(&format!("limits.{name}"), "a whole number of 0 or more"));
        };
        if !limits.set(name, number) {
            return Err(unknown("limit", name, Limits::TABLE.iter().map(|limit| limit.name)));
        }
    }
    Ok(())
}

fn expectations(value: &Value) -> Result<Vec<Digest>, OptionsError> {
    let expected = || wrong("expect", "a list of digests such as \"sha256:…\" in lower case");
    let list = value.as_array().ok_or_else(expected)?;
    list.iter()
        .map(|item| item.as_str().and_then(|text| Digest::parse(text).ok()).ok_or_else(expected))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Options, OptionsError};
    use crate::model::{InputKind, Profile};

    #[test]
    fn known_options_are_taken() {
        let text = r#"{"name":"a","kind":"layer","profile":"package","limits":{"ratio":7},
            "rules":{"path/parent-escape":"off"},"digest":true,"build-args":{"TAG":"12"}}"#;
        let options = Options::from_json(text).unwrap();
        let settings = options.settings();
        assert_eq!(settings.kind, Some(InputKind::Layer));
        assert_eq!(settings.profile, Some(Profile::Package));
        assert_eq!(settings.limits.ratio, 7);
        assert_eq!(settings.levels.len(), 1);
        assert_eq!(settings.build_args.get("TAG").map(String::as_str), Some("12"));
    }

    #[test]
    fn what_is_not_known_is_refused_with_the_nearest_name() {
        let error = |text| Options::from_json(text).unwrap_err().to_string();
        assert_eq!(error(r#"{"kinds":"layer"}"#), "unknown option kinds; did you mean kind?");
        assert_eq!(
            error(r#"{"rules":{"path/parent-escapes":"off"}}"#),
            "unknown rule path/parent-escapes; did you mean path/parent-escape?"
        );
        assert_eq!(error(r#"{"limits":{"xyzzy":1}}"#), "unknown limit xyzzy");
        assert_eq!(error(r#"{"build-args":{"A":1}}"#), "option build-args.A must be a text");
        assert_eq!(error(r#"{"profile":"laxer"}"#), "option profile must be one of layer, package");
        assert!(error(r#"{"limits":{"ratio":-1}}"#).contains("whole number"));
        assert!(matches!(Options::from_json("[]"), Err(OptionsError::Json(_))));
    }
}
