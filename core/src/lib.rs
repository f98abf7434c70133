//! Verifies container images and source tarballs without unpacking them.
#![forbid(unsafe_code)]

mod assemble;
mod blob;
mod decode;
mod digest;
mod docker;
mod json;
mod layer;
mod model;
mod oci;
mod render;
mod rules;
mod tar;
