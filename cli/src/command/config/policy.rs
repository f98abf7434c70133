//! The files of other programs that the policy names: read here, judged by the core.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use ocivet_core::Options;
use serde_json::{Map, Value, json};

use super::{
    file::read_text,
    show,
    vouching::{paths, read_data, read_image_keys},
};

/// The key of a containers-policy.json(5).
pub(super) const CONTAINERS: &str = "containers-policy";
/// The key of a containers-registries.conf(5).
pub(super) const REGISTRIES: &str = "registries-conf";
/// Bytes that such a file may have; real ones have some thousand.
const SIZE: u64 = 4 << 20;

/// Puts the contents of the files that the configuration names in the place of their names, which count from
/// the configuration's folder.
pub(super) fn read_named(object: &mut Map<String, Value>, folder: &Path) -> Result<(), String> {
    let Some(Value::Object(table)) = object.get_mut("policy") else { return Ok(()) };
    for key in [CONTAINERS, REGISTRIES] {
        if let Some(value) = table.get(key) {
            let path = value.as_str().ok_or_else(|| format!("policy.{key} must be a path"))?;
            let path = folder.join(path);
            table.extend(read(key, &path)?);
        }
    }
    let Some(Value::Object(scopes)) = table.get_mut("scope") else { return Ok(()) };
    for scope in scopes.values_mut().filter_map(Value::as_object_mut) {
        read_keys(scope, folder)?;
        let attestations = scope.get_mut("attestations").and_then(Value::as_array_mut);
        for attestation in attestations.into_iter().flatten().filter_map(Value::as_object_mut) {
            read_keys(attestation, folder)?;
        }
    }
    Ok(())
}

fn read_keys(table: &mut Map<String, Value>, folder: &Path) -> Result<(), String> {
    match table.get_mut("keys") {
        Some(value) => {
            *value = read_image_keys(&paths("keys of a scope", value, folder)?)?;
            Ok(())
        }
        None => Ok(()),
    }
}

/// The values of the keys of the policy that a file gives. Faults are told with the file.
pub(super) fn read(key: &str, path: &Path) -> Result<Map<String, Value>, String> {
    let mut values = Map::new();
    let value = if key == CONTAINERS {
        let text = read_text(path, SIZE)?;
        let options = check(key, path, &json!(text))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        // What cannot be read is of no use: whatever it should have signed is denied.
        let files = options
            .policy()
            .key_files()
            .filter_map(|name| Some((name.to_owned(), json!(read_data(&folder.join(name)).ok()?))));
        values.insert("key-files".to_owned(), files.collect());
        json!(text)
    } else {
        let mut files = Vec::new();
        for path in [path.to_owned()].into_iter().chain(drop_ins(path)?) {
            let table: toml::Table = read_text(&path, SIZE)?
                .parse()
                .map_err(|error| format!("{}: {error}", show(&path)))?;
            let file = serde_json::to_value(table).unwrap_or_default();
            check(key, &path, &json!([file]))?;
            files.push(file);
        }
        Value::Array(files)
    };
    values.insert(key.to_owned(), value);
    Ok(values)
}

/// Judged alone, so that each fault is told of the file where it is.
fn check(key: &str, path: &Path, value: &Value) -> Result<Options, String> {
    let options = json!({ "policy": { key: value } });
    Options::from_json(&options.to_string()).map_err(|error| format!("{}: {error}", show(path)))
}

/// `registries.conf.d/*.conf` beside `registries.conf`, in the order of their names.
fn drop_ins(path: &Path) -> Result<Vec<PathBuf>, String> {
    let mut folder = path.as_os_str().to_owned();
    folder.push(".d");
    let folder = PathBuf::from(folder);
    let list = || -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "conf") {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    };
    match list() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        result => result.map_err(|error| format!("cannot read {}: {error}", show(&folder))),
    }
}
