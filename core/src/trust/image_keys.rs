//! The keys that may sign images.

use super::{
    openpgp::Keyring,
    public_key::PublicKey,
    signature::{Outcome, Signature, Signer},
    statement::{Signed, Statement, StatementFormat},
};

/// A set of keys; empty where none were given.
#[derive(Clone, Debug, Default)]
pub(crate) struct ImageKeys {
    keys: Vec<PublicKey>,
    keyring: Option<Keyring>,
}

/// What every key in PEM has.
const PEM: &[u8] = b"-----BEGIN PUBLIC KEY-----";

impl ImageKeys {
    /// Adds the keys of a file: public keys in PEM, or of OpenPGP, armoured or not.
    ///
    /// # Errors
    /// What is wrong with it; it counts as a whole or not at all.
    pub(crate) fn add(&mut self, data: &[u8]) -> Result<(), String> {
        if memchr::memmem::find(data, PEM).is_none() {
            self.add_keyring(Keyring::parse(data)?);
            return Ok(());
        }
        let text = core::str::from_utf8(data).map_err(|_| "it is no text".to_owned())?;
        self.keys.extend(PublicKey::parse(text)?);
        Ok(())
    }

    fn add_keyring(&mut self, other: Keyring) {
        match &mut self.keyring {
            Some(keyring) => keyring.add(other),
            none => *none = Some(other),
        }
    }

    /// Adds the keys of another set that are not in this one.
    pub(crate) fn extend(&mut self, other: &Self) {
        let is_new = |key: &&PublicKey| self.keys.iter().all(|known| known.id() != key.id());
        let new: Vec<PublicKey> = other.keys.iter().filter(is_new).cloned().collect();
        self.keys.extend(new);
        other.keyring.iter().cloned().for_each(|keyring| self.add_keyring(keyring));
    }

    /// There are none.
    pub(crate) const fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.keyring.is_none()
    }

    /// What the keys are called, in order.
    pub(crate) fn ids(&self) -> Vec<String> {
        let openpgp = self.keyring.iter().flat_map(Keyring::fingerprints);
        self.keys.iter().map(|key| key.id().to_owned()).chain(openpgp).collect()
    }

    /// What the signatures of a statement are worth, at a time in seconds since 1970.
    pub(crate) fn verify(&self, statement: &Statement, time: Option<u64>) -> Vec<Signature> {
        let Statement { format, signed, signatures, .. } = statement;
        let one = |signature: &Vec<u8>| match (format, signed, &self.keyring) {
            (StatementFormat::SimpleSigning, Signed::Bytes(data), Some(keyring)) => {
                keyring.verify(data, signature, time)
            }
            (StatementFormat::SimpleSigning, ..) => vec![unknown()],
            _ => vec![self.verify_by_keys(signed, signature)],
        };
        signatures.iter().flat_map(one).collect()
    }

    fn verify_by_keys(&self, signed: &Signed, signature: &[u8]) -> Signature {
        let key = self.keys.iter().find(|key| key.verifies(signed, signature));
        key.map_or_else(unknown, |key| {
            let outcome = Outcome::Good(Signer::of_key(key.id()));
            Signature { key: key.id().to_owned(), outcome }
        })
    }
}

const fn unknown() -> Signature {
    Signature { key: String::new(), outcome: Outcome::UnknownKey }
}

impl Eq for ImageKeys {}

/// The same keys in the same order.
impl PartialEq for ImageKeys {
    fn eq(&self, other: &Self) -> bool {
        self.ids() == other.ids()
    }
}
