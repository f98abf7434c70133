//! Documents of the docker-archive format.
//!
//! Source: Docker Image Specification v1.2, "Combined Image JSON + Filesystem Changeset Format".

mod manifest_json;
mod repositories;

pub(crate) use manifest_json::{ArchiveImage, ArchiveManifest, ArchivePath, named_digest};
pub(crate) use repositories::Repositories;

#[cfg(test)]
mod tests;
