//! The keys of the options that are about lists of checksums and their signatures.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;

use super::{
    OptionsError,
    value::{text, wrong},
};
use crate::{
    model::{DigestAlgorithm, Limits, Settings},
    policy::Policy,
    trust::{Algorithm, ChecksumList, ImageKeys, Keyring, Signatures, Statement, Vouching},
};

/// What the keys say, before it is known whether they fit together.
#[derive(Debug, Default)]
pub(super) struct Given {
    list: Option<String>,
    signature: Option<Vec<u8>>,
    signatures: Signatures,
    images: SignedImages,
}

/// What must have signed images, and the signatures that lie apart from them.
#[derive(Clone, Debug, Default)]
pub(crate) struct SignedImages {
    /// The keys of which one must have signed each image.
    pub(crate) keys: Arc<ImageKeys>,
    /// Those, and the keys that scopes of the policy name: what signatures are verified with.
    pub(crate) known_keys: Arc<ImageKeys>,
    /// What is signed apart from the input.
    pub(crate) statements: Arc<Vec<Statement>>,
    /// The time at which keys must be valid, in seconds since 1970.
    pub(crate) time: Option<u64>,
}

/// Statements apart from the input.
const STATEMENTS: usize = 64;

impl Given {
    /// Takes a key; false where it is another's.
    pub(super) fn set(&mut self, key: &str, value: &Value) -> Result<bool, OptionsError> {
        match key {
            "checksums" => {
                let list = text(key, value)?;
                if list.len() > ChecksumList::LONGEST {
                    let most = ChecksumList::LONGEST;
                    return Err(wrong(key, &format!("a list of at most {most} bytes")));
                }
                self.list = Some(list.to_owned());
            }
            "checksums-signature" => self.signature = Some(bytes(key, value)?),
            "image-keys" => {
                let keys = Arc::make_mut(&mut self.images.keys);
                for item in one_or_more(value) {
                    keys.add(&key_data(key, item)?)
                        .map_err(|reason| OptionsError::File { what: "image-keys", reason })?;
                }
            }
            "image-signatures" => {
                for item in one_or_more(value) {
                    self.add_statements(key, item)?;
                }
            }
            "keyring" => self.set_keyring(key, value)?,
            "require-signature" => {
                self.signatures.required =
                    value.as_bool().ok_or_else(|| wrong(key, "true or false"))?;
            }
            "time" => {
                let time = value.as_u64();
                self.images.time =
                    Some(time.ok_or_else(|| wrong(key, "seconds since 1970, a whole number"))?);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// One text, or a list of them.
    fn set_keyring(&mut self, key: &str, value: &Value) -> Result<(), OptionsError> {
        for item in one_or_more(value) {
            let data = bytes(key, item)?;
            self.add_keys(&data)?;
        }
        Ok(())
    }

    fn add_keys(&mut self, data: &[u8]) -> Result<(), OptionsError> {
        let keys = Keyring::parse(data)
            .map_err(|reason| OptionsError::File { what: "keyring", reason })?;
        match &mut self.signatures.keyring {
            Some(keyring) => keyring.add(keys),
            none => *none = Some(keys),
        }
        Ok(())
    }

    /// DSSE envelopes, sigstore bundles, or an OpenPGP message.
    fn add_statements(&mut self, key: &str, value: &Value) -> Result<(), OptionsError> {
        let fault = |reason: String| OptionsError::File { what: "image-signatures", reason };
        let limits = Limits::default();
        let given = text(key, value)?;
        let found = if given.trim_start().starts_with('{') {
            Statement::read_json(given, &limits).map_err(fault)?
        } else {
            vec![Statement::read_message(&bytes(key, value)?, &limits).map_err(fault)?]
        };
        let statements = Arc::make_mut(&mut self.images.statements);
        statements.extend(found);
        if statements.len() > STATEMENTS {
            return Err(wrong(key, &format!("at most {STATEMENTS} signatures")));
        }
        Ok(())
    }

    /// What is about images, which needs no list.
    pub(super) fn take_images(&mut self, policy: &Policy) -> SignedImages {
        let mut known = policy.keys();
        known.extend(&self.images.keys);
        SignedImages { known_keys: Arc::new(known), ..core::mem::take(&mut self.images) }
    }

    /// All keys were taken: what vouches for the input, if anything is to.
    pub(super) fn finish(self, settings: &mut Settings) -> Result<Option<Vouching>, OptionsError> {
        let Self { list, signature, mut signatures, .. } = self;
        let keyring = signatures.keyring.is_some();
        let Some(text) = list else {
            let alone = [
                ("checksums-signature", signature.is_some()),
                ("keyring", keyring),
                ("require-signature", signatures.required),
            ];
            return match alone.iter().find(|(_, given)| *given) {
                Some((key, _)) => Err(wrong(key, "given with checksums, which it is about")),
                None => Ok(None),
            };
        };
        if signatures.required && !keyring {
            return Err(wrong("require-signature", "given with keyring, the keys that may sign"));
        }
        signatures.required |= keyring;
        let list = ChecksumList::read(&text);
        signatures.detached = signature.map(|signature| (text.into_bytes(), signature));
        let strong = |algorithm: &DigestAlgorithm| {
            list.entries.iter().any(|entry| entry.algorithm == Algorithm::Strong(*algorithm))
        };
        settings.checksums = DigestAlgorithm::ALL.into_iter().filter(strong).collect();
        Ok(Some(Vouching { list, signatures }))
    }
}

/// One value, or a list of them.
pub(super) fn one_or_more(value: &Value) -> &[Value] {
    value.as_array().map_or(core::slice::from_ref(value), Vec::as_slice)
}

/// Armoured text as it is, or the bytes that a text in base64 stands for.
fn bytes(key: &str, value: &Value) -> Result<Vec<u8>, OptionsError> {
    let text = text(key, value)?;
    if text.contains("-----BEGIN PGP") {
        return Ok(text.as_bytes().to_vec());
    }
    let plain: String = text.split_ascii_whitespace().collect();
    STANDARD
        .decode(plain)
        .ok()
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| wrong(key, "OpenPGP data: armoured, or in base64"))
}

/// Public keys: PEM or armoured text as it is, or the bytes that a text in base64 stands for.
pub(super) fn key_data(key: &str, value: &Value) -> Result<Vec<u8>, OptionsError> {
    let plain = text(key, value)?;
    if plain.contains("-----BEGIN ") { Ok(plain.as_bytes().to_vec()) } else { bytes(key, value) }
}

#[cfg(test)]
mod tests {
    use super::super::Options;

    #[test]
    fn what_belongs_to_a_list_needs_one() {
        let error = |text: &str| Options::from_json(text).unwrap_err().to_string();
        for text in [r#"{"require-signature":true}"#, r#"{"checksums-signature":"AAAA"}"#] {
            assert!(error(text).contains("given with checksums"), "{text}");
        }
        let alone = error(r#"{"checksums":"","require-signature":true}"#);
        assert!(alone.contains("given with keyring"), "{alone}");
        assert!(error(r#"{"checksums":7}"#).contains("a text"));
        assert!(error(r#"{"keyring":"ä"}"#).contains("OpenPGP data"));
        assert!(error(r#"{"keyring":["AAAA"]}"#).starts_with("keyring: "));
        assert!(error(r#"{"time":-1}"#).contains("seconds"));
        assert!(Options::from_json(r#"{"checksums":"","time":7}"#).is_ok());
    }
}
