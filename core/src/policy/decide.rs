//! What all files together say about a name.

use core::fmt;

use super::{
    containers::ContainersPolicy,
    registries::RegistriesConf,
    table::{Demand, Stance, Table},
};
use crate::{reference::Reference, trust::ImageKeys};

/// What the user has decided about names. Made by [`Options::from_json`](crate::Options::from_json).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Policy {
    /// ocivet's own: `trust`, `block` and `scope`.
    pub(crate) own: Table,
    /// containers-policy.json(5).
    pub(crate) containers: Option<ContainersPolicy>,
    /// containers-registries.conf(5).
    pub(crate) registries: Option<RegistriesConf>,
}

/// Which file decides.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Origin {
    /// ocivet's own policy.
    Own,
    /// containers-policy.json.
    Containers,
    /// registries.conf.
    Registries,
}

impl Origin {
    /// The name in messages.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Own => "the policy",
            Self::Containers => "containers-policy.json",
            Self::Registries => "registries.conf",
        }
    }
}

/// Where an image is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Transport {
    /// On a registry.
    Registry,
    /// In a docker-archive.
    DockerArchive,
    /// In an OCI layout in one file.
    OciArchive,
    /// In an OCI layout in a folder.
    OciLayout,
}

impl Transport {
    /// All of them.
    pub(crate) const ALL: [Self; 4] =
        [Self::Registry, Self::DockerArchive, Self::OciArchive, Self::OciLayout];

    /// The name in containers-policy.json(5).
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Registry => "docker",
            Self::DockerArchive => "docker-archive",
            Self::OciArchive => "oci-archive",
            Self::OciLayout => "oci",
        }
    }
}

/// What one file says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Ruling<'a> {
    /// Which file.
    pub(crate) origin: Origin,
    /// The scope that decides; none where no scope takes the name.
    pub(crate) scope: Option<String>,
    /// What it says; none where the file trusts others and not this one.
    pub(crate) stance: Option<Stance>,
    /// What must be shown.
    pub(crate) demands: &'a [Demand],
    /// The name that signatures must give to the image, where the file compares it.
    pub(crate) intended: Option<&'a Reference>,
}

impl Ruling<'_> {
    /// Who decides, for messages: `the policy (scope docker.io)`.
    pub(crate) fn by(&self) -> String {
        match &self.scope {
            Some(scope) => format!("{} ({scope})", self.origin.name()),
            None => self.origin.name().to_owned(),
        }
    }

    /// ocivet's own policy trusts it.
    pub(crate) fn is_own_trust(&self) -> bool {
        self.origin == Origin::Own && self.stance == Some(Stance::Trusted)
    }
}

/// One line: `the policy (quay.io/team): trusted, must show digest`.
impl fmt::Display for Ruling<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stance = match self.stance {
            Some(Stance::Blocked) => "blocked",
            Some(Stance::Trusted) => "trusted",
            None => "not trusted, no scope takes it",
        };
        write!(out, "{}: {stance}", self.by())?;
        for (at, demand) in self.demands.iter().enumerate() {
            write!(out, "{}{demand}", if at == 0 { ", must show " } else { " and " })?;
        }
        Ok(())
    }
}

impl Policy {
    /// Nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.own.len() == 0 && self.containers.is_none() && self.registries.is_none()
    }

    /// What ocivet's own policy says about a name, or about an image without one. A file that trusts nobody
    /// says nothing about names that it does not list.
    pub(crate) fn own_ruling(&self, reference: Option<&Reference>) -> Option<Ruling<'_>> {
        let origin = Origin::Own;
        match self.own.find(reference) {
            Some((scope, rule)) => Some(Ruling {
                origin,
                scope: Some(scope.to_string()),
                stance: Some(rule.stance),
                demands: &rule.demands,
                intended: None,
            }),
            None => self.own.of(Stance::Trusted).next().map(|_| Ruling {
                origin,
                scope: None,
                stance: None,
                demands: &[],
                intended: None,
            }),
        }
    }

    /// What containers-policy.json says about an image.
    pub(crate) fn containers_ruling<'a>(
        &'a self,
        transport: Transport,
        reference: Option<&'a Reference>,
    ) -> Option<Ruling<'a>> {
        let (scope, rule) = self.containers.as_ref()?.find(transport, reference);
        let scope = Some(scope.unwrap_or_else(|| "default".to_owned()));
        let (stance, demands) = (Some(rule.stance), rule.demands.as_slice());
        let intended = reference.filter(|_| transport == Transport::Registry);
        Some(Ruling { origin: Origin::Containers, scope, stance, demands, intended })
    }

    /// That registries.conf blocks a name; it has no other opinion.
    fn registries_ruling(&self, reference: &Reference) -> Option<Ruling<'_>> {
        let (scope, rule) = self.registries.as_ref()?.table().find(Some(reference))?;
        let stance = Some(rule.stance).filter(|stance| *stance == Stance::Blocked)?;
        let (scope, stance) = (Some(scope.to_string()), Some(stance));
        Some(Ruling { origin: Origin::Registries, scope, stance, demands: &[], intended: None })
    }

    /// What all files say about a name that is to be fetched.
    pub(crate) fn rulings<'a>(&'a self, reference: &'a Reference) -> Vec<Ruling<'a>> {
        let own = self.own_ruling(Some(reference));
        let containers = self.containers_ruling(Transport::Registry, Some(reference));
        own.into_iter().chain(containers).chain(self.registries_ruling(reference)).collect()
    }

    /// The files that containers-policy.json names for keys, as it writes their paths. Their contents are given in
    /// the option `policy.key-files`.
    pub fn key_files(&self) -> impl Iterator<Item = &str> {
        self.containers.iter().flat_map(ContainersPolicy::key_files)
    }

    /// All keys that some scope names.
    pub(crate) fn keys(&self) -> ImageKeys {
        let own = self.own.iter().map(|(_, rule)| rule);
        let rules = own.chain(self.containers.iter().flat_map(ContainersPolicy::rules));
        let mut all = ImageKeys::default();
        for keys in rules.flat_map(|rule| &rule.demands).filter_map(Demand::keys) {
            all.extend(keys);
        }
        all
    }

    /// What registries.conf makes of a name without registry, in words.
    pub(crate) fn short_name(&self, short: &str) -> Option<String> {
        let registries = self.registries.as_ref()?;
        Some(match (registries.alias(short), registries.search()) {
            (Some(name), _) => name.to_owned(),
            (None, []) => "nothing".to_owned(),
            (None, search) => format!("the first that has it of {}", search.join(", ")),
        })
    }

    /// The scopes of the user's own policy that are trusted, but for wildcards, tags and digests.
    pub(crate) fn trusted_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.own.of(Stance::Trusted).filter_map(super::scope::Scope::as_name)
    }
}
