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
use crate::command::args::{Signing, Vouching};

const LIST: &str = "checksums";
const SIGNATURE: &str = "checksums-signature";
const KEYRING: &str = "keyring";
const IMAGE_KEYS: &str = "image-keys";
const IMAGE_SIGNATURES: &str = "image-signatures";
/// Bytes that such a file may have; long lists of checksums have some million.
const SIZE: u64 = 16 << 20;

/// Reads files to the value of one key.
type ReadAll = fn(&[PathBuf]) -> Result<Value, String>;

/// Puts the contents of the files that the configuration names in the place of their names, which count from
/// the configuration's folder.
pub(super) fn read_named(object: &mut Map<String, Value>, folder: &Path) -> Result<(), String> {
    if let Some(value) = object.get_mut(LIST) {
        *value = json!(read_text(&path(LIST, value, folder)?, SIZE)?);
    }
    if let Some(value) = object.get_mut(SIGNATURE) {
        *value = json!(read_data(&path(SIGNATURE, value, folder)?)?);
    }
    let readers: [(_, ReadAll); 3] = [
        (KEYRING, read_keyrings),
        (IMAGE_KEYS, read_image_keys),
        (IMAGE_SIGNATURES, read_image_signatures),
    ];
    for (key, read) in readers {
        if let Some(value) = object.get_mut(key) {
            *value = read(&paths(key, value, folder)?)?;
        }
    }
    Ok(())
}

/// One path or a list of them, from a folder.
pub(super) fn paths(key: &str, value: &Value, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let one = std::slice::from_ref(value);
    let list = value.as_array().map_or(one, Vec::as_slice);
    list.iter().map(|item| path(key, item, folder)).collect()
}

fn path(key: &str, value: &Value, folder: &Path) -> Result<PathBuf, String> {
    match value.as_str() {
        Some(path) => Ok(folder.join(path)),
        None => Err(format!("option {key} must be a path")),
    }
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

/// Sets the keys that must have signed images, and signatures that lie apart from them.
pub(super) fn put_images(object: &mut Map<String, Value>, args: &Vouching) -> Result<(), String> {
    if !args.image_key.is_empty() {
        object.insert(IMAGE_KEYS.to_owned(), read_image_keys(&args.image_key)?);
    }
    if !args.image_signature.is_empty() {
        let signatures = read_image_signatures(&args.image_signature)?;
        object.insert(IMAGE_SIGNATURES.to_owned(), signatures);
    }
    Ok(())
}

fn read_keyrings(paths: &[PathBuf]) -> Result<Value, String> {
    read_each(paths, read_data, |data| json!({ LIST: "", KEYRING: data }))
}

/// Public keys: PEM or OpenPGP.
pub(super) fn read_image_keys(paths: &[PathBuf]) -> Result<Value, String> {
    read_each(paths, read_data, |data| json!({ IMAGE_KEYS: data }))
}

/// DSSE envelopes and sigstore bundles as they are, OpenPGP messages as options take them.
fn read_image_signatures(paths: &[PathBuf]) -> Result<Value, String> {
    let read = |path: &Path| {
        let bytes = read_bytes(path, SIZE)?;
        match String::from_utf8(bytes) {
            Ok(text) if text.trim_start().starts_with('{') => Ok(text),
            Ok(text) => Ok(data(text.into_bytes())),
            Err(error) => Ok(data(error.into_bytes())),
        }
    };
    read_each(paths, read, |text| json!({ IMAGE_SIGNATURES: text }))
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

/// Keys or OpenPGP data as options take them.
pub(super) fn read_data(path: &Path) -> Result<String, String> {
    Ok(data(read_bytes(path, SIZE)?))
}

/// Armoured text as it is, anything else in base64.
fn data(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) if text.contains("-----BEGIN PGP") => text,
        Ok(text) => STANDARD.encode(text),
        Err(error) => STANDARD.encode(error.into_bytes()),
    }
}
