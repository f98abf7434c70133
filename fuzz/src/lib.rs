//! Properties that hold for any input.
//!
//! Each is a function from bytes that panics where the property is broken. A fuzzer calls it (`targets/`), and so do
//! the tests, with inputs that a fuzzer found worth keeping, on a stable compiler. [`PROPERTIES`] is the list of all.
//!
//! [`mutate`] changes inputs so that more of them get deep: it knows tar and the digests of images.
#![forbid(unsafe_code)]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a property that is broken ends by a panic; lengths are those of inputs in memory"
)]

mod case;
mod checksums;
mod decoders;
mod dockerfile;
mod json;
mod layout_order;
pub mod mutate;
mod options;
mod parallel;
mod reference;
mod replies;
pub mod seeds;
mod signatures;
mod sound;
mod splits;
mod tar_readers;
mod verifier;

pub use self::{
    case::{Case, MARK},
    checksums::checksums,
    decoders::{bzip2, gzip, xz, zstd},
    dockerfile::dockerfile,
    json::json,
    layout_order::layout_order,
    options::{containers_policy, options},
    parallel::{driver, parallel},
    reference::reference,
    replies::{links, report_text, summary},
    signatures::signatures,
    splits::splits,
    tar_readers::tar_readers,
    verifier::verifier,
};

/// What the bytes of a property's inputs are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// An archive of any kind, perhaps with options behind it: see [`Case`].
    Archive,
    /// A compressed stream.
    Compressed,
    /// A JSON text.
    Json,
    /// Any other text, or bytes.
    Text,
}

/// A property by its name.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// The name, which is that of its function and of its fuzz target.
    pub name: &'static str,
    /// What its inputs are.
    pub kind: Kind,
    /// Panics where the property is broken.
    pub check: fn(&[u8]),
}

macro_rules! properties {
    ($($name:ident: $kind:ident),+ $(,)?) => {
        /// All of them.
        pub const PROPERTIES: &[Property] =
            &[$(Property { name: stringify!($name), kind: Kind::$kind, check: $name }),+];
    };
}

properties! {
    verifier: Archive,
    splits: Archive,
    layout_order: Archive,
    parallel: Archive,
    driver: Archive,
    tar_readers: Archive,
    gzip: Compressed,
    zstd: Compressed,
    xz: Compressed,
    bzip2: Compressed,
    json: Json,
    links: Json,
    report_text: Json,
    options: Json,
    containers_policy: Json,
    dockerfile: Text,
    reference: Text,
    checksums: Text,
    signatures: Text,
    summary: Text,
}

/// The property of that name.
pub fn property(name: &str) -> Option<&'static Property> {
    PROPERTIES.iter().find(|property| property.name == name)
}
