//! Values of options by their kind, and what is said of a wrong one.

use serde_json::{Map, Value};

use super::OptionsError;
use crate::{
    model::{Digest, Glob, RuleId, Severity, escape_str},
    rules::{self, rules},
};

pub(super) fn pattern(key: &str, value: &Value) -> Result<(String, Glob), OptionsError> {
    let expected = r"a pattern as reports show names, such as usr/** or a\\*b";
    let text = value.as_str().ok_or_else(|| wrong(key, expected))?;
    let glob = Glob::parse(text).ok_or_else(|| wrong(key, expected))?;
    Ok((text.to_owned(), glob))
}

pub(super) fn digest(key: &str, value: &Value) -> Result<Digest, OptionsError> {
    let digest = value.as_str().and_then(|text| Digest::parse(text).ok());
    digest.ok_or_else(|| wrong(key, "a digest such as \"sha256:…\" in lower case"))
}

pub(super) fn known_rule(id: &str) -> Result<RuleId, OptionsError> {
    let known = || rules().iter().map(|rule| rule.id.as_str());
    rules::find(id).map(|rule| rule.id).ok_or_else(|| unknown("rule", id, known()))
}

pub(super) fn set_level(place: &str, id: &str, level: &Value) -> Result<Severity, OptionsError> {
    named(&format!("{place}.{id}"), level, &Severity::ALL, Severity::name)
}

pub(super) fn object<'a>(
    key: &str,
    value: &'a Value,
) -> Result<&'a Map<String, Value>, OptionsError> {
    value.as_object().ok_or_else(|| wrong(key, "an object"))
}

pub(super) fn text<'a>(key: &str, value: &'a Value) -> Result<&'a str, OptionsError> {
    value.as_str().ok_or_else(|| wrong(key, "a text"))
}

/// A value of an enumeration, by its name.
pub(super) fn named<T: Copy>(
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

pub(super) fn wrong(key: &str, expected: &str) -> OptionsError {
    OptionsError::Value { key: escape_str(key), expected: expected.to_owned() }
}

pub(super) fn unknown(
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
