//! What a rule found, before and after its severity is known.

use core::fmt;

use super::{Digest, EntryPath, Place, Stream};

/// The id of a rule, `group/name`. Never renamed.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct RuleId(&'static str);

impl RuleId {
    /// An id from the rule's table line.
    pub(crate) const fn new(id: &'static str) -> Self {
        Self(id)
    }

    /// The id as written.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// The part before the slash.
    pub fn group(self) -> &'static str {
        self.0.split_once('/').map_or(self.0, |(group, _)| group)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }
}

/// How much a finding weighs, from least to most.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Not reported.
    Off,
    /// Worth knowing; no reason to hesitate.
    Info,
    /// Odd: a person should look.
    Warn,
    /// Must not be unpacked.
    Deny,
}

impl Severity {
    /// All of them, from least to most.
    pub const ALL: [Self; 4] = [Self::Off, Self::Info, Self::Warn, Self::Deny];

    /// The name in options and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// The severity of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// What kind of archive a severity is meant for.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Profile {
    /// Image layers: devices, setuid files and absolute links are normal.
    Layer,
    /// Sdists, npm and crate tarballs, release tarballs, and the outer archive of an image.
    Package,
}

impl Profile {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Layer, Self::Package];

    /// The name in options and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Layer => "layer",
            Self::Package => "package",
        }
    }
}

/// How bad one finding of a rule is, where the rule's table has more than one level.
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Grade {
    /// The rule's plain case.
    #[default]
    Full,
    /// The milder case that the rule's text names.
    Lesser,
    /// The mildest case that the rule's text names.
    Least,
}

/// A rule's severities in one profile, by grade.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Level {
    /// In the rule's plain case.
    pub full: Severity,
    /// In the milder case that the rule's text names.
    pub lesser: Severity,
    /// In the mildest case that the rule's text names.
    pub least: Severity,
}

impl Level {
    /// The severity of a grade.
    pub(crate) const fn of(self, grade: Grade) -> Severity {
        match grade {
            Grade::Full => self.full,
            Grade::Lesser => self.lesser,
            Grade::Least => self.least,
        }
    }
}

/// A rule's severities in both profiles.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Levels {
    /// In image layers.
    pub(crate) layer: Level,
    /// In other tarballs.
    pub(crate) package: Level,
}

impl Levels {
    /// The levels of a profile.
    pub(crate) const fn of(self, profile: Profile) -> Level {
        match profile {
            Profile::Layer => self.layer,
            Profile::Package => self.package,
        }
    }
}

/// What a rule saw in one stream, before profile, blob and member are known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Observation {
    /// The rule.
    pub(crate) rule: RuleId,
    /// Which of the rule's levels applies.
    pub(crate) grade: Grade,
    /// One sentence without a full stop; untrusted text is escaped.
    pub(crate) message: String,
    /// Where it was seen.
    pub(crate) place: Place,
    /// Other places that belong to it, such as the earlier of two duplicates.
    pub(crate) related: Vec<Place>,
}

/// Observations of one stream: the first of each rule and grade, and a count of the rest.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Observations {
    /// In the order in which they were made.
    pub(crate) list: Vec<Observation>,
    /// How many more there were than `list` holds, by rule and grade, in that order.
    pub(crate) more: Vec<(RuleId, Grade, u64)>,
}

/// Where a finding is, within the whole input.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Location {
    /// What `offset` counts in.
    pub stream: Stream,
    /// Bytes from the start of `stream`.
    pub offset: Option<u64>,
    /// Bytes from `offset` on: of the value or key of a JSON document, or of a part of a text.
    pub length: Option<u64>,
    /// The same place in lines and columns, in a text.
    pub region: Option<Region>,
    /// Entry of the outer archive.
    pub member: Option<EntryPath>,
    /// Digest of the member's bytes.
    pub blob: Option<Digest>,
    /// Entry of the layer or package.
    pub entry: Option<EntryPath>,
    /// JSON pointer (RFC 6901) into the document.
    pub pointer: Option<String>,
}

#[cfg(any(test, feature = "schema"))]
impl Location {
    /// The stream, and nothing more.
    pub(crate) const fn of(stream: Stream) -> Self {
        Self {
            stream,
            offset: None,
            length: None,
            region: None,
            member: None,
            blob: None,
            entry: None,
            pointer: None,
        }
    }
}

/// A place in a text. Lines and columns count from 1, columns in Unicode code points.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Region {
    /// The first line.
    pub line: u64,
    /// The first column.
    pub column: u64,
    /// The last line.
    pub end_line: u64,
    /// The column behind the last one.
    pub end_column: u64,
    /// What stands in the first line.
    pub excerpt: Excerpt,
}

/// A line of a text as it can be shown.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Excerpt {
    /// The line, or as much of it as is near the place, escaped: see [`escape`](crate::escape).
    pub text: String,
    /// Characters of `text` before the place.
    pub start: u64,
    /// Characters of `text` up to the end of the place in this line.
    pub end: u64,
}

/// What a rule found, with its severity.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// From the rule's table, or from the options.
    pub severity: Severity,
    /// One sentence without a full stop; untrusted text is escaped.
    pub message: String,
    /// Where it is.
    pub location: Location,
    /// Other places that belong to it.
    pub related: Vec<Location>,
    /// Why it does not count, where the configuration allows it.
    pub suppressed: Option<Suppression>,
}

/// A finding is allowed by the configuration.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Suppression {
    /// The reason that the configuration gives, escaped and cut.
    pub reason: String,
}
