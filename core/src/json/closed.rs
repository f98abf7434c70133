//! Objects of formats that are closed: every key is known, and stands there once.

use super::value::{JsonKind, JsonValue};
use crate::model::escape_str;

/// A field that may be absent, but not stand there twice. Other keys may be there.
///
/// # Errors
/// What is wrong with the object.
pub(crate) fn field<'a>(
    object: JsonValue<'a>,
    name: &str,
) -> Result<Option<JsonValue<'a>>, String> {
    is_object(object)?;
    let mut found = None;
    for (key, value) in object.members() {
        if key.as_str().is_some_and(|key| key == name) && found.replace(value).is_some() {
            return Err(format!("key {name} stands there twice"));
        }
    }
    Ok(found)
}

/// The fields of an object that may have no others.
///
/// # Errors
/// What is wrong with the object.
pub(crate) fn fields<'a, const N: usize>(
    object: JsonValue<'a>,
    names: [&str; N],
) -> Result<[Option<JsonValue<'a>>; N], String> {
    is_object(object)?;
    let mut found = [None; N];
    for (key, value) in object.members() {
        let key = key.as_str().unwrap_or_default();
        let at = names.iter().position(|name| *name == key);
        let slot = at.and_then(|at| found.get_mut(at));
        let slot = slot.ok_or_else(|| format!("unknown key {}", escape_str(&key)))?;
        if slot.replace(value).is_some() {
            return Err(format!("key {key} stands there twice"));
        }
    }
    Ok(found)
}

fn is_object(value: JsonValue<'_>) -> Result<(), String> {
    match value.kind() {
        JsonKind::Object => Ok(()),
        other => Err(format!("{} stands where an object must", other.name())),
    }
}
