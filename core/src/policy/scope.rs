//! What a line of a policy takes.

use core::{borrow::Borrow, fmt};

use crate::reference::{Reference, check_domain, registry_of};

/// A set of names: `*` (all), `*.example.com`, `registry.example.com`, `registry.example.com/team`, a
/// repository, or an image by `:tag` or `@digest`.
///
/// Held in normal form: the host in lower case, without port 443, the default registry as `docker.io`.
/// Source: containers-policy.json(5), "Scopes" of the transport `docker`.
/// Differs: that page takes a name as it is written; `docker.io:443/x` is another one there.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Scope(String);

impl Scope {
    /// Reads a scope; says what it must be if it is none.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self(text.to_owned()));
        }
        if let Some(host) = text.strip_prefix("*.") {
            return match check_domain(host) {
                Ok(()) if !host.contains([':', '[']) => Ok(Self(text.to_ascii_lowercase())),
                _ => Err("a host name behind *. such as *.example.com".to_owned()),
            };
        }
        let text = text.strip_suffix('/').unwrap_or(text);
        let Some((host, _)) = text.split_once('/') else { return Self::host(text) };
        let reference = Reference::parse(text).map_err(|error| format!("a scope: {error}"))?;
        if reference.implied().domain {
            return Err(with_registry(text));
        }
        let registry = reference.registry();
        if reference.implied().tag {
            // As it is written: `docker.io/team` is a namespace, not an image of `library/`.
            let path = text.get(host.len()..).unwrap_or_default();
            return Ok(Self(format!("{registry}{path}")));
        }
        let mut scope = format!("{registry}/{}", reference.path());
        match (reference.tag(), reference.digest()) {
            (Some(_), Some(_)) => return Err("a tag or a digest, not both".to_owned()),
            (Some(tag), None) => scope = scope + ":" + tag,
            (None, Some(digest)) => scope = scope + "@" + &digest.to_string(),
            (None, None) => {}
        }
        Ok(Self(scope))
    }

    fn host(text: &str) -> Result<Self, String> {
        check_domain(text).map_err(|error| format!("a scope: {error}"))?;
        let host = text.to_ascii_lowercase();
        if !host.contains(['.', ':', '[']) && host != "localhost" {
            return Err(with_registry(text));
        }
        Ok(Self(registry_of(&host).to_owned()))
    }

    /// The scope in normal form.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// A host, perhaps with a namespace or repository: no wildcard, no tag, no digest.
    pub(crate) fn as_name(&self) -> Option<&str> {
        let path = self.0.split_once('/').map_or("", |(_, path)| path);
        (!self.0.starts_with('*') && !path.contains([':', '@'])).then_some(&self.0)
    }

    /// The host alone.
    pub(crate) fn as_host(&self) -> Option<&str> {
        self.as_name().filter(|name| !name.contains('/'))
    }

    /// This scope lies within another one: every name of it is also one of the other's.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self != other && wider(&self.0).any(|scope| scope == other.0)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Borrow<str> for Scope {
    fn borrow(&self) -> &str {
        &self.0
    }
}

fn with_registry(text: &str) -> String {
    let path = if text.contains('/') { text.to_owned() } else { format!("library/{text}") };
    format!("a scope that starts with a registry, such as docker.io/{path}")
}

/// The scopes that take a name, the most specific first.
pub(crate) fn scopes_of(reference: &Reference) -> impl Iterator<Item = String> {
    let name = format!("{}/{}", reference.registry(), reference.path());
    let digest = reference.digest().map(|digest| format!("{name}@{digest}"));
    let tag = reference.tag().map(|tag| format!("{name}:{tag}"));
    digest.into_iter().chain(tag).chain(wider(&name).collect::<Vec<_>>())
}

/// A scope and all that it lies within, the most specific first.
fn wider(scope: &str) -> impl Iterator<Item = String> {
    let mut all = vec![scope.to_owned()];
    let mut rest = scope;
    if let Some((name, _)) = scope.split_once('@') {
        all.push(name.to_owned());
        rest = name;
    } else if let Some((name, tag)) = scope.rsplit_once(':').filter(|(name, _)| name.contains('/'))
        && !tag.contains('/')
    {
        all.push(name.to_owned());
        rest = name;
    }
    while let Some((parent, _)) = rest.rsplit_once('/') {
        all.push(parent.to_owned());
        rest = parent;
    }
    // The port belongs to no wildcard; an address in brackets has no parents.
    let mut host = rest.strip_prefix("*.").unwrap_or(rest);
    host = host.split_once(':').map_or(host, |(host, _)| host);
    while let Some((_, parent)) = host.split_once('.').filter(|_| !host.starts_with('[')) {
        all.push(format!("*.{parent}"));
        host = parent;
    }
    if scope != "*" {
        all.push("*".to_owned());
    }
    all.into_iter()
}
