//! Names of images: their grammar, and names that look like others.
//!
//! Source: the module `distribution/reference` 0.6, `reference.go` and `normalize.go`, which Docker, Podman,
//! containerd and Skopeo share.

mod error;
mod grammar;
mod name;

pub use error::{ReferenceError, ReferencePart};
pub use name::{Implied, Reference};

#[cfg(test)]
mod tests;
