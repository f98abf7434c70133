//! The key `policy` of the options.

use serde_json::Value;

use super::{OptionsError, known_rule, named, object, set_level, text, unknown, wrong};
use crate::{
    model::{Profile, escape_str},
    policy::{ContainersPolicy, Demand, Policy, RegistriesConf, Scope, ScopeRule, Stance, Table},
};

/// The keys of `policy`.
const KEYS: [&str; 5] = ["block", "containers-policy", "registries-conf", "scope", "trust"];
/// The keys of a scope.
const SCOPE_KEYS: [&str; 3] = ["profile", "require", "rules"];
/// Files of registries.conf, drop-ins included.
const REGISTRIES_FILES: usize = 100;

/// Reads the policy.
pub(super) fn read(value: &Value) -> Result<Policy, OptionsError> {
    let mut policy = Policy::default();
    for (key, value) in object("policy", value)? {
        match key.as_str() {
            "block" => read_list(&mut policy.own, "block", value, Stance::Blocked)?,
            "containers-policy" => policy.containers = Some(read_containers(value)?),
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
        let place = format!("policy.scope.\"{}\"", escape_str(name));
        let rule = read_scope(&place, value)?;
        add(table, &place, name, rule)?;
    }
    Ok(())
}

fn read_scope(place: &str, value: &Value) -> Result<ScopeRule, OptionsError> {
    let mut rule = ScopeRule::new(Stance::Trusted);
    for (key, value) in object(place, value)? {
        let name = format!("{place}.{key}");
        match key.as_str() {
            "profile" => rule.profile = Some(named(&name, value, &Profile::ALL, Profile::name)?),
            "require" => rule.demands = read_demands(&name, value)?,
            "rules" => {
                for (id, level) in object(&name, value)? {
                    let level = set_level(&name, id, level)?;
                    rule.levels.insert(known_rule(id)?, level);
                }
            }
            _ => return Err(unknown("key of a scope", key, SCOPE_KEYS.into_iter())),
        }
    }
    Ok(rule)
}

fn read_demands(place: &str, value: &Value) -> Result<Vec<Demand>, OptionsError> {
    let expected = || wrong(place, "a list of checksum, digest, signature, each once");
    let list = value.as_array().ok_or_else(expected)?;
    let mut demands = Vec::new();
    for item in list {
        let demand = item.as_str().and_then(Demand::from_name).ok_or_else(expected)?;
        if demands.contains(&demand) {
            return Err(expected());
        }
        demands.push(demand);
    }
    Ok(demands)
}

fn read_containers(value: &Value) -> Result<ContainersPolicy, OptionsError> {
    let key = "policy.containers-policy";
    let text = value.as_str().ok_or_else(|| wrong(key, "the text of a containers-policy.json"))?;
    ContainersPolicy::parse(text)
        .map_err(|reason| OptionsError::File { what: "containers-policy.json", reason })
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
