//! The keys that may sign images.

#[cfg(feature = "openpgp")]
use super::openpgp::Keyring;
#[cfg(feature = "sigstore")]
use super::public_key::PublicKey;
#[cfg(feature = "sigstore")]
use super::signature::Signer;
use super::{
    signature::{Outcome, Signature},
    statement::{Statement, StatementFormat},
};

/// A set of keys; empty where none were given.
#[derive(Clone, Debug, Default)]
pub(crate) struct ImageKeys {
    #[cfg(feature = "sigstore")]
    keys: Vec<PublicKey>,
    #[cfg(feature = "openpgp")]
    keyring: Keyring,
}

/// What every key in PEM has.
const PEM: &[u8] = b"-----BEGIN PUBLIC KEY-----";

impl ImageKeys {
    /// Adds the keys of a file: public keys in PEM, or of OpenPGP, armoured or not.
    ///
    /// # Errors
    /// What is wrong with it; it counts as a whole or not at all.
    pub(crate) fn add(&mut self, data: &[u8]) -> Result<(), String> {
        let is_pem = memchr::memmem::find(data, PEM).is_some();
        if is_pem { self.add_pem(data) } else { self.add_openpgp(data) }
    }

    #[cfg(feature = "sigstore")]
    fn add_pem(&mut self, data: &[u8]) -> Result<(), String> {
        let text = core::str::from_utf8(data).map_err(|_| "it is no text".to_owned())?;
        self.keys.extend(PublicKey::parse(text)?);
        Ok(())
    }

    #[cfg(not(feature = "sigstore"))]
    #[expect(clippy::unused_self, clippy::needless_pass_by_ref_mut, reason = "as in other builds")]
    fn add_pem(&mut self, _: &[u8]) -> Result<(), String> {
        Err("this build verifies no signatures of images".to_owned())
    }

    #[cfg(feature = "openpgp")]
    fn add_openpgp(&mut self, data: &[u8]) -> Result<(), String> {
        self.keyring.add(Keyring::parse(data)?);
        Ok(())
    }

    #[cfg(not(feature = "openpgp"))]
    #[expect(clippy::unused_self, clippy::needless_pass_by_ref_mut, reason = "as in other builds")]
    fn add_openpgp(&mut self, _: &[u8]) -> Result<(), String> {
        Err("this build verifies no OpenPGP signatures".to_owned())
    }

    /// Adds the keys of another set that are not in this one.
    pub(crate) fn extend(&mut self, other: &Self) {
        #[cfg(feature = "sigstore")]
        for key in &other.keys {
            if self.keys.iter().all(|known| known.id != key.id) {
                self.keys.push(key.clone());
            }
        }
        #[cfg(feature = "openpgp")]
        self.keyring.add(other.keyring.clone());
        #[cfg(not(any(feature = "sigstore", feature = "openpgp")))]
        let _ = other;
    }

    /// There are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.ids().is_empty()
    }

    /// What the keys are called, in order.
    pub(crate) fn ids(&self) -> Vec<String> {
        let ids: Vec<String> = Vec::new();
        #[cfg(feature = "sigstore")]
        let ids = [ids, self.keys.iter().map(|key| key.id.clone()).collect()].concat();
        #[cfg(feature = "openpgp")]
        let ids = [ids, self.keyring.fingerprints()].concat();
        ids
    }

    /// What the signatures of a statement are worth, at a time in seconds since 1970.
    pub(crate) fn verify(&self, statement: &Statement, time: Option<u64>) -> Vec<Signature> {
        let signatures = statement.signatures.iter();
        if statement.format == StatementFormat::SimpleSigning {
            return signatures.flat_map(|it| self.verify_openpgp(statement, it, time)).collect();
        }
        signatures
            .map(|signature| {
                let outcome = self.verify_raw(statement, signature);
                outcome.unwrap_or(Signature { key: String::new(), outcome: Outcome::UnknownKey })
            })
            .collect()
    }

    #[cfg(feature = "sigstore")]
    fn verify_raw(&self, statement: &Statement, signature: &[u8]) -> Option<Signature> {
        let key = self.keys.iter().find(|key| key.verifies(&statement.signed, signature))?;
        let outcome = Outcome::Good(Signer::of_key(&key.id));
        Some(Signature { key: key.id.clone(), outcome })
    }

    #[cfg(not(feature = "sigstore"))]
    #[expect(clippy::unused_self, reason = "as in other builds")]
    const fn verify_raw(&self, _: &Statement, _: &[u8]) -> Option<Signature> {
        None
    }

    #[cfg(feature = "openpgp")]
    fn verify_openpgp(
        &self,
        statement: &Statement,
        signatures: &[u8],
        time: Option<u64>,
    ) -> Vec<Signature> {
        match &statement.signed {
            super::statement::Signed::Bytes(data) => self.keyring.verify(data, signatures, time),
            super::statement::Signed::Digest(_) => Vec::new(),
        }
    }

    #[cfg(not(feature = "openpgp"))]
    #[expect(clippy::unused_self, reason = "as in other builds")]
    const fn verify_openpgp(&self, _: &Statement, _: &[u8], _: Option<u64>) -> Vec<Signature> {
        Vec::new()
    }
}

impl Eq for ImageKeys {}

/// The same keys in the same order.
impl PartialEq for ImageKeys {
    fn eq(&self, other: &Self) -> bool {
        self.ids() == other.ids()
    }
}
