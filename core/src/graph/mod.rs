//! The image graph: which blob is what, and which document says so.
//!
//! Built once all members were seen, from the summaries of the blobs and the names of the members.
//! Roles come from media types and descriptors, never from the order of members.

mod body;
mod build;
mod coverage;
mod edge;
mod hybrid;
mod image;
mod leftovers;
mod loops;
mod members;
mod model;

pub(crate) use build::{GraphInput, build};
pub(crate) use edge::{Edge, Target};
pub(crate) use hybrid::HybridMismatch;
pub(crate) use image::{Image, ImageKind};
pub(crate) use members::{Member, Members};
pub(crate) use model::{
    Body, Document, GraphLimit, ImageGraph, Problem, Role, blob_name, digest_by, sha256,
};

#[cfg(test)]
mod tests;
