//! What variables are worth where.

use core::cell::Cell;
use std::{collections::BTreeMap, sync::Arc};

use super::{BuildArguments, budget::Budget, expand::Values};

/// A platform that builds may be for: variables that the builder sets.
#[derive(Debug)]
pub(super) struct Platform {
    pub(super) name: &'static str,
    os: &'static str,
    architecture: &'static str,
    variant: &'static str,
}

const fn platform(
    name: &'static str,
    os: &'static str,
    architecture: &'static str,
    variant: &'static str,
) -> Platform {
    Platform { name, os, architecture, variant }
}

/// Those that images are built for. A name that is made of its platform is looked at for each.
pub(super) const PLATFORMS: [Platform; 10] = [
    platform("linux/amd64", "linux", "amd64", ""),
    platform("linux/arm64", "linux", "arm64", ""),
    platform("linux/arm/v7", "linux", "arm", "v7"),
    platform("linux/arm/v6", "linux", "arm", "v6"),
    platform("linux/386", "linux", "386", ""),
    platform("linux/ppc64le", "linux", "ppc64le", ""),
    platform("linux/riscv64", "linux", "riscv64", ""),
    platform("linux/s390x", "linux", "s390x", ""),
    platform("linux/loong64", "linux", "loong64", ""),
    platform("windows/amd64", "windows", "amd64", ""),
];

impl Platform {
    /// The value of a variable that the builder sets.
    fn value(&self, name: &str) -> Option<&'static str> {
        let part = name.strip_prefix("TARGET").or_else(|| name.strip_prefix("BUILD"))?;
        match part {
            "PLATFORM" => Some(self.name),
            "OS" => Some(self.os),
            "ARCH" => Some(self.architecture),
            "VARIANT" => Some(self.variant),
            _ => None,
        }
    }
}

/// Variables before the first stage, which are those of all `FROM`.
#[derive(Debug)]
pub(super) struct Global<'a> {
    arguments: &'a BuildArguments,
    platform: &'static Platform,
    values: BTreeMap<String, String>,
    /// The platform made a difference.
    pub(super) by_platform: &'a Cell<bool>,
}

/// Variables within a stage.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    global: &'a Global<'a>,
    arguments: BTreeMap<String, Option<String>>,
    environment: Environment,
}

/// What `ENV` set, in a stage and those that it is made from.
pub(super) type Environment = Arc<BTreeMap<String, String>>;

impl<'a> Global<'a> {
    pub(super) const fn new(
        arguments: &'a BuildArguments,
        platform: &'static Platform,
        by_platform: &'a Cell<bool>,
    ) -> Self {
        Self { arguments, platform, values: BTreeMap::new(), by_platform }
    }

    /// The value that the build gives, whatever the file says.
    pub(super) fn argument(&self, name: &str) -> Option<&'a String> {
        self.arguments.get(name)
    }

    /// Sets the value of an `ARG` with a default or a value from outside.
    pub(super) fn set(&mut self, name: String, value: String) {
        self.values.insert(name, value);
    }

    fn preset(&self, name: &str) -> Option<&str> {
        let value = self.platform.value(name)?;
        if let Some(given) = self.arguments.get(name) {
            return Some(given);
        }
        self.by_platform.set(true);
        Some(value)
    }
}

impl Values for Global<'_> {
    fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str).or_else(|| self.preset(name))
    }
}

impl<'a> Scope<'a> {
    pub(super) const fn new(global: &'a Global<'a>, environment: Environment) -> Self {
        Self { global, arguments: BTreeMap::new(), environment }
    }

    /// An `ARG` of the stage: the value from outside, else the default, else that of before the first stage.
    pub(super) fn declare(&mut self, name: String, default: Option<String>) {
        let given = self.global.argument(&name).cloned();
        let value = given.or(default).or_else(|| self.global.value(&name).map(str::to_owned));
        self.arguments.insert(name, value);
    }

    /// An `ENV` of the stage. What stages share is copied where one of them changes it.
    pub(super) fn set(
        &mut self,
        name: String,
        value: String,
        budget: &mut Budget,
    ) -> Result<(), String> {
        if Arc::strong_count(&self.environment) > 1 {
            let all = self.environment.iter();
            budget.take(all.map(|(name, value)| name.len().saturating_add(value.len())).sum())?;
        }
        Arc::make_mut(&mut self.environment).insert(name, value);
        Ok(())
    }

    /// What the next stage that is made from this one starts with.
    pub(super) fn environment(&self) -> Environment {
        Arc::clone(&self.environment)
    }
}

impl Values for Scope<'_> {
    fn value(&self, name: &str) -> Option<&str> {
        let environment = self.environment.get(name).map(String::as_str);
        environment.or_else(|| self.arguments.get(name)?.as_deref())
    }
}
