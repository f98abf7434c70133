//! Scopes, and what is decided for each.

use core::fmt;
use std::collections::BTreeMap;

use super::{
    scope::{Scope, scopes_of},
    signer::Signer,
};
use crate::{
    model::{Glob, Profile, RuleId, Severity, escape_str},
    reference::Reference,
    trust::ImageKeys,
};

/// Whether names of a scope are taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Stance {
    /// They are, if they show what is demanded.
    Trusted,
    /// They are not.
    Blocked,
}

/// What an image, or its name, must show.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Demand {
    /// A signed statement about the image, of this predicate type; escaped.
    Attestation(String, Signer),
    /// The checksum of the input in a list that somebody answers for.
    Checksum,
    /// The image by its digest.
    Digest,
    /// A label of the config, or an annotation of the manifest, with a value that fits a pattern.
    Label(LabelPattern),
    /// One of these platforms; escaped.
    Platform(Vec<String>),
    /// A signature of the image.
    Signature(Signer),
}

/// A label, and what its value must be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct LabelPattern {
    /// Its key.
    pub(crate) key: String,
    /// The pattern as it is written.
    pub(crate) text: String,
    /// The pattern.
    pub(crate) glob: Glob,
}

impl Demand {
    /// What it is called; those that `require` takes by this name in options too.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Attestation(..) => "attestation",
            Self::Checksum => "checksum",
            Self::Digest => "digest",
            Self::Label(_) => "label",
            Self::Platform(_) => "platform",
            Self::Signature(_) => "signature",
        }
    }

    /// What `require` takes by that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "checksum" => Some(Self::Checksum),
            "digest" => Some(Self::Digest),
            "signature" => Some(Self::Signature(Signer::Any)),
            _ => None,
        }
    }

    /// The keys that it names itself.
    pub(super) fn keys(&self) -> Option<&ImageKeys> {
        match self {
            Self::Signature(signer) | Self::Attestation(_, signer) => signer.keys(),
            _ => None,
        }
    }
}

impl fmt::Display for Demand {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())?;
        match self {
            Self::Attestation(predicate, signer) => write!(out, " {predicate}{signer}"),
            Self::Checksum | Self::Digest => Ok(()),
            Self::Label(label) => {
                write!(out, " {} = {}", escape_str(&label.key), escape_str(&label.text))
            }
            Self::Platform(platforms) => write!(out, " {}", platforms.join(" or ")),
            Self::Signature(signer) => write!(out, "{signer}"),
        }
    }
}

/// What is decided for a scope.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct ScopeRule {
    /// Whether its names are taken.
    pub(crate) stance: Stance,
    /// What they must show, each.
    pub(crate) demands: Vec<Demand>,
    /// The profile for input of that name.
    pub(crate) profile: Option<Profile>,
    /// Severities for input of that name.
    pub(crate) levels: BTreeMap<RuleId, Severity>,
}

impl ScopeRule {
    /// A decision without conditions.
    pub(crate) const fn new(stance: Stance) -> Self {
        Self { stance, demands: Vec::new(), profile: None, levels: BTreeMap::new() }
    }
}

/// Scopes, and what is decided for each.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Table {
    scopes: BTreeMap<Scope, ScopeRule>,
}

impl Table {
    /// Scopes that one table may have.
    pub(crate) const SCOPES: usize = 10_000;

    /// Adds a scope; gives back what was decided for it before.
    pub(crate) fn insert(&mut self, scope: Scope, rule: ScopeRule) -> Option<ScopeRule> {
        self.scopes.insert(scope, rule)
    }

    /// The scopes in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Scope, &ScopeRule)> {
        self.scopes.iter()
    }

    /// What is decided for exactly this scope.
    pub(crate) fn get(&self, scope: &str) -> Option<&ScopeRule> {
        self.scopes.get(scope)
    }

    /// Number of scopes.
    pub(crate) fn len(&self) -> usize {
        self.scopes.len()
    }

    /// Names of this stance.
    pub(crate) fn of(&self, stance: Stance) -> impl Iterator<Item = &Scope> + Clone {
        self.scopes.iter().filter(move |(_, rule)| rule.stance == stance).map(|(scope, _)| scope)
    }

    /// The most specific scope that takes a name; for an image without one only `*`.
    pub(crate) fn find(&self, reference: Option<&Reference>) -> Option<(&Scope, &ScopeRule)> {
        let Some(reference) = reference else { return self.at("*") };
        scopes_of(reference).find_map(|scope| self.at(&scope))
    }

    fn at(&self, scope: &str) -> Option<(&Scope, &ScopeRule)> {
        self.scopes.get_key_value(scope)
    }

    /// The most specific scope around another one.
    pub(crate) fn around(&self, scope: &Scope) -> Option<(&Scope, &ScopeRule)> {
        let around = self.scopes.iter().filter(|(other, _)| scope.is_within(other));
        around.max_by_key(|(other, _)| (!other.as_str().starts_with('*'), other.as_str().len()))
    }
}
