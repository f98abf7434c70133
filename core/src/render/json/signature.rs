//! Signatures of images.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::DigestText;
use crate::model::{Digest, SignatureSummary};

/// A signature of an image, or a signed statement about it.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Signature"))]
pub(super) struct SignatureJson<'a> {
    /// How it is written.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = SignatureSummary::FORMATS)))]
    format: Cow<'a, str>,
    /// The manifest or index that is signed.
    digest: DigestText,
    /// The type of what is stated; null where the image is only signed.
    predicate: Option<Cow<'a, str>>,
    /// The key that it verifies with, of those that were given.
    key: Option<Cow<'a, str>>,
}

impl<'a> SignatureJson<'a> {
    pub(super) fn new(signature: &'a SignatureSummary) -> Self {
        Self {
            format: Cow::Borrowed(signature.format),
            digest: DigestText::new(&signature.digest),
            predicate: signature.predicate.as_deref().map(Cow::Borrowed),
            key: signature.key.as_deref().map(Cow::Borrowed),
        }
    }

    pub(super) fn read(self) -> Option<SignatureSummary> {
        Some(SignatureSummary {
            format: SignatureSummary::FORMATS.into_iter().find(|known| *known == self.format)?,
            digest: Digest::parse(&self.digest.0).ok()?,
            predicate: self.predicate.map(Into::into),
            key: self.key.map(Into::into),
        })
    }
}
