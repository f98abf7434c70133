//! OpenPGP keys and what they signed.
//!
//! Source: RFC 9580. The packets and the arithmetic are rPGP's; which keys may sign, when, and with what, is
//! decided here.
//!
//! Differs: certifications that keys give each other (the web of trust) say nothing here: the set of keys is
//! what is trusted. SHA-1 in the self-signatures of a key is taken, for many keys in use have it and forging
//! one needs a second preimage; in a signature over data it is not.

mod fault;
mod message;

use std::time::{Duration, UNIX_EPOCH};

use pgp::{
    composed::{Deserializable, DetachedSignature, SignedPublicKey, SignedPublicSubKey},
    crypto::{hash::HashAlgorithm, public_key::PublicKeyAlgorithm},
    packet::{Signature as Packet, SignatureType, SignatureVersion, SubpacketData, SubpacketType},
    types::{EcdsaPublicParams, Fingerprint, KeyDetails, PublicParams, Tag},
};
use rsa::traits::PublicKeyParts;

use self::fault::fault;
pub(crate) use self::message::SignedMessage;
use super::signature::{Outcome, Signature, Signer};
use crate::model::escape;

/// A set of keys that may sign.
#[derive(Clone, Debug)]
pub(crate) struct Keyring {
    keys: Vec<SignedPublicKey>,
}

/// Keys of a set.
const KEYS: usize = 2_000;
/// Signatures that are looked at.
const SIGNATURES: usize = 64;
/// Bits that the modulus of an RSA key must have.
const RSA_BITS: usize = 2048;
/// How far the clock of a signer may be ahead, in seconds: one day, as many build machines are.
const AHEAD: u64 = 86_400;

impl Keyring {
    /// Reads keys, armoured or not: several certificates, one after the other.
    ///
    /// # Errors
    /// What is wrong; the file counts as a whole or not at all.
    pub(crate) fn parse(data: &[u8]) -> Result<Self, String> {
        let mut keys = Vec::new();
        let mut rest = data;
        while let Some(block) = next_block(&mut rest) {
            let found = SignedPublicKey::from_reader_many_buf(block).map_err(fault)?.0;
            for key in found {
                keys.push(key.map_err(fault)?);
                if keys.len() > KEYS {
                    return Err(format!("it holds more than {KEYS} keys"));
                }
            }
        }
        if keys.is_empty() { Err("it holds no public key".to_owned()) } else { Ok(Self { keys }) }
    }

    /// Adds the keys of another set that are not in this one.
    pub(crate) fn add(&mut self, other: Self) {
        for key in other.keys {
            if !self.keys.contains(&key) {
                self.keys.push(key);
            }
        }
    }

    /// Of each certificate that of its primary key, in upper-case hexadecimal digits.
    pub(crate) fn fingerprints(&self) -> Vec<String> {
        self.keys.iter().map(|key| upper(&key.primary_key.fingerprint())).collect()
    }

    /// What signatures over some data, armoured or not, are worth at a time in seconds since 1970.
    pub(crate) fn verify(
        &self,
        data: &[u8],
        signatures: &[u8],
        time: Option<u64>,
    ) -> Vec<Signature> {
        let unreadable = |reason: String| {
            vec![Signature { key: String::new(), outcome: Outcome::Invalid(reason) }]
        };
        let Some(time) = time else {
            return unreadable("no time is given at which keys must be valid".to_owned());
        };
        let packets = match DetachedSignature::from_reader_many_buf(signatures) {
            Ok((packets, _)) => packets,
            Err(error) => return unreadable(fault(error)),
        };
        let mut found = Vec::new();
        for packet in packets {
            match packet {
                Ok(packet) => found.push(self.judge(&packet.signature, data, time)),
                Err(error) => {
                    found.extend(unreadable(fault(error)));
                    break;
                }
            }
            if found.len() >= SIGNATURES {
                found.extend(unreadable(format!("there are more than {SIGNATURES} signatures")));
                break;
            }
        }
        if found.is_empty() { unreadable("there is no signature".to_owned()) } else { found }
    }

    fn judge(&self, signature: &Packet, data: &[u8], time: u64) -> Signature {
        let named = || {
            let key = signature.issuer_fingerprint().first().map(|key| upper(key));
            key.or_else(|| {
                signature.issuer_key_id().first().map(|id| id.to_string().to_ascii_uppercase())
            })
            .unwrap_or_default()
        };
        // Only the first name counts, or many keys could be tried for one signature.
        let (ids, prints) = (signature.issuer_key_id(), signature.issuer_fingerprint());
        let may_be = |key: &dyn KeyDetails| match (prints.first(), ids.first()) {
            (Some(print), _) => **print == key.fingerprint(),
            (None, Some(id)) => **id == key.legacy_key_id(),
            (None, None) => false,
        };
        let mut outcome = Outcome::UnknownKey;
        let mut key_name = named();
        for key in &self.keys {
            let mut tried = Vec::new();
            if may_be(&key.primary_key) {
                tried.push(judge_by(signature, data, time, key, None));
            }
            for subkey in key.public_subkeys.iter().filter(|subkey| may_be(&subkey.key)) {
                tried.push(judge_by(signature, data, time, key, Some(subkey)));
            }
            for tried in tried {
                let good = matches!(tried, Outcome::Good(_));
                if good || outcome == Outcome::UnknownKey {
                    key_name = upper(&key.primary_key.fingerprint());
                    outcome = tried;
                }
                if good {
                    return Signature { key: key_name, outcome };
                }
            }
        }
        Signature { key: key_name, outcome }
    }
}

/// The next armoured block, or all of it where it is not armoured.
fn next_block<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    const BEGIN: &[u8] = b"-----BEGIN PGP";
    if rest.is_empty() {
        return None;
    }
    let start = memchr::memmem::find(rest, BEGIN);
    let Some(start) = start.filter(|_| rest.first().is_none_or(|byte| byte & 0x80 == 0)) else {
        // Text without any block holds no key either.
        return Some(core::mem::take(rest));
    };
    let block = rest.get(start..).unwrap_or_default();
    let next = block.get(1..).and_then(|after| memchr::memmem::find(after, BEGIN));
    let (block, after) = block.split_at(next.map_or(block.len(), |next| next.saturating_add(1)));
    *rest = after;
    Some(block)
}

/// What a signature is worth if one certificate, or a subkey of it, made it.
fn judge_by(
    signature: &Packet,
    data: &[u8],
    time: u64,
    key: &SignedPublicKey,
    subkey: Option<&SignedPublicSubKey>,
) -> Outcome {
    if let Err(outcome) = is_readable(signature) {
        return outcome;
    }
    let verified = match subkey {
        None => signature.verify(&key.primary_key, data),
        Some(subkey) => signature.verify(&subkey.key, data),
    };
    if verified.is_err() {
        return Outcome::Invalid("it does not fit the text".to_owned());
    }
    judge_valid(signature, time, key, subkey).unwrap_or_else(|outcome| outcome)
}

/// It is of a form whose meaning is known.
fn is_readable(signature: &Packet) -> Result<(), Outcome> {
    let invalid = |reason: &str| Err(Outcome::Invalid(reason.to_owned()));
    if !matches!(signature.version(), SignatureVersion::V4 | SignatureVersion::V6) {
        return Err(Outcome::Weak("signature of an outdated version".to_owned()));
    }
    if !matches!(signature.typ(), Some(SignatureType::Binary | SignatureType::Text)) {
        return invalid("it is no signature over data");
    }
    let Some(config) = signature.config() else { return invalid("its version is not known") };
    let unknown = |kind: SubpacketType| {
        matches!(kind, SubpacketType::Other(_) | SubpacketType::Experimental(_))
    };
    for part in config.hashed_subpackets().filter(|part| part.is_critical) {
        let (kind, _) = SubpacketType::from_u8(part.typ().as_u8(true));
        if unknown(kind) || matches!(part.data, SubpacketData::Notation(_)) {
            return invalid("it has a critical part that is not known here");
        }
    }
    match signature.hash_alg() {
        Some(
            HashAlgorithm::Sha256
            | HashAlgorithm::Sha384
            | HashAlgorithm::Sha512
            | HashAlgorithm::Sha3_256
            | HashAlgorithm::Sha3_512,
        ) => Ok(()),
        Some(hash) => Err(Outcome::Weak(format!("it is over a digest by {hash}"))),
        None => invalid("it names no hash algorithm"),
    }
}

/// The signature verifies: may the key sign, at that time?
fn judge_valid(
    signature: &Packet,
    time: u64,
    key: &SignedPublicKey,
    subkey: Option<&SignedPublicSubKey>,
) -> Result<Outcome, Outcome> {
    let primary = &key.primary_key;
    is_strong(primary.public_params(), primary.algorithm())?;
    let expired = |reason: String| Err(Outcome::Expired(reason));
    let Some(created) = signature.created().map(|time| u64::from(time.as_secs())) else {
        return Err(Outcome::UnsignedAttribute("time of the signature"));
    };
    if created > time.saturating_add(AHEAD) {
        return expired(format!("it was made at {}, after the time of the check", date(created)));
    }
    if let Some(after) = signature.signature_expiration_time().map(|it| u64::from(it.as_secs()))
        && after > 0
        && created.saturating_add(after) <= time
    {
        return expired(format!("the signature ended at {}", date(created.saturating_add(after))));
    }
    let own = own_signature(key, time)?;
    ends(primary, &own, time, "key")?;
    let flags = own.iter().find_map(|own| flags_of(own));
    match subkey {
        None if flags == Some(false) => {
            return Err(Outcome::Invalid("the key is not one that signs".to_owned()));
        }
        None => {}
        Some(subkey) => judge_subkey(key, subkey, time)?,
    }
    Ok(Outcome::Good(Signer {
        fingerprint: upper(&primary.fingerprint()),
        user: user(key),
        created,
    }))
}

/// The subkey belongs to the key, both say so, and it is valid.
fn judge_subkey(
    key: &SignedPublicKey,
    subkey: &SignedPublicSubKey,
    time: u64,
) -> Result<(), Outcome> {
    let primary = &key.primary_key;
    is_strong(subkey.key.public_params(), subkey.key.algorithm())?;
    let holds = |binding: &&Packet| binding.verify_subkey_binding(primary, &subkey.key).is_ok();
    let is = |binding: &&Packet, wanted| binding.typ() == Some(wanted);
    let mut revocations =
        subkey.signatures.iter().filter(|it| is(it, SignatureType::SubkeyRevocation));
    if revocations.any(|it| holds(&it)) {
        return Err(Outcome::Expired("the subkey is revoked".to_owned()));
    }
    let bindings = subkey.signatures.iter().filter(|it| is(it, SignatureType::SubkeyBinding));
    let bindings = bindings.filter(|it| is_sound(it, time)).filter(holds);
    let Some(binding) = bindings.max_by_key(|it| it.created()) else {
        return Err(Outcome::Invalid("the subkey is not bound to the key".to_owned()));
    };
    if flags_of(binding) != Some(true) {
        return Err(Outcome::Invalid("the subkey is not one that signs".to_owned()));
    }
    let back = binding.embedded_signature();
    if back.is_none_or(|back| back.verify_primary_key_binding(&subkey.key, primary).is_err()) {
        return Err(Outcome::Invalid(
            "the subkey does not say that it belongs to the key".to_owned(),
        ));
    }
    ends(&subkey.key, &[binding], time, "subkey")
}

/// The newest signatures by which the key says what it is, at a time: one for itself and one for each user.
fn own_signature(key: &SignedPublicKey, time: u64) -> Result<Vec<&Packet>, Outcome> {
    let primary = &key.primary_key;
    let is_revoked =
        key.details.revocation_signatures.iter().any(|it| it.verify_key(primary).is_ok());
    if is_revoked {
        return Err(Outcome::Expired("the key is revoked".to_owned()));
    }
    let direct = key.details.direct_signatures.iter();
    let mut own: Vec<&Packet> = direct
        .filter(|it| is_sound(it, time) && it.verify_key(primary).is_ok())
        .max_by_key(|it| it.created())
        .into_iter()
        .collect();
    for user in &key.details.users {
        let holds = |it: &&Packet| it.verify_certification(primary, Tag::UserId, &user.id).is_ok();
        let newest = user.signatures.iter().filter(|it| is_sound(it, time)).filter(holds);
        let newest = newest.max_by_key(|it| it.created());
        // The newest word on a user may be that it is no more.
        own.extend(newest.filter(|it| it.typ() != Some(SignatureType::CertRevocation)));
    }
    own.sort_by_key(|it| core::cmp::Reverse(it.created()));
    if own.is_empty() {
        return Err(Outcome::Invalid("the key does not say what it is, at that time".to_owned()));
    }
    Ok(own)
}

/// A signature of a key over its own parts that counts.
fn is_sound(signature: &Packet, time: u64) -> bool {
    let made = signature
        .created()
        .is_some_and(|created| u64::from(created.as_secs()) <= time.saturating_add(AHEAD));
    let version = matches!(signature.version(), SignatureVersion::V4 | SignatureVersion::V6);
    let broken = matches!(
        signature.hash_alg(),
        None | Some(HashAlgorithm::None | HashAlgorithm::Md5 | HashAlgorithm::Ripemd160)
    );
    made && version && !broken
}

/// The key is valid at a time: it began, and has not ended.
fn ends(key: &impl KeyDetails, own: &[&Packet], time: u64, what: &str) -> Result<(), Outcome> {
    let created = u64::from(key.created_at().as_secs());
    if created > time.saturating_add(AHEAD) {
        return Err(Outcome::Expired(format!("the {what} begins at {}", date(created))));
    }
    let after = own.iter().find_map(|own| own.key_expiration_time());
    let end = after.map(|after| u64::from(after.as_secs())).filter(|after| *after > 0);
    match end.map(|after| created.saturating_add(after)) {
        Some(end) if end <= time => {
            Err(Outcome::Expired(format!("the {what} ended at {}", date(end))))
        }
        _ => Ok(()),
    }
}

/// Whether the key may sign data; none where nothing is said.
fn flags_of(signature: &Packet) -> Option<bool> {
    let config = signature.config()?;
    config.hashed_subpackets().find_map(|part| match &part.data {
        SubpacketData::KeyFlags(flags) => Some(flags.sign()),
        _ => None,
    })
}

fn is_strong(params: &PublicParams, algorithm: PublicKeyAlgorithm) -> Result<(), Outcome> {
    let weak = |reason: String| Err(Outcome::Weak(reason));
    match params {
        PublicParams::RSA(params) => match params.key.n().bits() {
            bits if bits < RSA_BITS => weak(format!("the key is RSA of {bits} bits")),
            _ => Ok(()),
        },
        PublicParams::ECDSA(
            EcdsaPublicParams::P256 { .. }
            | EcdsaPublicParams::P384 { .. }
            | EcdsaPublicParams::P521 { .. }
            | EcdsaPublicParams::Secp256k1 { .. },
        )
        | PublicParams::EdDSALegacy(_)
        | PublicParams::Ed25519(_)
        | PublicParams::Ed448(_) => Ok(()),
        _ => weak(format!("the key is of the kind {algorithm:?}")),
    }
}

/// A time of OpenPGP, which counts in 32 bits, or the sum of two of them: no year has five digits.
fn date(seconds: u64) -> String {
    let time = UNIX_EPOCH.checked_add(Duration::from_secs(seconds.min(2 * u64::from(u32::MAX))));
    humantime::format_rfc3339_seconds(time.unwrap_or(UNIX_EPOCH)).to_string()
}

fn upper(fingerprint: &Fingerprint) -> String {
    format!("{fingerprint:X}")
}

/// The user that the key names as the primary one, or first.
fn user(key: &SignedPublicKey) -> String {
    let users = &key.details.users;
    let primary = users.iter().find(|user| user.is_primary()).or_else(|| users.first());
    primary.map(|user| escape(user.id.id())).unwrap_or_default()
}
