//! Lists of checksums, their signatures and keys: read here, judged by the core.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ocivet_core::Options;
use serde_json::{Map, Value, json};

use super::{
    file::{read_bytes, read_stream, read_text, text},
    show,
};
use crate::command::args::Signing;

const LIST: &str = "checksums";
const SIGNATURE: &str = "checksums-signature";
const KEYRING: &str = "keyring";

/// Puts the contents of the files that the configuration names in the place of their names, which count from
/// the configuration's folder.
pub(super) fn read_named(object: &mut Map<String, Value>, folder: &Path) -> Result<(), String> {
    let path = |key: &str, value: &Value| match value.as_str() {
        Some(path) => Ok(folder.join(path)),
        None => Err(format!("option {key} must be a path")),
    };
    if let Some(value) = object.get_mut(LIST) {
        *value = json!(read_text(&path(LIST, value)?)?);
    }
    if let Some(value) = object.get_mut(SIGNATURE) {
        *value = json!(read_data(&path(SIGNATURE, value)?)?);
    }
    if let Some(value) = object.get_mut(KEYRING) {
        let one = std::slice::from_ref(value);
        let list = value.as_array().map_or(one, Vec::as_slice);
        let paths: Result<Vec<_>, _> = list.iter().map(|item| path(KEYRING, item)).collect();
        *value = read_keyrings(&paths?)?;
    }
    Ok(())
}

/// Sets the list of checksums.
pub(in crate::command) fn put_list(
    object: &mut Map<String, Value>,
    path: &Path,
) -> Result<(), String> {
    object.insert(LIST.to_owned(), json!(read_text(path)?));
    Ok(())
}

/// Sets the list of checksums to what a stream holds, which is named so in errors.
pub(in crate::command) fn put_list_from(
    object: &mut Map<String, Value>,
    stream: &mut dyn Read,
    name: &str,
) -> Result<(), String> {
    object.insert(LIST.to_owned(), json!(text(read_stream(stream, name)?, name)?));
    Ok(())
}

/// Sets what the arguments say on signatures.
pub(in crate::command) fn put_signing(
    object: &mut Map<String, Value>,
    args: &Signing,
) -> Result<(), String> {
    if let Some(path) = &args.checksums_signature {
        object.insert(SIGNATURE.to_owned(), json!(read_data(path)?));
    }
    if !args.keyring.is_empty() {
        object.insert(KEYRING.to_owned(), read_keyrings(&args.keyring)?);
    }
    if args.require_signature {
        object.insert("require-signature".to_owned(), json!(true));
    }
    if let Some(time) = args.time {
        object.insert("time".to_owned(), json!(time));
    }
    Ok(())
}

/// Each is judged alone, so that each fault is told of the file where it is.
fn read_keyrings(paths: &[PathBuf]) -> Result<Value, String> {
    let mut list = Vec::new();
    for path in paths {
        let data = json!(read_data(path)?);
        let options = json!({ LIST: "", KEYRING: data });
        Options::from_json(&options.to_string())
            .map_err(|error| format!("{}: {error}", show(path)))?;
        list.push(data);
    }
    Ok(Value::Array(list))
}

/// OpenPGP data as options take it: armoured as it is, else in base64.
fn read_data(path: &Path) -> Result<String, String> {
    let bytes = read_bytes(path)?;
    let armoured = |text: &String| text.contains("-----BEGIN PGP");
    let text = String::from_utf8(bytes).map_err(std::string::FromUtf8Error::into_bytes);
    Ok(match text {
        Ok(text) if armoured(&text) => text,
        Ok(text) => STANDARD.encode(text),
        Err(bytes) => STANDARD.encode(bytes),
    })
}
