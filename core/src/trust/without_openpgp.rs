//! In builds that verify no OpenPGP signatures: there are no keys, so nothing is signed by one.

use super::signature::Signature;

const REFUSED: &str = "this build verifies no OpenPGP signatures";

/// A set of keys, of which there is none.
#[derive(Clone, Debug)]
pub(crate) enum Keyring {}

/// A message, of which there is none.
#[derive(Clone, Debug)]
pub(crate) struct SignedMessage {
    /// What is signed.
    pub(crate) data: Vec<u8>,
    /// The packets of the signatures.
    pub(crate) signatures: Vec<u8>,
}

impl Keyring {
    /// Refuses keys: nothing could be verified with them.
    ///
    /// # Errors
    /// Always.
    pub(crate) fn parse(_: &[u8]) -> Result<Self, String> {
        Err(REFUSED.to_owned())
    }

    /// Adds the keys of another set.
    pub(crate) fn add(&mut self, _: Self) {
        match *self {}
    }

    /// What the keys are called.
    pub(crate) fn fingerprints(&self) -> Vec<String> {
        match *self {}
    }

    /// What signatures over some data are worth.
    pub(crate) fn verify(&self, _: &[u8], _: &[u8], _: Option<u64>) -> Vec<Signature> {
        match *self {}
    }
}

impl SignedMessage {
    /// Refuses a message: nothing could be verified with it.
    ///
    /// # Errors
    /// Always.
    pub(crate) fn read(_: &[u8]) -> Result<Self, String> {
        Err(REFUSED.to_owned())
    }
}
