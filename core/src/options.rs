//! The one configuration format of all front ends: a JSON object.

use std::sync::Arc;

use serde_json::{Map, Value};
use thiserror::Error;

use crate::{
    model::{Digest, InputKind, Limits, Profile, Settings, Severity, escape_str},
    rules::{self, rules},
};

/// Validated options.
#[derive(Clone, Debug, Default)]
pub struct Options {
    settings: Arc<Settings>,
}

/// Why options were refused. The text names the key, what stands there and what may.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum OptionsError {
    /// No JSON object.
    #[error("options are no JSON object: {0}")]
    Json(String),
    /// A key, rule or limit that does not exist.
    #[error("unknown {what} {name}{}", suggest(.nearest.as_deref()))]
    Unknown {
        /// What was expected.
        what: &'static str,
        /// What stands there, escaped.
        name: String,
        /// The nearest one that exists.
        nearest: Option<String>,
    },
    /// A value of the wrong kind.
    #[error("option {key} must be {expected}")]
    Value {
        /// The key.
        key: String,
        /// What it takes.
        expected: String,
    },
}

fn suggest(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("; did you mean {name}?")).unwrap_or_default()
}

/// The keys of the options object.
const KEYS: [&str; 7] = ["digest", "expect", "kind", "limits", "name", "profile", "rules"];

impl Options {
    /// Reads options from JSON.
    ///
    /// Keys, all optional: `name` (the input's name, for the report), `kind`, `profile`, `rules` (an object
    /// from rule id to `deny`, `warn`, `info` or `off`), `limits` (an object from limit name to a number),
    /// `expect` (a list of digests that the archive, a manifest or a config must have), `digest` (compute
    /// the digest of the whole input).
    ///
    /// # Errors
    /// [`OptionsError`] for anything that is not known: nothing is ignored.
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
        let mut settings = Settings::default();
        for (key, value) in &object {
            set(&mut settings, key, value)?;
        }
        Ok(Self { settings: Arc::new(settings) })
    }

    /// The same options with a key for the hash tables. It never changes a report; a driver that reads
    /// untrusted input passes random bytes.
    #[must_use]
    pub fn with_hash_key(mut self, key: [u8; 16]) -> Self {
        Arc::make_mut(&mut self.settings).hash_key = key;
        self
    }

    /// The same options for an input of this name.
    #[must_use]
    pub fn with_name(mut self, name: &str) -> Self {
        name.clone_into(&mut Arc::make_mut(&mut self.settings).name);
        self
    }

    pub(crate) const fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }
}

fn set(settings: &mut Settings, key: &str, value: &Value) -> Result<(), OptionsError> {
    match key {
        "digest" => settings.digest = value.as_bool().ok_or_else(|| wrong(key, "true or false"))?,
        "expect" => settings.expect = expectations(value)?,
        "kind" => settings.kind = Some(named(key, value, &InputKind::ALL, InputKind::name)?),
        "limits" => set_limits(&mut settings.limits, value)?,
        "name" => text(key, value)?.clone_into(&mut settings.name),
        "profile" => settings.profile = Some(named(key, value, &Profile::ALL, Profile::name)?),
        "rules" => set_levels(settings, value)?,
        _ => return Err(unknown("option", key, KEYS.into_iter())),
    }
    Ok(())
}

fn set_levels(settings: &mut Settings, value: &Value) -> Result<(), OptionsError> {
    for (id, level) in object("rules", value)? {
        let Some(rule) = rules::find(id) else {
            return Err(unknown("rule", id, rules().iter().map(|rule| rule.id.as_str())));
        };
        let level = named(&format!("rules.{id}"), level, &Severity::ALL, Severity::name)?;
        settings.levels.insert(rule.id, level);
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

fn object<'a>(key: &str, value: &'a Value) -> Result<&'a Map<String, Value>, OptionsError> {
    value.as_object().ok_or_else(|| wrong(key, "an object"))
}

fn text<'a>(key: &str, value: &'a Value) -> Result<&'a str, OptionsError> {
    value.as_str().ok_or_else(|| wrong(key, "a text"))
}

/// A value of an enumeration, by its name.
fn named<T: Copy>(
    key: &str,
    value: &Value,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T, OptionsError> {
    let given = value.as_str();
    all.iter().copied().find(|&item| given == Some(name(item))).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|&item| name(item)).collect();
        wrong(key, &format!("one of {}", names.join(", ")))
    })
}

fn wrong(key: &str, expected: &str) -> OptionsError {
    OptionsError::Value { key: escape_str(key), expected: expected.to_owned() }
}

fn unknown(
    what: &'static str,
    name: &str,
    known: impl Iterator<Item = &'static str>,
) -> OptionsError {
    let nearest = known
        .map(|known| (strsim::damerau_levenshtein(known, name), known))
        .min()
        .filter(|&(distance, known)| distance <= known.len().div_ceil(3))
        .map(|(_, known)| known.to_owned());
    OptionsError::Unknown { what, name: escape_str(name), nearest }
}

#[cfg(test)]
mod tests {
    use super::{Options, OptionsError};
    use crate::model::{InputKind, Profile};

    #[test]
    fn known_options_are_taken() {
        let text = r#"{"name":"a","kind":"layer","profile":"package","limits":{"ratio":7},
            "rules":{"path/parent-escape":"off"},"digest":true}"#;
        let options = Options::from_json(text).unwrap();
        let settings = options.settings();
        assert_eq!(settings.kind, Some(InputKind::Layer));
        assert_eq!(settings.profile, Some(Profile::Package));
        assert_eq!(settings.limits.ratio, 7);
        assert_eq!(settings.levels.len(), 1);
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
        assert_eq!(error(r#"{"profile":"laxer"}"#), "option profile must be one of layer, package");
        assert!(error(r#"{"limits":{"ratio":-1}}"#).contains("whole number"));
        assert!(matches!(Options::from_json("[]"), Err(OptionsError::Json(_))));
    }
}
