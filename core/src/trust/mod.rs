//! What vouches for a file: lists of checksums, and signatures over them.

mod clearsign;
mod image_keys;
mod line;
mod list;
mod lookup;
#[cfg_attr(not(feature = "openpgp"), path = "without_openpgp.rs")]
mod openpgp;
mod proof;
#[cfg_attr(not(feature = "sigstore"), path = "without_sigstore.rs")]
mod public_key;
mod signature;
mod statement;
mod vouching;

pub(crate) use image_keys::ImageKeys;
pub(crate) use line::Algorithm;
pub(crate) use list::{ChecksumList, Entry, LineFault, Span};
pub(crate) use lookup::Lookup;
pub(crate) use openpgp::Keyring;
pub(crate) use proof::Proof;
pub(crate) use signature::{Outcome, Signature, Signing};
pub(crate) use statement::{Statement, StatementFormat};
pub(crate) use vouching::{Signatures, Vouching};
