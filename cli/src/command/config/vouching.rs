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
const IMAGE_KEYS: &str = "image-keys";
/// Bytes that such a file may have; long lists of checksums have some million.
const SIZE: u64 = 16 << 20;

/// Puts the contents of the files that the configuration names in the place of their names, which count from
/// the configuration's folder.
pub(super) fn read_named(object: &mut Map<String, Value>, folder: &Path) -> Result<(), String> {
    let path = |key: &str, value: &Value| match value.as_str() {
        Some(path) => Ok(folder.join(path)),
        None => Err(format!("option {key} must be a path")),
    };
    if let Some(value) = object.get_mut(LIST) {
        *value = json!(read_text(&path(LIST, value)?, SIZE)?);
    }
    if let Some(value) = object.get_mut(SIGNATURE) {
        *value = json!(read_data(&path(SIGNATURE, value)?)?);
    }
    let all = |key: &str, value: &Value| -> Result<Vec<PathBuf>, String> {
        let one = std::slice::from_ref(value);
        value.as_array().map_or(one, Vec::as_slice).iter().map(|item| path(key, item)).collect()
    };
    if let Some(value) = object.get_mut(KEYRING) {
        *value = read_keyrings(&all(KEYRING, value)?)?;
    }
    if let Some(value) = object.get_mut(IMAGE_KEYS) {
        *value = read_image_keys(&all(IMAGE_KEYS, value)?)?;
    }
    Ok(())
}

/// Sets the list of checksums.
pub(in crate::command) fn put_list(
    object: &mut Map<String, Value>,
    path: &Path,
) -> Result<(), String> {
    object.insert(LIST.to_owned(), json!(read_text(path, SIZE)?));
    Ok(())
}

/// Sets the list of checksums to what a stream holds, which is named so in errors.
pub(in crate::command) fn put_list_from(
    object: &mut Map<String, Value>,
    stream: &mut dyn Read,
    name: &str,
) -> Result<(), String> {
    object.insert(LIST.to_owned(), json!(text(read_stream(stream, SIZE, name)?, name)?));
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

/// Sets the keys that must have signed images.
pub(super) fn put_image_keys(
    object: &mut Map<String, Value>,
    paths: &[PathBuf],
) -> Result<(), String> {
    if !paths.is_empty() {
        object.insert(IMAGE_KEYS.to_owned(), read_image_keys(paths)?);
    }
    Ok(())
}

fn read_keyrings(paths: &[PathBuf]) -> Result<Value, String> {
    read_each(paths, read_data, |data| json!({ LIST: "", KEYRING: data }))
}

fn read_image_keys(paths: &[PathBuf]) -> Result<Value, String> {
    read_each(paths, |path| read_text(path, SIZE), |text| json!({ IMAGE_KEYS: text }))
}

/// The contents of files. Each is judged alone, so that each fault is told of the file where it is.
fn read_each(
    paths: &[PathBuf],
    read: impl Fn(&Path) -> Result<String, String>,
    options: impl Fn(&str) -> Value,
) -> Result<Value, String> {
    let mut list = Vec::new();
    for path in paths {
        let text = read(path)?;
        Options::from_json(&options(&text).to_string())
            .map_err(|error| format!("{}: {error}", show(path)))?;
        list.push(json!(text));
    }
    Ok(Value::Array(list))
}

/// OpenPGP data as options take it: armoured as it is, else in base64.
fn read_data(path: &Path) -> Result<String, String> {
    let bytes = read_bytes(path, SIZE)?;
    let armoured = |text: &String| text.contains("-----BEGIN PGP");
    let text = String::from_utf8(bytes).map_err(std::string::FromUtf8Error::into_bytes);
    Ok(match text {
        Ok(text) if armoured(&text) => text,
        Ok(text) => STANDARD.encode(text),
        Err(bytes) => STANDARD.encode(bytes),
    })
}
