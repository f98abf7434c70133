//! Names that others imitate.

use std::{collections::BTreeSet, sync::LazyLock};

/// The list, with its sources and date.
const LIST: &str = include_str!("known.txt");
/// Registries on which anybody can open a namespace.
const SHARED: [&str; 6] =
    ["docker.io", "gcr.io", "ghcr.io", "public.ecr.aws", "quay.io", "registry.gitlab.com"];

/// The list, by what its lines are.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Hosts.
    pub(super) registries: BTreeSet<&'static str>,
    /// Official images of `docker.io`, without `library/`.
    pub(super) official: BTreeSet<&'static str>,
    /// Registry and first component of the path, where anybody can open one.
    pub(super) owners: BTreeSet<(&'static str, &'static str)>,
    /// The same, or a repository without a namespace, on registries that belong to one owner.
    pub(super) elsewhere: BTreeSet<(&'static str, &'static str)>,
}

/// The list, read once.
pub(super) static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known::default();
    for line in LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Some((registry, path)) = line.split_once('/') else {
            known.registries.insert(line);
            continue;
        };
        if let Some(official) = line.strip_prefix("docker.io/library/") {
            known.official.insert(official);
            continue;
        }
        let owner = path.split('/').next().unwrap_or_default();
        if SHARED.contains(&registry) {
            known.owners.insert((registry, owner));
        } else {
            known.elsewhere.insert((registry, owner));
        }
    }
    known
});

/// Whether an official image of `docker.io` has this name.
pub(crate) fn is_official(name: &str) -> bool {
    KNOWN.official.contains(name)
}

#[cfg(test)]
mod tests {
    use super::{KNOWN, LIST};
    use crate::reference::Reference;

    #[test]
    fn every_line_is_a_name_and_stands_once_on_a_known_registry() {
        let mut seen = std::collections::BTreeSet::new();
        for line in LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            assert!(seen.insert(line), "{line} twice");
            let Some((registry, _)) = line.split_once('/') else { continue };
            assert!(KNOWN.registries.contains(registry), "{line}");
            let name = if line.ends_with('/') { format!("{line}app") } else { line.to_owned() };
            let reference = Reference::parse(&name).unwrap();
            assert_eq!(reference.name(), name, "{line}");
        }
        assert!(seen.len() > 300);
        assert!(LIST.contains("# Date: 20") && LIST.contains("# Sources: "));
    }
}
