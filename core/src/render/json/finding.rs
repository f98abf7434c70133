//! Findings and their places.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::names;
use super::{DigestText, all, digest, source::RegionJson};
use crate::{
    model::{EntryPath, Finding, Location, Omitted, RuleId, Severity, Stream, Suppression},
    rules,
};

/// What a rule found.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Finding"))]
pub(super) struct FindingJson<'a> {
    /// The rule's id, `group/name`; ids are never renamed.
    rule: Cow<'static, str>,
    /// How much it weighs.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = names::severities())))]
    severity: Cow<'static, str>,
    /// One sentence without a full stop.
    message: Cow<'a, str>,
    /// Where it is.
    location: LocationJson<'a>,
    /// Other places that belong to it, such as the earlier of two duplicates.
    related: Vec<LocationJson<'a>>,
    /// Set where the configuration allows the finding: it does not count for the verdict then.
    suppressed: Option<SuppressionJson<'a>>,
}

/// A finding is allowed by the configuration.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Suppression"))]
struct SuppressionJson<'a> {
    /// The reason that the configuration gives.
    reason: Cow<'a, str>,
}

/// A place in the input.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Location"))]
struct LocationJson<'a> {
    /// Digest of the member's bytes.
    blob: Option<DigestText>,
    /// Entry of the outer archive.
    member: Option<String>,
    /// Entry of the layer or package.
    entry: Option<String>,
    /// The byte stream that `offset` counts in: the input as given, the outer archive after decompression,
    /// a member as stored, a member after decompression.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = names::streams())))]
    stream: Cow<'static, str>,
    /// Bytes from the start of `stream`.
    offset: Option<u64>,
    /// Bytes from `offset` on: of the value or key of a document, or of a part of a text.
    length: Option<u64>,
    /// JSON pointer (RFC 6901) into a document.
    pointer: Option<Cow<'a, str>>,
    /// The same place in lines and columns; left out where the stream is no text that people write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "RegionJson<'a>"))]
    region: Option<RegionJson<'a>>,
}

/// Findings of one rule and severity that are counted but not listed.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Omitted"))]
pub(super) struct OmittedJson<'a> {
    /// The rule's id.
    rule: Cow<'static, str>,
    /// Their severity.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = names::severities())))]
    severity: Cow<'static, str>,
    /// How many.
    count: u64,
    /// Set where the configuration allows all findings of the rule.
    suppressed: Option<SuppressionJson<'a>>,
}

impl<'a> FindingJson<'a> {
    pub(super) fn new(finding: &'a Finding) -> Self {
        Self {
            rule: finding.rule.as_str().into(),
            severity: finding.severity.name().into(),
            message: Cow::Borrowed(&finding.message),
            location: LocationJson::new(&finding.location),
            related: finding.related.iter().map(LocationJson::new).collect(),
            suppressed: finding.suppressed.as_ref().map(SuppressionJson::new),
        }
    }
}

impl<'a> LocationJson<'a> {
    pub(super) fn new(location: &'a Location) -> Self {
        Self {
            blob: location.blob.as_ref().map(DigestText::new),
            member: location.member.as_ref().map(EntryPath::escaped),
            entry: location.entry.as_ref().map(EntryPath::escaped),
            stream: location.stream.name().into(),
            offset: location.offset,
            length: location.length,
            pointer: location.pointer.as_deref().map(Cow::Borrowed),
            region: location.region.as_ref().map(RegionJson::new),
        }
    }
}

impl<'a> SuppressionJson<'a> {
    pub(super) fn new(suppression: &'a Suppression) -> Self {
        Self { reason: Cow::Borrowed(&suppression.reason) }
    }
}

impl<'a> OmittedJson<'a> {
    pub(super) fn new(omitted: &'a Omitted) -> Self {
        Self {
            rule: omitted.rule.as_str().into(),
            severity: omitted.severity.name().into(),
            count: omitted.count,
            suppressed: omitted.suppressed.as_ref().map(SuppressionJson::new),
        }
    }
}

impl FindingJson<'_> {
    pub(super) fn read(self) -> Option<Finding> {
        Some(Finding {
            rule: rule(&self.rule)?,
            severity: Severity::from_name(&self.severity)?,
            message: self.message.into_owned(),
            location: self.location.read()?,
            related: all(self.related, LocationJson::read)?,
            suppressed: self.suppressed.map(SuppressionJson::read),
        })
    }
}

impl LocationJson<'_> {
    pub(super) fn read(self) -> Option<Location> {
        Some(Location {
            stream: Stream::ALL.into_iter().find(|stream| stream.name() == self.stream)?,
            offset: self.offset,
            length: self.length,
            member: path(self.member),
            blob: digest(self.blob),
            entry: path(self.entry),
            pointer: self.pointer.map(Into::into),
            region: self.region.map(RegionJson::read),
        })
    }
}

impl SuppressionJson<'_> {
    pub(super) fn read(self) -> Suppression {
        Suppression { reason: self.reason.into_owned() }
    }
}

impl OmittedJson<'_> {
    pub(super) fn read(self) -> Option<Omitted> {
        Some(Omitted {
            rule: rule(&self.rule)?,
            severity: Severity::from_name(&self.severity)?,
            count: self.count,
            suppressed: self.suppressed.map(SuppressionJson::read),
        })
    }
}

fn rule(id: &str) -> Option<RuleId> {
    rules::find(id).map(|rule| rule.id)
}

fn path(text: Option<String>) -> Option<EntryPath> {
    text.and_then(|text| EntryPath::from_escaped(&text))
}
