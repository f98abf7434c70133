//! From arguments and configuration files to options: one format, whatever it was written as.

mod file;
mod policy;
mod vouching;

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use ocivet_core::{Options, escape};
use serde_json::{Map, Value, json};

pub(super) use self::vouching::{put_list, put_list_from, put_signing};
use super::{
    Failure,
    args::{Configuring, Judging},
};

/// Names of a configuration file, the first before the second.
const NAMES: [&str; 2] = ["ocivet.toml", ".ocivet.toml"];

/// The options, and the configuration file that they come from.
#[derive(Debug)]
pub(super) struct Configuration {
    pub(super) options: Options,
    file: Option<PathBuf>,
}

impl Configuration {
    /// The file that it comes from, in words.
    pub(super) fn origin(&self) -> String {
        let file = self.file.as_deref().map_or_else(|| "none".to_owned(), show);
        format!("configuration: {file}")
    }
}

/// Reads the configuration file that applies, and puts the arguments on top.
pub(super) fn load(args: &Configuring) -> Result<Configuration, Failure> {
    load_for(args, |_| Ok(()))
}

/// The same, with more arguments.
pub(super) fn load_judging(args: &Judging) -> Result<Configuration, Failure> {
    load_for(&args.configuring, |object| put_judging(object, args))
}

/// The same, with what `put` sets on top of the file.
pub(super) fn load_for(
    args: &Configuring,
    put: impl FnOnce(&mut Map<String, Value>) -> Result<(), String>,
) -> Result<Configuration, Failure> {
    let file = match &args.config {
        Some(path) => Some(path.clone()),
        None if args.no_config => None,
        None => find().map_err(|error| {
            Failure::new(format!("cannot look for a configuration file: {error}"))
        })?,
    };
    let mut object = match &file {
        Some(path) => read(path)
            .map_err(|reason| Failure::new(format!("configuration {}: {reason}", show(path))))?,
        None => Map::new(),
    };
    put(&mut object).map_err(Failure::new)?;
    let levels = args.levels.iter().map(|(rule, level)| (rule.clone(), json!(level)));
    put_all(&mut object, "rules", levels);
    let given = [
        (policy::CONTAINERS, &args.containers_policy),
        (policy::REGISTRIES, &args.registries_conf),
    ];
    for (key, path) in given {
        if let Some(path) = path {
            let values = policy::read(key, path).map_err(Failure::new)?;
            put_all(&mut object, "policy", values.into_iter());
        }
    }
    let options = Options::from_json(&Value::Object(object).to_string())
        .map_err(|error| Failure::new(error.to_string()))?;
    Ok(Configuration { options, file })
}

/// A path as text that is safe on a terminal.
pub(super) fn show(path: &Path) -> String {
    escape(path.as_os_str().as_encoded_bytes())
}

/// The nearest file from the current directory upwards, else the user's.
fn find() -> io::Result<Option<PathBuf>> {
    let current = env::current_dir()?;
    let near = current.ancestors().flat_map(|folder| NAMES.map(|name| folder.join(name)));
    Ok(near.chain(user_file()).find(|path| path.is_file()))
}

/// `config.toml` below `XDG_CONFIG_HOME`, which is `~/.config` where it is not set.
fn user_file() -> Option<PathBuf> {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || absolute("HOME").map(|home| home.join(".config"));
    absolute("XDG_CONFIG_HOME").or_else(home).map(|folder| folder.join("ocivet/config.toml"))
}

fn read(path: &Path) -> Result<Map<String, Value>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read it: {error}"))?;
    let table: toml::Table = text.parse().map_err(|error| format!("{error}"))?;
    let Ok(Value::Object(mut object)) = serde_json::to_value(table) else {
        return Err("it is no table".to_owned());
    };
    for key in ["name", "reference"] {
        if object.contains_key(key) {
            return Err(format!("option {key} is for the report of one input; remove it"));
        }
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    policy::read_named(&mut object, folder)?;
    vouching::read_named(&mut object, folder)?;
    // Judged without the arguments, so that each fault is told of the place where it was written.
    Options::from_json(&Value::Object(object.clone()).to_string())
        .map_err(|error| error.to_string())?;
    Ok(object)
}

fn put_judging(object: &mut Map<String, Value>, args: &Judging) -> Result<(), String> {
    let texts = [("kind", &args.kind), ("profile", &args.profile), ("reference", &args.reference)];
    for (key, value) in texts {
        if let Some(value) = value {
            object.insert(key.to_owned(), json!(value));
        }
    }
    if args.digest {
        object.insert("digest".to_owned(), json!(true));
    }
    if let Value::Array(expect) = object.entry("expect").or_insert_with(|| json!([])) {
        expect.extend(args.expect.iter().map(|digest| json!(digest)));
    }
    let limits = args.limits.iter().map(|(name, value)| (name.clone(), json!(value)));
    put_all(object, "limits", limits);
    let build_args = args.build_args.iter().map(|(name, value)| (name.clone(), json!(value)));
    put_all(object, "build-args", build_args);
    if let Some(list) = &args.vouching.checksums {
        put_list(object, list)?;
    }
    put_signing(object, &args.vouching.signing)?;
    vouching::put_images(object, &args.vouching)
}

fn put_all(
    object: &mut Map<String, Value>,
    key: &str,
    values: impl Iterator<Item = (String, Value)>,
) {
    if let Value::Object(table) = object.entry(key).or_insert_with(|| json!({})) {
        table.extend(values);
    }
}

/// A number with an optional unit: `64M` is 64 × 1024 × 1024.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let unit = text.get(digits.len()..).unwrap_or_default().to_ascii_lowercase();
    let shift = match unit.as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        "t" | "tb" | "tib" => 40,
        _ => return Err(format!("{unit} is no unit; use K, M, G or T")),
    };
    let number: u64 =
        digits.parse().map_err(|_| "it needs a whole number, such as 300 or 64M".to_owned())?;
    number.checked_mul(1 << shift).ok_or_else(|| "it is too large".to_owned())
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_have_units() {
        for (text, value) in
            [("0", 0), ("300", 300), ("4k", 4096), ("64M", 64 << 20), ("2GiB", 2 << 30)]
        {
            assert_eq!(size(text), Ok(value), "{text}");
        }
        for text in ["", "K", "-1", "1.5G", "1X", "99999999T", "1 K"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
