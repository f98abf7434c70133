//! Names that look like others.
//!
//! An attacker needs a name that he can register: a host, a namespace on a registry that is open to all, or
//! the path of somebody's repository on the registry that is tried first. Only these are compared, so that
//! repositories of one owner may be called what he likes.

use core::fmt;

use super::known::KNOWN;
use super::name::Reference;

/// A name that somebody may be taken for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct LookAlike {
    /// The name that may be meant: with the known or trusted registry, namespace or repository.
    pub(crate) name: String,
    /// How they differ.
    pub(crate) by: Difference,
}

/// How two names differ.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Difference {
    /// Letters that look alike, such as `0` and `o`.
    Confusable,
    /// Dashes, dots or underscores.
    Separators,
    /// Two neighbours are swapped.
    Swapped,
    /// A letter is missing.
    Missing,
    /// A letter is too much.
    Added,
    /// A letter is another one.
    Replaced,
    /// The path is the same, the registry is not.
    Registry,
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Confusable => "letters that look alike",
            Self::Separators => "dashes, dots or underscores",
            Self::Swapped => "two letters that are swapped",
            Self::Missing => "a letter that is missing",
            Self::Added => "a letter that is too much",
            Self::Replaced => "one letter",
            Self::Registry => "the registry",
        })
    }
}

/// Short forms that people take for the long one, though they are further away than a typing error.
const ABBREVIATIONS: [(&str, &str); 1] = [("rel", "rhel")];
/// What looks like a single letter, and that letter; the longer ones first.
const CONFUSABLES: [(&str, &str); 6] =
    [("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("i", "l")];

/// What a name looks like, if it is not what it looks like.
///
/// `trusted` are scopes of the user's policy without tags and digests: hosts, namespaces and repositories.
/// A name within one of them looks like nothing.
pub(crate) fn look_alike<'a>(
    reference: &Reference,
    trusted: impl Iterator<Item = &'a str> + Clone,
) -> Option<LookAlike> {
    let name = format!("{}/{}", reference.registry(), reference.path());
    let within = |scope: &str| {
        name.strip_prefix(scope).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if trusted.clone().any(within) {
        return None;
    }
    like_trusted(&name, trusted.clone()).or_else(|| like_known(reference, trusted))
}

fn like_trusted<'a>(name: &str, trusted: impl Iterator<Item = &'a str>) -> Option<LookAlike> {
    let like = |scope: &str| {
        let by = one_component(name, scope)?;
        // The name as it would be within the scope.
        let rest = name.split('/').skip(scope.split('/').count());
        let full: Vec<_> = scope.split('/').chain(rest).collect();
        Some(LookAlike { name: full.join("/"), by })
    };
    trusted.filter_map(like).min_by(|one, other| (one.by, &one.name).cmp(&(other.by, &other.name)))
}

/// How the start of a name differs from a scope, where that is by one component that looks alike.
fn one_component(name: &str, scope: &str) -> Option<Difference> {
    let mut parts = name.split('/');
    let mut found = None;
    for wanted in scope.split('/') {
        let part = parts.next()?;
        if part == wanted {
            continue;
        }
        if found.is_some() {
            return None;
        }
        found = Some(difference(part, wanted)?);
    }
    found
}

fn like_known<'a>(
    reference: &Reference,
    mut trusted: impl Iterator<Item = &'a str>,
) -> Option<LookAlike> {
    let (registry, path) = (reference.registry(), reference.path());
    if !KNOWN.registries.contains(registry) {
        let host = |scope: &str| scope.split('/').next() == Some(registry);
        if trusted.any(host) {
            return None;
        }
        let (by, host) = nearest(registry, KNOWN.registries.iter().copied())?;
        return Some(LookAlike { name: format!("{host}/{path}"), by });
    }
    let owner = path.split('/').next().unwrap_or_default();
    let rest = path.get(owner.len()..).unwrap_or_default();
    if let Some(name) = path.strip_prefix("library/").filter(|_| registry == "docker.io") {
        return like_official(reference, name);
    }
    let owners = KNOWN.owners.iter().filter(|(known, _)| *known == registry);
    let owners: Vec<_> = owners.map(|&(_, owner)| owner).collect();
    if owners.is_empty() || owners.contains(&owner) {
        return None;
    }
    if let Some((by, like)) = nearest(owner, owners.into_iter()) {
        return Some(LookAlike { name: format!("{registry}/{like}{rest}"), by });
    }
    (registry == "docker.io").then(|| like_elsewhere(owner, rest)).flatten()
}

fn like_official(reference: &Reference, name: &str) -> Option<LookAlike> {
    if KNOWN.official.contains(name) {
        return None;
    }
    match nearest(name, KNOWN.official.iter().copied()) {
        Some((by, like)) => Some(LookAlike { name: format!("docker.io/library/{like}"), by }),
        None => reference.implied().domain.then(|| like_elsewhere(name, "")).flatten(),
    }
}

/// A name of a registry that has one owner, or nearly, where it goes to the default registry.
fn like_elsewhere(owner: &str, rest: &str) -> Option<LookAlike> {
    let full = |registry: &str, owner: &str| format!("{registry}/{owner}{rest}");
    if let Some((registry, same)) = KNOWN.elsewhere.iter().find(|(_, known)| *known == owner) {
        return Some(LookAlike { name: full(registry, same), by: Difference::Registry });
    }
    let (by, like) = nearest(owner, KNOWN.elsewhere.iter().map(|&(_, known)| known))?;
    let registry = KNOWN.elsewhere.iter().find(|(_, known)| *known == like)?.0;
    Some(LookAlike { name: full(registry, like), by })
}

/// The known text that is most like another one.
fn nearest<'k>(text: &str, known: impl Iterator<Item = &'k str>) -> Option<(Difference, &'k str)> {
    known.filter_map(|known| Some((difference(text, known)?, known))).min()
}

/// How a host or component differs from a known one, where it could be taken for it.
///
/// Short words are near each other without being meant so: letters are compared from four on, a missing or
/// added one counts from five, another one from six. Digits are versions: another digit is another name.
fn difference(text: &str, known: &str) -> Option<Difference> {
    if text == known || text.len().abs_diff(known.len()) > known.len().div_ceil(2) {
        return None;
    }
    if ABBREVIATIONS.contains(&(text, known)) {
        return Some(Difference::Missing);
    }
    let letters = |text: &str| text.replace(['-', '_', '.'], "");
    if known.len() < 4 {
        return None;
    }
    if letters(text) == letters(known) {
        return Some(Difference::Separators);
    }
    if skeleton(text) == skeleton(known) {
        return Some(Difference::Confusable);
    }
    if text.len().abs_diff(known.len()) > 1 || strsim::osa_distance(text, known) != 1 {
        return None;
    }
    one_letter(text.as_bytes(), known.as_bytes())
}

/// Two texts that are one step apart.
fn one_letter(text: &[u8], known: &[u8]) -> Option<Difference> {
    let at = text.iter().zip(known).take_while(|(one, other)| one == other).count();
    let (given, wanted) = (text.get(at), known.get(at));
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let (difference, least) = match (text.len(), known.len()) {
        (given, wanted) if given < wanted => (Difference::Missing, 5),
        (given, wanted) if given > wanted => (Difference::Added, 5),
        _ if given == known.get(at.saturating_add(1))
            && wanted == text.get(at.saturating_add(1)) =>
        {
            (Difference::Swapped, 4)
        }
        _ => (Difference::Replaced, 6),
    };
    let version = match difference {
        Difference::Missing => is_digit(wanted),
        Difference::Added => is_digit(given),
        _ => is_digit(given) || is_digit(wanted),
    };
    (known.len() >= least && !version).then_some(difference)
}

fn skeleton(text: &str) -> String {
    CONFUSABLES.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests;
