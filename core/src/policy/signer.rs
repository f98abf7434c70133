//! Whose signature is demanded.

use core::fmt;
use std::collections::BTreeMap;

use super::identity::Identity;
use crate::{
    model::escape_str,
    reference::Reference,
    trust::{ImageKeys, Proof, StatementFormat},
};

/// Whose signature.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Signer {
    /// That of any key that is given for images.
    Any,
    /// That of one of these keys.
    One(Box<SignerKeys>),
}

/// Keys of which one must have signed, and how.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct SignerKeys {
    /// How it is signed.
    pub(super) form: SignatureForm,
    /// Where the keys are from, or what they are called; escaped.
    pub(super) names: Vec<String>,
    /// The keys that could be had.
    pub(super) keys: ImageKeys,
    /// Which name the signature must give to the image; none where that does not matter.
    pub(super) identity: Option<Identity>,
}

/// How an image is signed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum SignatureForm {
    /// In any way.
    Any,
    /// By simple signing, with OpenPGP.
    OpenPgp,
    /// By cosign, with a name in what is signed.
    Sigstore,
}

/// The contents of the files that a policy names, by their paths as they are written there.
pub(crate) type KeyFiles = BTreeMap<String, Vec<u8>>;

impl Signer {
    /// One of these keys, whatever it signed.
    pub(crate) fn of_keys(keys: ImageKeys) -> Self {
        let names = keys.ids();
        Self::One(Box::new(SignerKeys { form: SignatureForm::Any, names, keys, identity: None }))
    }

    /// The keys that it names itself.
    pub(crate) fn keys(&self) -> Option<&ImageKeys> {
        match self {
            Self::Any => None,
            Self::One(one) => Some(&one.keys),
        }
    }

    /// Whether a proof is by one of the keys, in the form and for the name that is asked for. `any` are the keys
    /// that are given for images, `intended` the name that the image was fetched by.
    pub(crate) fn takes(
        &self,
        proof: &Proof,
        any: &ImageKeys,
        intended: Option<&Reference>,
    ) -> bool {
        let is_by = |keys: &ImageKeys| keys.ids().iter().any(|id| proof.keys.contains(id));
        let Self::One(one) = self else { return is_by(any) };
        let form = match one.form {
            SignatureForm::Any => true,
            SignatureForm::OpenPgp => proof.format == StatementFormat::SimpleSigning,
            SignatureForm::Sigstore => proof.format == StatementFormat::Cosign,
        };
        let names = |identity: &Identity| {
            proof.identity.as_ref().is_some_and(|signed| identity.matches(signed, intended))
        };
        form && is_by(&one.keys) && one.identity.as_ref().is_none_or(names)
    }
}

impl SignerKeys {
    /// No key yet.
    pub(super) fn new(form: SignatureForm, identity: Identity) -> Self {
        let identity = Some(identity);
        Self { form, names: Vec::new(), keys: ImageKeys::default(), identity }
    }

    /// Adds the keys that a file of that path holds; says why where there are none.
    pub(super) fn add_file(&mut self, path: &str, files: &KeyFiles) -> Result<(), String> {
        let added = match files.get(path) {
            Some(data) => self.keys.add(data),
            None => Err("it was not given".to_owned()),
        };
        let name = escape_str(path);
        self.names.push(match &added {
            Ok(()) => name,
            Err(reason) => format!("{name}, which is of no use: {reason}"),
        });
        added
    }

    /// Adds keys that stand in the file itself, at a key of that name.
    pub(super) fn add_data(&mut self, name: &str, data: &[u8]) -> Result<(), String> {
        self.names.push(name.to_owned());
        self.keys.add(data).map_err(|reason| format!("{name}: {reason}"))
    }
}

/// ` by` and the keys, with what else is asked for.
impl fmt::Display for Signer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::One(one) = self else { return Ok(()) };
        let keys = one.names.join(" or ");
        match (one.form, &one.identity) {
            (SignatureForm::OpenPgp, Some(identity)) => {
                write!(out, " (OpenPGP, {keys}, identity {identity})")
            }
            (_, Some(identity)) => write!(out, " (sigstore, {keys}, identity {identity})"),
            (_, None) => write!(out, " by {keys}"),
        }
    }
}
