//! What was found out about signatures.

/// What signatures over a list are worth.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Signing {
    /// There are none.
    None,
    /// There are some, and no keys were given to verify them.
    Unverified,
    /// Each of them was looked at.
    Verified(Vec<Signature>),
}

/// One signature.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Signature {
    /// Its key as the signature names it, or as it was found: a fingerprint or key ID in hexadecimal digits, or
    /// nothing.
    pub(crate) key: String,
    /// What it is worth.
    pub(crate) outcome: Outcome,
}

/// What a signature is worth.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(not(feature = "openpgp"), expect(dead_code, reason = "nothing is verified then"))]
pub(crate) enum Outcome {
    /// It is that of a key in the set, and nothing speaks against it.
    Good(Signer),
    /// The key is not in the set.
    UnknownKey,
    /// The key, or the signature, was not valid at the time that was given. Why.
    Expired(String),
    /// An algorithm or a size that is broken or about to be. Which.
    Weak(String),
    /// It does not verify. Why; escaped.
    Invalid(String),
    /// What is needed stands in a part that is not signed. What.
    UnsignedAttribute(&'static str),
    /// It is about something else. About what.
    OtherSubject(String),
}

/// Who signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Signer {
    /// Of OpenPGP the fingerprint of the certificate, its primary key, in upper-case hexadecimal digits; else what
    /// the key is called.
    pub(crate) fingerprint: String,
    /// The user that the certificate names first, escaped; empty for a key without one.
    pub(crate) user: String,
    /// When, in seconds since 1970; 0 where the signature does not say it.
    pub(crate) created: u64,
}

impl Signer {
    /// A key of which nothing is known but what it is called.
    pub(crate) fn of_key(id: &str) -> Self {
        Self { fingerprint: id.to_owned(), user: String::new(), created: 0 }
    }
}

impl Signature {
    /// The key, for messages.
    pub(crate) fn key_name(&self) -> String {
        if self.key.is_empty() {
            "a key that it does not name".to_owned()
        } else {
            format!("key {}", self.key)
        }
    }
}

impl Signing {
    /// The signatures that are good.
    pub(crate) fn signers(&self) -> impl Iterator<Item = &Signer> {
        let list = if let Self::Verified(list) = self { list.as_slice() } else { &[] };
        list.iter().filter_map(|signature| match &signature.outcome {
            Outcome::Good(signer) => Some(signer),
            _ => None,
        })
    }

    /// Somebody signed whose key is in the set, and no signature of such a key is bad.
    ///
    /// A signature of a key that is not in the set says nothing, beside a good one.
    pub(crate) fn is_good(&self) -> bool {
        let Self::Verified(list) = self else { return false };
        let fine = |signature: &Signature| {
            matches!(signature.outcome, Outcome::Good(_) | Outcome::UnknownKey)
        };
        self.signers().next().is_some() && list.iter().all(fine)
    }
}
