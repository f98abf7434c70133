//! What vouches for the input.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::DigestText;
use crate::model::{ChecksumSummary, Digest, SignerSummary, VouchingSummary};

/// What a list of checksums says of the input, and who signed it.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Vouching"))]
pub(super) struct VouchingJson<'a> {
    /// What the list says of the input, line by line.
    checksums: Vec<ChecksumJson<'a>>,
    /// The list is signed by a key that was given, and nothing speaks against any of its signatures.
    signed: bool,
    /// Who signed the list, of those whose keys were given.
    signers: Vec<SignerJson<'a>>,
}

/// A line of a list of checksums.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Checksum"))]
struct ChecksumJson<'a> {
    /// The name that the list has for the input.
    name: Cow<'a, str>,
    /// The digest that the list has for it.
    digest: DigestText,
    /// It is that of the input.
    matches: bool,
}

/// Who signed a list of checksums.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Signer"))]
struct SignerJson<'a> {
    /// Fingerprint of the OpenPGP certificate, in upper-case hexadecimal digits.
    fingerprint: Cow<'a, str>,
    /// The user that the certificate names first.
    user: Cow<'a, str>,
    /// When, in seconds since 1970.
    created: u64,
}

impl<'a> VouchingJson<'a> {
    pub(super) fn new(vouching: &'a VouchingSummary) -> Self {
        let checksum = |checksum: &'a ChecksumSummary| ChecksumJson {
            name: (&checksum.name).into(),
            digest: DigestText::new(&checksum.digest),
            matches: checksum.matches,
        };
        let signer = |signer: &'a SignerSummary| SignerJson {
            fingerprint: (&signer.fingerprint).into(),
            user: (&signer.user).into(),
            created: signer.created,
        };
        Self {
            checksums: vouching.checksums.iter().map(checksum).collect(),
            signed: vouching.signed,
            signers: vouching.signers.iter().map(signer).collect(),
        }
    }

    pub(super) fn read(self) -> Option<VouchingSummary> {
        let checksum = |checksum: ChecksumJson<'_>| {
            Some(ChecksumSummary {
                name: checksum.name.into_owned(),
                digest: Digest::parse(&checksum.digest.0).ok()?,
                matches: checksum.matches,
            })
        };
        let signer = |signer: SignerJson<'_>| SignerSummary {
            fingerprint: signer.fingerprint.into_owned(),
            user: signer.user.into_owned(),
            created: signer.created,
        };
        Some(VouchingSummary {
            checksums: self.checksums.into_iter().map(checksum).collect::<Option<_>>()?,
            signed: self.signed,
            signers: self.signers.into_iter().map(signer).collect(),
        })
    }
}
