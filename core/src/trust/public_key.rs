//! Public keys that sign images.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::pkcs8::DecodePublicKey as _;
use p256::ecdsa::signature::{Verifier as _, hazmat::PrehashVerifier as _};
use rsa::{
    RsaPublicKey,
    sha2::{Digest as _, Sha256, Sha512},
    traits::PublicKeyParts as _,
};

use super::statement::Signed;
use crate::model::{Digest, DigestAlgorithm};

/// A key, and what it is called.
#[derive(Clone, Debug)]
pub(crate) struct PublicKey {
    id: String,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Ed25519(Box<ed25519_dalek::VerifyingKey>),
    P256(Box<p256::ecdsa::VerifyingKey>),
    P384(Box<p384::ecdsa::VerifyingKey>),
    Rsa(Box<RsaPublicKey>),
}

/// Keys of one file.
const KEYS: usize = 100;
/// Bits that the modulus of an RSA key must have, and may have: more take long.
const RSA_BITS: core::ops::RangeInclusive<usize> = 2048..=8192;
const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
const END: &str = "-----END PUBLIC KEY-----";

impl PublicKey {
    /// Reads the keys of a text in PEM: ECDSA on P-256 or P-384, Ed25519, RSA.
    ///
    /// # Errors
    /// What is wrong; the text counts as a whole or not at all.
    pub(crate) fn parse(text: &str) -> Result<Vec<Self>, String> {
        let mut keys = Vec::new();
        let mut rest = text;
        while let Some((_, block)) = rest.split_once(BEGIN) {
            let (body, after) = block.split_once(END).ok_or("a key has no end")?;
            keys.push(Self::read(body)?);
            if keys.len() > KEYS {
                return Err(format!("it holds more than {KEYS} keys"));
            }
            rest = after;
        }
        if keys.is_empty() { Err(format!("it holds no {BEGIN}")) } else { Ok(keys) }
    }

    fn read(body: &str) -> Result<Self, String> {
        let plain: String = body.split_ascii_whitespace().collect();
        let der = STANDARD.decode(plain).map_err(|_| "a key is not in base64".to_owned())?;
        let digest = Digest::new(DigestAlgorithm::Sha256, &Sha256::digest(&der));
        Ok(Self { id: format!("SHA256:{}", digest.hex()), kind: Kind::read(&der)? })
    }

    /// `SHA256:` and the hexadecimal digest of the key as it is encoded (RFC 5280, `SubjectPublicKeyInfo`).
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Whether a signature is this key's.
    ///
    /// Source: RFC 6979 and SEC 1 (DER) for ECDSA, over SHA-256, or SHA-384 on P-384, as cosign of old and new
    /// signs; RFC 8032 for Ed25519; RFC 8017, RSASSA-PKCS1-v1_5, over SHA-256 or SHA-512.
    /// Bounds: a digest alone cannot be verified with Ed25519, which signs the bytes themselves.
    pub(crate) fn verifies(&self, signed: &Signed, signature: &[u8]) -> bool {
        match signed {
            Signed::Bytes(data) => self.kind.verifies(data, signature),
            Signed::Digest(digest) => self.kind.verifies_digest(digest.as_bytes(), signature),
        }
    }
}

impl Kind {
    fn verifies(&self, data: &[u8], signature: &[u8]) -> bool {
        let sha256 = || self.verifies_digest(&Sha256::digest(data), signature);
        match self {
            Self::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(data, &signature).is_ok()),
            Self::P256(_) => sha256(),
            Self::P384(key) => {
                sha256()
                    || p384::ecdsa::Signature::from_der(signature)
                        .is_ok_and(|signature| key.verify(data, &signature).is_ok())
            }
            Self::Rsa(key) => {
                use rsa::pkcs1v15::{Signature, VerifyingKey};
                sha256()
                    || Signature::try_from(signature).is_ok_and(|signature| {
                        let key = VerifyingKey::<Sha512>::new((**key).clone());
                        key.verify(data, &signature).is_ok()
                    })
            }
        }
    }

    /// The same for a digest by SHA-256.
    fn verifies_digest(&self, digest: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Ed25519(_) => false,
            Self::P256(key) => p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok()),
            Self::P384(key) => p384::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok()),
            Self::Rsa(key) => {
                use rsa::pkcs1v15::{Signature, VerifyingKey};
                Signature::try_from(signature).is_ok_and(|signature| {
                    let key = VerifyingKey::<Sha256>::new((**key).clone());
                    key.verify_prehash(digest, &signature).is_ok()
                })
            }
        }
    }

    fn read(der: &[u8]) -> Result<Self, String> {
        if let Ok(key) = p256::ecdsa::VerifyingKey::from_public_key_der(der) {
            return Ok(Self::P256(Box::new(key)));
        }
        if let Ok(key) = p384::ecdsa::VerifyingKey::from_public_key_der(der) {
            return Ok(Self::P384(Box::new(key)));
        }
        if let Ok(key) = ed25519_dalek::VerifyingKey::from_public_key_der(der) {
            return Ok(Self::Ed25519(Box::new(key)));
        }
        let Ok(key) = RsaPublicKey::from_public_key_der(der) else {
            return Err("a key is neither ECDSA on P-256 or P-384, nor Ed25519, nor RSA".to_owned());
        };
        let bits = key.n().bits();
        if RSA_BITS.contains(&bits) {
            Ok(Self::Rsa(Box::new(key)))
        } else {
            let (least, most) = (RSA_BITS.start(), RSA_BITS.end());
            Err(format!("an RSA key has {bits} bits; {least} to {most} are taken"))
        }
    }
}
