//! The keys that may sign images.

#[cfg(feature = "sigstore")]
use super::public_key::PublicKey;
use super::{
    signature::{Outcome, Signature, Signer},
    statement::Statement,
};

/// A set of keys; empty where none were given.
#[derive(Clone, Debug, Default)]
pub(crate) struct ImageKeys {
    #[cfg(feature = "sigstore")]
    keys: Vec<PublicKey>,
}

impl ImageKeys {
    /// Adds the keys of a text in PEM.
    ///
    /// # Errors
    /// What is wrong with it.
    #[cfg(feature = "sigstore")]
    pub(crate) fn add(&mut self, text: &str) -> Result<(), String> {
        self.keys.extend(PublicKey::parse(text)?);
        Ok(())
    }

    /// Refuses keys: nothing could be verified with them.
    #[cfg(not(feature = "sigstore"))]
    #[expect(clippy::unused_self, clippy::needless_pass_by_ref_mut, reason = "as in other builds")]
    pub(crate) fn add(&mut self, _: &str) -> Result<(), String> {
        Err("this build verifies no signatures of images".to_owned())
    }

    /// There are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.ids().next().is_none()
    }

    /// What the signatures of a statement are worth.
    pub(crate) fn verify(&self, statement: &Statement) -> Vec<Signature> {
        let one = |signature: &Vec<u8>| match self.signer(&statement.signed, signature) {
            Some(id) => {
                Signature { key: id.to_owned(), outcome: Outcome::Good(Signer::of_key(id)) }
            }
            None => Signature { key: String::new(), outcome: Outcome::UnknownKey },
        };
        statement.signatures.iter().map(one).collect()
    }

    #[cfg(feature = "sigstore")]
    fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| key.id.as_str())
    }

    #[cfg(not(feature = "sigstore"))]
    #[expect(clippy::unused_self, reason = "as in other builds")]
    fn ids(&self) -> impl Iterator<Item = &str> {
        core::iter::empty()
    }

    #[cfg(feature = "sigstore")]
    fn signer(&self, data: &[u8], signature: &[u8]) -> Option<&str> {
        let key = self.keys.iter().find(|key| key.verifies(data, signature))?;
        Some(key.id.as_str())
    }

    #[cfg(not(feature = "sigstore"))]
    #[expect(clippy::unused_self, reason = "as in other builds")]
    const fn signer(&self, _: &[u8], _: &[u8]) -> Option<&str> {
        None
    }
}
