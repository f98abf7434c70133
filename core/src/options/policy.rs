//! The key `policy` of the options.

use serde_json::{Map, Value};

use super::{
    OptionsError,
    value::{known_rule, named, object, pattern, set_level, text, unknown, wrong},
    vouching::{key_data, one_or_more},
};
use crate::{
    model::{Profile, escape_str},
    policy::{
        ContainersPolicy, Demand, KeyFiles, LabelPattern, Policy, RegistriesConf, Scope, ScopeRule,
        Signer, Stance, Table,
    },
    trust::ImageKeys,
};

/// The keys of `policy`.
const KEYS: [&str; 6] =
    ["block", "containers-policy", "key-files", "registries-conf", "scope", "trust"];
/// The keys of a scope.
const SCOPE_KEYS: [&str; 7] =
    ["attestations", "keys", "labels", "platforms", "profile", "require", "rules"];
/// Files of registries.conf, drop-ins included.
const REGISTRIES_FILES: usize = 100;

/// Reads the policy.
pub(super) fn read(value: &Value) -> Result<Policy, OptionsError> {
    let mut policy = Policy::default();
    let table = object("policy", value)?;
    let files = table.get("key-files").map(read_key_files).transpose()?;
    for (key, value) in table {
        match key.as_str() {
            "block" => read_list(&mut policy.own, "block", value, Stance::Blocked)?,
            "containers-policy" => {
                policy.containers = Some(read_containers(value, files.as_ref())?);
            }
            "key-files" => {}
            "registries-conf" => policy.registries = Some(read_registries(value)?),
            "scope" => read_scopes(&mut policy.own, value)?,
            "trust" => read_list(&mut policy.own, "trust", value, Stance::Trusted)?,
            _ => return Err(unknown("key of policy", key, KEYS.into_iter())),
        }
    }
    Ok(policy)
}

fn read_list(
    table: &mut Table,
    key: &str,
    value: &Value,
    stance: Stance,
) -> Result<(), OptionsError> {
    let key = format!("policy.{key}");
    let list = value.as_array().ok_or_else(|| wrong(&key, "a list of scopes"))?;
    for (at, item) in list.iter().enumerate() {
        let place = format!("{key}[{at}]");
        add(table, &place, text(&place, item)?, ScopeRule::new(stance))?;
    }
    Ok(())
}

fn add(table: &mut Table, place: &str, text: &str, rule: ScopeRule) -> Result<(), OptionsError> {
    let scope = Scope::parse(text).map_err(|expected| wrong(place, &expected))?;
    if table.len() >= Table::SCOPES {
        return Err(wrong(place, &format!("one of at most {} scopes", Table::SCOPES)));
    }
    let expected = format!("named once: {scope} has a decision already");
    match table.insert(scope, rule) {
        Some(_) => Err(wrong(place, &expected)),
        None => Ok(()),
    }
}

fn read_scopes(table: &mut Table, value: &Value) -> Result<(), OptionsError> {
    for (name, value) in object("policy.scope", value)? {
        let place = format!("policy.scope.\"{name}\"");
        let rule = read_scope(&place, value)?;
        add(table, &place, name, rule)?;
    }
    Ok(())
}

fn read_scope(place: &str, value: &Value) -> Result<ScopeRule, OptionsError> {
    let mut rule = ScopeRule::new(Stance::Trusted);
    let table = object(place, value)?;
    let signer = read_signer(place, table)?.unwrap_or(Signer::Any);
    for (key, value) in table {
        let name = format!("{place}.{key}");
        match key.as_str() {
            "attestations" => read_attestations(&name, value, &signer, &mut rule.demands)?,
            "keys" => {}
            "labels" => read_labels(&name, value, &mut rule.demands)?,
            "platforms" => rule.demands.push(read_platforms(&name, value)?),
            "profile" => rule.profile = Some(named(&name, value, &Profile::ALL, Profile::name)?),
            "require" => read_demands(&name, value, &signer, &mut rule.demands)?,
            "rules" => {
                for (id, level) in object(&name, value)? {
                    let level = set_level(&name, id, level)?;
                    rule.levels.insert(known_rule(id)?, level);
                }
            }
            _ => return Err(unknown("key of a scope", key, SCOPE_KEYS.into_iter())),
        }
    }
    let is_used = |demand: &Demand| matches!(demand, Demand::Signature(it) | Demand::Attestation(_, it) if *it == signer);
    if signer != Signer::Any && !rule.demands.iter().any(is_used) {
        let expected = "given with what they must sign: require = [\"signature\"], or attestations";
        return Err(wrong(&format!("{place}.keys"), expected));
    }
    Ok(rule)
}

/// Whose keys an object names, where it does.
fn read_signer(place: &str, table: &Map<String, Value>) -> Result<Option<Signer>, OptionsError> {
    let keys = table.get("keys").map(|value| read_keys(&format!("{place}.keys"), value));
    Ok(keys.transpose()?.map(Signer::of_keys))
}

/// One text or a list of them.
fn read_keys(place: &str, value: &Value) -> Result<ImageKeys, OptionsError> {
    let mut keys = ImageKeys::default();
    for item in one_or_more(value) {
        let data = key_data(place, item)?;
        keys.add(&data).map_err(|reason| wrong(place, &format!("public keys: {reason}")))?;
    }
    if keys.is_empty() {
        return Err(wrong(place, "public keys, one text or a list of them"));
    }
    Ok(keys)
}

/// Each is a predicate type, or an object with it and the keys of which one must have signed the statement.
fn read_attestations(
    place: &str,
    value: &Value,
    signer: &Signer,
    demands: &mut Vec<Demand>,
) -> Result<(), OptionsError> {
    let expected = "a list of predicate types, or of objects with type and keys";
    let list = value.as_array().ok_or_else(|| wrong(place, expected))?;
    for (at, item) in list.iter().enumerate() {
        let place = format!("{place}[{at}]");
        let (predicate, signer) = match item {
            Value::Object(table) => {
                if let Some(key) =
                    table.keys().find(|key| !["keys", "type"].contains(&key.as_str()))
                {
                    return Err(unknown(
                        "key of an attestation",
                        key,
                        ["keys", "type"].into_iter(),
                    ));
                }
                let own = read_signer(&place, table)?;
                (table.get("type"), own.unwrap_or_else(|| signer.clone()))
            }
            _ => (Some(item), signer.clone()),
        };
        let predicate = predicate.and_then(Value::as_str).filter(|text| !text.is_empty());
        let predicate = predicate.ok_or_else(|| {
            wrong(&place, "a predicate type, such as \"https://slsa.dev/provenance/v1\"")
        })?;
        demands.push(Demand::Attestation(escape_str(predicate), signer));
    }
    Ok(())
}

fn read_labels(place: &str, value: &Value, demands: &mut Vec<Demand>) -> Result<(), OptionsError> {
    for (key, value) in object(place, value)? {
        let (text, glob) = pattern(&format!("{place}.\"{key}\""), value)?;
        demands.push(Demand::Label(LabelPattern { key: key.clone(), text, glob }));
    }
    Ok(())
}

fn read_platforms(place: &str, value: &Value) -> Result<Demand, OptionsError> {
    let expected = || wrong(place, "a list of platforms, such as \"linux/amd64\"");
    let list = value.as_array().filter(|list| !list.is_empty()).ok_or_else(expected)?;
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_graphic());
    let platform = |item: &Value| {
        let text = item.as_str()?;
        let parts = text.split('/').count();
        (matches!(parts, 2 | 3) && text.split('/').all(is_part)).then(|| escape_str(text))
    };
    list.iter().map(platform).collect::<Option<_>>().map(Demand::Platform).ok_or_else(expected)
}

fn read_demands(
    place: &str,
    value: &Value,
    signer: &Signer,
    demands: &mut Vec<Demand>,
) -> Result<(), OptionsError> {
    let expected = || wrong(place, "a list of checksum, digest, signature, each once");
    for item in value.as_array().ok_or_else(expected)? {
        let demand = match item.as_str().and_then(Demand::from_name).ok_or_else(expected)? {
            Demand::Signature(_) => Demand::Signature(signer.clone()),
            demand => demand,
        };
        if demands.contains(&demand) {
            return Err(expected());
        }
        demands.push(demand);
    }
    Ok(())
}

fn read_containers(
    value: &Value,
    files: Option<&KeyFiles>,
) -> Result<ContainersPolicy, OptionsError> {
    let key = "policy.containers-policy";
    let text = value.as_str().ok_or_else(|| wrong(key, "the text of a containers-policy.json"))?;
    ContainersPolicy::parse(text, files.unwrap_or(&KeyFiles::new()))
        .map_err(|reason| OptionsError::File { what: "containers-policy.json", reason })
}

/// The files that a containers-policy.json names, by their paths.
fn read_key_files(value: &Value) -> Result<KeyFiles, OptionsError> {
    let key = "policy.key-files";
    let file = |(path, value): (&String, &Value)| {
        Ok((path.clone(), key_data(&format!("{key}.\"{}\"", escape_str(path)), value)?))
    };
    object(key, value)?.iter().map(file).collect()
}

fn read_registries(value: &Value) -> Result<RegistriesConf, OptionsError> {
    let key = "policy.registries-conf";
    let expected = || {
        wrong(key, &format!("a list of at most {REGISTRIES_FILES} objects, a registries.conf each"))
    };
    let list = value.as_array().filter(|list| list.len() <= REGISTRIES_FILES);
    let mut registries = RegistriesConf::default();
    for file in list.ok_or_else(expected)? {
        registries
            .add(file)
            .map_err(|reason| OptionsError::File { what: "registries.conf", reason })?;
    }
    Ok(registries)
}

#[cfg(test)]
mod tests;
