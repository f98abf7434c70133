//! Why something could not be brought from a registry.

use std::time::Duration;

use ocivet_core::escape_str;
use ureq::http::Uri;

/// A request, or an answer, that came to nothing.
#[derive(Debug, thiserror::Error)]
#[error("{what}; {advice}")]
pub(crate) struct RegistryError {
    what: String,
    advice: String,
    nature: Nature,
}

/// Whether the same request may be answered otherwise a moment later.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Nature {
    Final,
    Transient { wait: Option<Duration> },
    NotFound,
}

impl RegistryError {
    /// Asking again is of no use.
    pub(crate) fn new(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what: what.into(), advice: advice.into(), nature: Nature::Final }
    }

    /// Asking again may help.
    pub(crate) fn transient(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { nature: Nature::Transient { wait: None }, ..Self::new(what, advice) }
    }

    /// The registry does not have it.
    pub(super) fn not_found(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { nature: Nature::NotFound, ..Self::new(what, advice) }
    }

    /// The same, not before some time has passed.
    pub(super) fn after(mut self, wait: Option<Duration>) -> Self {
        self.nature = Nature::Transient { wait };
        self
    }

    pub(crate) fn is_transient(&self) -> bool {
        matches!(self.nature, Nature::Transient { .. })
    }

    pub(crate) fn is_not_found(&self) -> bool {
        self.nature == Nature::NotFound
    }

    /// How long the other end asked to be left alone.
    pub(crate) fn wait(&self) -> Option<Duration> {
        match self.nature {
            Nature::Transient { wait } => wait,
            Nature::Final | Nature::NotFound => None,
        }
    }
}

/// What a server did that no registry in its right mind does.
pub(crate) fn misbehaved(what: impl Into<String>) -> RegistryError {
    RegistryError::new(what, "nothing of it was kept; ask whoever runs the registry")
}

/// An address as text that is safe on a terminal. Queries are left out: those of redirects are secrets.
pub(crate) fn show(url: &Uri) -> String {
    let scheme = url.scheme_str().unwrap_or_default();
    let authority = url.authority().map(ToString::to_string).unwrap_or_default();
    escape_str(&format!("{scheme}://{authority}{}", url.path()))
}
