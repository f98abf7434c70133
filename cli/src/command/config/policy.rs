//! The files of other programs that the policy names: read here, judged by the core.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use ocivet_core::Options;
use serde_json::{Map, Value, json};

use super::{file::read_text, show};

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
        if let Some(value) = table.get_mut(key) {
            let path = value.as_str().ok_or_else(|| format!("policy.{key} must be a path"))?;
            *value = read(key, &folder.join(path))?;
        }
    }
    Ok(())
}

/// The value of a key from its file. Faults are told with the file.
pub(super) fn read(key: &str, path: &Path) -> Result<Value, String> {
    let value = if key == CONTAINERS {
        let text = read_text(path, SIZE)?;
        check(key, path, &json!(text))?;
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
    Ok(value)
}

/// Judged alone, so that each fault is told of the file where it is.
fn check(key: &str, path: &Path, value: &Value) -> Result<(), String> {
    let options = json!({ "policy": { key: value } });
    match Options::from_json(&options.to_string()) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("{}: {error}", show(path))),
    }
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
