//! Names of images: their grammar, and names that look like others.
//!
//! Source: the module `distribution/reference` 0.6, `reference.go` and `normalize.go`, which Docker, Podman,
//! containerd and Skopeo share.

mod error;
mod grammar;
mod known;
mod name;
mod similar;

pub use error::{ReferenceError, ReferencePart};
pub(crate) use known::is_official;
pub(crate) use name::registry_of;
pub use name::{Implied, Reference};
pub(crate) use similar::{Difference, LookAlike, look_alike};

/// Whether a text is a registry: a host, perhaps with a port.
pub(crate) fn check_domain(text: &str) -> Result<(), ReferenceError> {
    grammar::check_characters(text)?;
    grammar::check_domain(text, 0)
}

#[cfg(test)]
mod tests;
