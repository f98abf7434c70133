//! containers-registries.conf(5), where Podman, Buildah and Skopeo look for names.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{
    scope::Scope,
    table::{ScopeRule, Stance, Table},
};
use crate::model::escape_str;

/// The file and its drop-ins, the later over the earlier.
///
/// Source: containers-registries.conf(5) and containers-registries.conf.d(5) of containers/image 5.30,
/// version 2 of the format.
/// Differs: unknown keys are refused, where those tools pass them over.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct RegistriesConf {
    /// `unqualified-search-registries`.
    search: Vec<String>,
    /// `[[registry]]` by prefix.
    entries: BTreeMap<Scope, RegistryEntry>,
    /// `[aliases]`.
    aliases: BTreeMap<String, String>,
    /// `short-name-mode`.
    mode: Option<String>,
    /// The prefixes that are blocked, for the look-up: the most specific prefix counts, blocked or not.
    table: Table,
}

/// One `[[registry]]`.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RegistryEntry {
    prefix: Option<String>,
    location: Option<String>,
    #[serde(default)]
    insecure: bool,
    #[serde(default)]
    blocked: bool,
    #[serde(default)]
    mirror_by_digest_only: bool,
    #[serde(default)]
    mirror: Vec<Mirror>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Mirror {
    location: String,
    #[serde(default)]
    insecure: bool,
    #[serde(rename = "pull-from-mirror")]
    pulls: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    unqualified_search_registries: Option<Vec<String>>,
    #[serde(default)]
    registry: Vec<RegistryEntry>,
    #[serde(default)]
    aliases: BTreeMap<String, String>,
    short_name_mode: Option<String>,
    #[serde(default)]
    credential_helpers: Vec<String>,
    #[serde(default)]
    additional_layer_store_auth_helper: String,
}

impl RegistriesConf {
    /// Adds a file, as JSON, over those before it.
    ///
    /// # Errors
    /// What is wrong with it: the file counts as a whole or not at all.
    pub(crate) fn add(&mut self, file: &Value) -> Result<(), String> {
        if file.get("registries").is_some() {
            return Err("[registries.…] is version 1 of the format; write [[registry]]".to_owned());
        }
        let file: File =
            serde_json::from_value(file.clone()).map_err(|error| escape_str(&error.to_string()))?;
        // Credentials are no matter of names.
        let _ = (&file.credential_helpers, &file.additional_layer_store_auth_helper);
        if let Some(search) = file.unqualified_search_registries {
            for host in &search {
                let scope = Scope::parse(host).map_err(|expected| {
                    format!("unqualified-search-registries: {} is not {expected}", escape_str(host))
                })?;
                if scope.as_host().is_none() {
                    return Err(format!("unqualified-search-registries: {scope} is no registry"));
                }
            }
            self.search = search;
        }
        if let Some(mode) = file.short_name_mode {
            if !["enforcing", "permissive", "disabled"].contains(&mode.as_str()) {
                return Err("short-name-mode must be enforcing, permissive or disabled".to_owned());
            }
            self.mode = Some(mode);
        }
        let mut seen = Vec::new();
        for entry in file.registry {
            let scope = entry.scope()?;
            if seen.contains(&scope) {
                return Err(format!("[[registry]] {scope} stands there twice"));
            }
            seen.push(scope.clone());
            let stance = if entry.blocked { Stance::Blocked } else { Stance::Trusted };
            self.table.insert(scope.clone(), ScopeRule::new(stance));
            self.entries.insert(scope, entry);
        }
        for (alias, name) in file.aliases {
            check_alias(&alias, &name)?;
            self.aliases.insert(alias, name);
        }
        Ok(())
    }

    /// The prefixes, with what is blocked.
    pub(crate) const fn table(&self) -> &Table {
        &self.table
    }

    /// The name that a short name stands for; an empty one takes an alias back.
    pub(crate) fn alias(&self, short: &str) -> Option<&str> {
        self.aliases.get(short).map(String::as_str).filter(|name| !name.is_empty())
    }

    /// The registries that are asked for short names.
    pub(crate) fn search(&self) -> &[String] {
        &self.search
    }

    /// What of the files is not judged, and what is unsafe.
    pub(crate) fn unused(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for (prefix, entry) in &self.entries {
            if entry.insecure {
                notes.push(format!(
                    "{prefix} is insecure: whoever is on the way may change what comes"
                ));
            }
            if let Some(location) = entry.location.as_deref().filter(|at| *at != prefix.as_str()) {
                let location = escape_str(location);
                notes.push(format!(
                    "{prefix} is read from {location}: judged by its own name alone"
                ));
            }
            for mirror in &entry.mirror {
                let tls = if mirror.insecure { ", insecure" } else { "" };
                let when = mirror.pulls.as_deref().unwrap_or_default();
                let when = if entry.mirror_by_digest_only { "digest-only" } else { when };
                let when =
                    if when.is_empty() { String::new() } else { format!(", {}", escape_str(when)) };
                let location = escape_str(&mirror.location);
                notes.push(format!(
                    "{prefix} has the mirror {location}{tls}{when}: mirrors are not judged"
                ));
            }
        }
        if self.mode.as_deref() == Some("disabled") && self.search.len() > 1 {
            notes.push(
                "short names are looked for in several registries without a question: the first \
                 that has the name wins"
                    .to_owned(),
            );
        }
        notes
    }
}

impl RegistryEntry {
    fn scope(&self) -> Result<Scope, String> {
        let Some(prefix) = self.prefix.as_ref().or(self.location.as_ref()) else {
            return Err("[[registry]] has neither prefix nor location".to_owned());
        };
        let scope = Scope::parse(prefix)
            .map_err(|expected| format!("[[registry]] {} is not {expected}", escape_str(prefix)))?;
        if scope.as_str() == "*" {
            return Err("[[registry]] * is no prefix".to_owned());
        }
        Ok(scope)
    }
}

fn check_alias(alias: &str, name: &str) -> Result<(), String> {
    let fault = |what: &str| Err(format!("alias {} {what}", escape_str(alias)));
    if Scope::parse(alias).is_ok() || alias.contains([':', '@']) {
        return fault("must be a name without registry, tag and digest");
    }
    if name.is_empty() {
        return Ok(());
    }
    match Scope::parse(name) {
        Ok(scope) if scope.as_name().is_some_and(|name| name.contains('/')) => Ok(()),
        _ => fault("must stand for a name with registry, without tag and digest"),
    }
}
