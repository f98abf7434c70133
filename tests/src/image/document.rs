//! JSON documents of an image, and changes to them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::{
    RecipeError,
    bytes::Bytes,
    edit::{self, Patch},
};

/// Changes to a document that is right by default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Document {
    /// Values by JSON pointer; `-` as the last step appends to a list.
    pub set: BTreeMap<String, toml::Value>,
    /// Values as JSON text, for what TOML cannot say: `null`, numbers of any form, duplicate keys.
    pub json: BTreeMap<String, String>,
    /// Pointers of values to take out.
    pub remove: Vec<String>,
    /// The whole text in place of the default.
    pub raw: Option<Bytes>,
    /// Changes to the text.
    pub patch: Vec<Patch>,
}

impl Document {
    /// The text of `default` with the changes. `fill` puts in what placeholders stand for.
    pub fn text(
        &self,
        mut default: Value,
        fill: impl Fn(&Bytes) -> Result<Vec<u8>, RecipeError>,
    ) -> Result<Vec<u8>, RecipeError> {
        if let Some(raw) = &self.raw {
            let mut text = fill(raw)?;
            edit::finish(&mut text, &self.patch, None)?;
            return Ok(text);
        }
        for (pointer, value) in &self.set {
            let value = serde_json::to_value(value)
                .map_err(|fault| RecipeError::new(fault.to_string()).at(pointer))?;
            set(&mut default, pointer, value)?;
        }
        for pointer in self.json.keys() {
            set(&mut default, pointer, Value::String(mark(pointer)))?;
        }
        for pointer in &self.remove {
            remove(&mut default, pointer)?;
        }
        let mut text = String::new();
        write_json(&default, &mut text);
        for (pointer, json) in &self.json {
            text = text.replace(&Value::String(mark(pointer)).to_string(), json);
        }
        let mut text = fill(&Bytes::from(text))?;
        edit::finish(&mut text, &self.patch, None)?;
        Ok(text)
    }
}

/// A string that stands for JSON text until the rest is written.
fn mark(pointer: &str) -> String {
    format!("\u{1}{pointer}\u{1}")
}

/// Writes compact JSON with sorted keys, whatever order the map type of this build keeps.
pub fn write_json(value: &Value, out: &mut String) {
    match value {
        Value::Array(values) => {
            out.push('[');
            for (number, value) in values.iter().enumerate() {
                if number > 0 {
                    out.push(',');
                }
                write_json(value, out);
            }
            out.push(']');
        }
        Value::Object(map) => {
            let sorted: BTreeMap<_, _> = map.iter().collect();
            out.push('{');
            for (number, (key, value)) in sorted.into_iter().enumerate() {
                if number > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write_json(value, out);
            }
            out.push('}');
        }
        _ => out.push_str(&value.to_string()),
    }
}

/// The value that holds the one a pointer names, and the last step.
fn parent<'a>(value: &'a mut Value, pointer: &str) -> Result<(&'a mut Value, String), RecipeError> {
    let fault = || RecipeError::new(format!("{pointer:?} points to nothing"));
    let (parent, step) = pointer.rsplit_once('/').ok_or_else(fault)?;
    let step = step.replace("~1", "/").replace("~0", "~");
    Ok((value.pointer_mut(parent).ok_or_else(fault)?, step))
}

fn set(document: &mut Value, pointer: &str, value: Value) -> Result<(), RecipeError> {
    if pointer.is_empty() {
        *document = value;
        return Ok(());
    }
    match parent(document, pointer)? {
        (Value::Object(map), step) => {
            map.insert(step, value);
        }
        (Value::Array(list), step) if step == "-" || step == list.len().to_string() => {
            list.push(value);
        }
        (Value::Array(list), step) => {
            let place = step.parse().ok().and_then(|place: usize| list.get_mut(place));
            *place.ok_or_else(|| RecipeError::new(format!("{pointer:?} points to nothing")))? =
                value;
        }
        _ => return Err(RecipeError::new(format!("{pointer:?} is in no object or list"))),
    }
    Ok(())
}

fn remove(document: &mut Value, pointer: &str) -> Result<(), RecipeError> {
    let removed = match parent(document, pointer)? {
        (Value::Object(map), step) => map.remove(&step),
        (Value::Array(list), step) => step
            .parse()
            .ok()
            .filter(|&place: &usize| place < list.len())
            .map(|place| list.remove(place)),
        _ => None,
    };
    removed.map(|_| ()).ok_or_else(|| RecipeError::new(format!("{pointer:?} points to nothing")))
}
