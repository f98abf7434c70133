//! What a rule is: one line of the table, its text, and a pure function from facts to observations.

use core::fmt;
use std::collections::BTreeMap;

use super::checksums::{ChecksumContext, SignatureContext};
use super::context::{
    AllowContext, AnomalyContext, ArchiveContext, BlobContext, DockerfileContext, DocumentContext,
    EntryContext, FramingContext, ImageContext, ReferenceContext, RepeatContext, StreamContext,
};
use super::facts::Facts;
use super::layering::{LayeringContext, MergedContext};
use super::naming::{DemandContext, NameContext};
use crate::model::{
    Grade, Level, Levels, Limits, Observation, Observations, Place, Profile, RuleId, to_u64,
};

/// A rule: what is looked for, how much it weighs, and why.
pub struct Rule {
    /// Its id, `group/name`; reads well after "allow".
    pub id: RuleId,
    /// What it finds, in a few words.
    pub summary: &'static str,
    /// Its severities.
    pub(crate) levels: Levels,
    /// Version of ocivet that brought it.
    pub since: &'static str,
    /// Specifications, advisories and tools that it rests on.
    pub sources: &'static [&'static str],
    /// The doc comment, each line with the blank that it begins with.
    pub(crate) text: &'static str,
    pub(crate) checks: &'static [Check],
}

impl fmt::Debug for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Rule")
            .field("id", &self.id)
            .field("levels", &self.levels)
            .finish_non_exhaustive()
    }
}

/// A check of an entry.
pub(crate) type EntryCheck = fn(&EntryContext<'_>, &mut Findings);

/// When a rule looks, and what it may see.
#[derive(Clone, Copy)]
pub(crate) enum Check {
    /// Each entry of a tar stream, with the index of those before it.
    ///
    /// Only entries that have one of the facts at least: the others are many, and it finds nothing in them.
    Entry(Facts, EntryCheck),
    /// Each file that comes again, once its contents were compared.
    Repeat(fn(&RepeatContext<'_>, &mut Findings)),
    /// Each anomaly of a tar stream.
    Anomaly(fn(&AnomalyContext<'_>, &mut Findings)),
    /// The end of a tar stream, with the index of all its entries.
    Stream(fn(&StreamContext<'_>, &mut Findings)),
    /// Each anomaly of a compressed stream.
    Framing(fn(&FramingContext<'_>, &mut Findings)),
    /// Each document of an image.
    Document(fn(&DocumentContext<'_>, &mut Findings)),
    /// Each reference of a document.
    Reference(fn(&ReferenceContext<'_>, &mut Findings)),
    /// Each blob of an image archive.
    Blob(fn(&BlobContext<'_>, &mut Findings)),
    /// Each image that has a config.
    Image(fn(&ImageContext<'_>, &mut Findings)),
    /// Each layer of an image, over the layers below it.
    Layering(fn(&LayeringContext<'_>, &mut Findings)),
    /// All layers of an image, put together.
    Merged(fn(&MergedContext<'_>, &mut Findings)),
    /// Each name, in an archive or alone, and each image that has none.
    Name(fn(&NameContext<'_>, &mut Findings)),
    /// What an image or a name must show and does not.
    Demand(fn(&DemandContext<'_>, &mut Findings)),
    /// A Dockerfile.
    Dockerfile(fn(&DockerfileContext<'_>, &mut Findings)),
    /// What a list of checksums says of the input.
    Checksum(fn(&ChecksumContext<'_>, &mut Findings)),
    /// The signatures of a list of checksums, or of an image.
    Signature(fn(&SignatureContext<'_>, &mut Findings)),
    /// What the configuration allows, once all findings are there.
    Allow(fn(&AllowContext<'_>, &mut Findings)),
    /// The whole input, once every part of it was seen.
    Archive(fn(&ArchiveContext<'_>, &mut Findings)),
}

/// What a rule saw, where, and what else belongs to it.
#[derive(Debug)]
pub(crate) struct Seen {
    place: Place,
    message: String,
    related: Vec<Place>,
}

impl Seen {
    /// A sighting. `message` is one sentence without a full stop: the observed value first, then what was
    /// expected; untrusted text escaped.
    pub(crate) fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), related: Vec::new() }
    }

    /// Adds a place that belongs to it.
    pub(crate) fn with_related(mut self, place: Place) -> Self {
        self.related.push(place);
        self
    }
}

/// Takes the observations of one stream: the first [`Limits::FINDINGS`] of each rule and grade whole, the
/// rest as a count.
#[derive(Debug)]
pub(crate) struct Findings {
    rule: RuleId,
    list: Vec<Observation>,
    counts: BTreeMap<(RuleId, Grade), u64>,
}

impl Findings {
    /// No observations yet.
    pub(crate) fn new() -> Self {
        Self { rule: RuleId::new("internal/none"), list: Vec::new(), counts: BTreeMap::new() }
    }

    /// The rule that reports from here on.
    pub(crate) fn set_rule(&mut self, rule: RuleId) {
        self.rule = rule;
    }

    /// Reports in the rule's plain case. `seen` is only called while the rule is under its cap.
    pub(crate) fn report(&mut self, seen: impl FnOnce() -> Seen) {
        self.report_graded(Grade::Full, seen);
    }

    /// Reports at a grade of the rule's table.
    pub(crate) fn report_graded(&mut self, grade: Grade, seen: impl FnOnce() -> Seen) {
        let count = self.counts.entry((self.rule, grade)).or_default();
        *count = count.saturating_add(1);
        if usize::try_from(*count).is_ok_and(|count| count <= Limits::FINDINGS) {
            let Seen { place, message, related } = seen();
            self.list.push(Observation { rule: self.rule, grade, message, place, related });
        }
    }

    /// Takes out what was reported so far, for what is collected over several places; caps and counts go on.
    pub(crate) fn drain(&mut self) -> Observations {
        Observations { list: core::mem::take(&mut self.list), more: Vec::new() }
    }

    /// What was reported.
    pub(crate) fn finish(self) -> Observations {
        let cap = to_u64(Limits::FINDINGS);
        let more = self
            .counts
            .into_iter()
            .filter(|&(_, count)| count > cap)
            .map(|((rule, grade), count)| (rule, grade, count.saturating_sub(cap)))
            .collect();
        Observations { list: self.list, more }
    }
}

/// The level of one profile from the table's `Full / Lesser / Least`.
macro_rules! level {
    ($full:ident) => {
        $crate::rules::rule::level!($full / $full / $full)
    };
    ($full:ident / $lesser:ident) => {
        $crate::rules::rule::level!($full / $lesser / $lesser)
    };
    ($full:ident / $lesser:ident / $least:ident) => {
        $crate::model::Level {
            full: $crate::model::Severity::$full,
            lesser: $crate::model::Severity::$lesser,
            least: $crate::model::Severity::$least,
        }
    };
}
pub(crate) use level;

/// The levels of a rule: `{ layer: Deny / Warn, package: Deny }`, or `{ any: Deny }` for both profiles.
macro_rules! levels {
    ({ any: $($any:ident)/+ }) => {
        $crate::rules::rule::levels!({ layer: $($any)/+, package: $($any)/+ })
    };
    ({ layer: $($layer:ident)/+, package: $($package:ident)/+ }) => {
        $crate::model::Levels {
            layer: $crate::rules::rule::level!($($layer)/+),
            package: $crate::rules::rule::level!($($package)/+),
        }
    };
}
pub(crate) use levels;

/// Declares a rule: its doc comment is its explanation everywhere.
///
/// Grades in `levels` are `Full / Lesser / Least`; where fewer are given the last one stands for the rest.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])+
        $name:ident = $id:literal;
        summary: $summary:literal;
        levels: $levels:tt;
        since: $since:literal;
        sources: [$($source:literal),* $(,)?];
        check: $($phase:ident($($check:expr),+)),+;
    ) => {
        $(#[doc = $doc])+
        pub(crate) static $name: $crate::rules::rule::Rule = $crate::rules::rule::Rule {
            id: $crate::model::RuleId::new($id),
            summary: $summary,
            levels: $crate::rules::rule::levels!($levels),
            since: $since,
            sources: &[$($source),*],
            text: if cfg!(feature = "explain") { concat!($($doc, "\n"),+) } else { "" },
            checks: &[$($crate::rules::rule::Check::$phase($($check),+)),+],
        };
    };
}
pub(crate) use rule;

impl Rule {
    /// What it finds, why it matters, what to do, when it is fine: Markdown with these four headings.
    /// Empty in a build without the feature `explain`.
    pub fn explanation(&self) -> String {
        let lines = self.text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.fold(String::new(), |text, line| text + line + "\n")
    }

    /// The first sentence of the section "Why it matters".
    pub fn why(&self) -> String {
        let text = self.explanation();
        let section = text.split_once("## Why it matters").map_or("", |(_, after)| after);
        let section = section.split("\n## ").next().unwrap_or_default();
        let section = section.split_whitespace().collect::<Vec<_>>().join(" ");
        section.split_inclusive(". ").next().unwrap_or_default().trim().to_owned()
    }

    /// Its severities in a profile.
    pub const fn level(&self, profile: Profile) -> Level {
        self.levels.of(profile)
    }
}
