//! Documents of the OCI image format and of Docker's image manifest version 2.
//!
//! Each reader takes a value of a valid JSON text, gives what the rules need of it and leaves what is
//! wrong with its fields in the [`FieldReader`](crate::json::FieldReader).
//!
//! Source: OCI image-spec 1.1; Docker Image Manifest Version 2, Schema 2.

mod config;
mod descriptor;
mod index;
mod layout;
mod links;
mod manifest;
mod media_type;
mod platform;

pub(crate) use config::Config;
pub(crate) use descriptor::Descriptor;
pub(crate) use index::Index;
pub(crate) use layout::Layout;
pub use links::{Link, LinkKind, Links, LinksError};
pub(crate) use manifest::Manifest;
pub(crate) use media_type::MediaType;
pub(crate) use platform::Platform;

#[cfg(test)]
mod tests;
