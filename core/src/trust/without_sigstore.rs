//! In builds that verify no signatures by public keys: there are no keys, so nothing is signed by one.

use super::statement::Signed;

/// A key, of which there is none.
#[derive(Clone, Debug)]
pub(crate) enum PublicKey {}

impl PublicKey {
    /// Refuses keys: nothing could be verified with them.
    ///
    /// # Errors
    /// Always.
    pub(crate) fn parse(_: &str) -> Result<Vec<Self>, String> {
        Err("this build verifies no signatures of images".to_owned())
    }

    /// What the key is called.
    pub(crate) fn id(&self) -> &str {
        match *self {}
    }

    /// Whether a signature is this key's.
    pub(crate) fn verifies(&self, _: &Signed, _: &[u8]) -> bool {
        match *self {}
    }
}
