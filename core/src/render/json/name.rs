//! Names, and what they resolve to.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::names;
use super::{DigestText, all, digest};
use crate::model::NameSummary;

/// A name, and what it resolves to.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Name<'a> {
    /// The normal form, which leaves nothing out.
    normal: Cow<'a, str>,
    /// The shortest form that means the same.
    familiar: Cow<'a, str>,
    /// The registry: a host, perhaps with a port.
    registry: Cow<'a, str>,
    /// The repository within its registry.
    repository: Cow<'a, str>,
    /// The tag; `latest` where neither tag nor digest was given.
    tag: Option<Cow<'a, str>>,
    /// The digest.
    digest: Option<DigestText>,
    /// What was not said, and is read into it.
    implied: Vec<ImpliedPart>,
    /// The known or trusted name that it looks like and is not.
    like: Option<Cow<'a, str>>,
    /// What each file of the policy decides, in words; empty where none says anything.
    policy: Cow<'a, [String]>,
}

/// A part that a name may leave out.
#[derive(Deserialize, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(extend("enum" = names::implied()))
)]
struct ImpliedPart(Cow<'static, str>);

impl<'a> Name<'a> {
    pub(super) fn new(name: &'a NameSummary) -> Self {
        Self {
            normal: Cow::Borrowed(&name.normal),
            familiar: Cow::Borrowed(&name.familiar),
            registry: Cow::Borrowed(&name.registry),
            repository: Cow::Borrowed(&name.repository),
            tag: name.tag.as_deref().map(Cow::Borrowed),
            digest: name.digest.as_ref().map(DigestText::new),
            implied: name.implied.iter().map(|part| ImpliedPart(Cow::Borrowed(part))).collect(),
            like: name.like.as_deref().map(Cow::Borrowed),
            policy: Cow::Borrowed(&name.policy),
        }
    }
}

impl Name<'_> {
    pub(super) fn read(self) -> Option<NameSummary> {
        let implied =
            |part: ImpliedPart| NameSummary::IMPLIED.into_iter().find(|known| *known == part.0);
        Some(NameSummary {
            normal: self.normal.into_owned(),
            familiar: self.familiar.into_owned(),
            registry: self.registry.into_owned(),
            repository: self.repository.into_owned(),
            tag: self.tag.map(Into::into),
            digest: digest(self.digest),
            implied: all(self.implied, implied)?,
            like: self.like.map(Into::into),
            policy: self.policy.into_owned(),
        })
    }
}
