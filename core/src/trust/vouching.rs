//! A list of checksums with the keys that it must be signed by.

use super::openpgp::Keyring;
use super::{list::ChecksumList, signature::Signing};

/// What vouches for the input.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vouching {
    /// The list.
    pub(crate) list: ChecksumList,
    /// Its signatures.
    pub(crate) signatures: Signatures,
}

/// What is asked of the signatures of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signatures {
    /// A good one must be there.
    pub(crate) required: bool,
    /// Apart from the list: the list's bytes and the signatures over them, armoured or binary.
    pub(crate) detached: Option<(Vec<u8>, Vec<u8>)>,
    /// The keys that may sign.
    pub(crate) keyring: Option<Keyring>,
}

impl Vouching {
    /// Looks at the signatures, by keys that must be valid at a time in seconds since 1970.
    pub(crate) fn signing(&self, time: Option<u64>) -> Signing {
        if !self.list.is_signed && self.signatures.detached.is_none() {
            return Signing::None;
        }
        if let Some(keyring) = &self.signatures.keyring {
            let mut found = Vec::new();
            if let Some((text, signature)) = &self.list.signed {
                found.extend(keyring.verify(text.as_bytes(), signature.as_bytes(), time));
            }
            if let Some((data, signature)) = &self.signatures.detached {
                found.extend(keyring.verify(data, signature, time));
            }
            return Signing::Verified(found);
        }
        Signing::Unverified
    }
}
