//! From observations to findings: severity, place in the input, order, counts.

use std::collections::BTreeMap;

use super::{region::TextLines, suppress::Allowed};
use crate::{
    json,
    model::{
        BlobSummary, Counts, Digest, EntryPath, Finding, Grade, ImageSummary, InputSummary,
        Location, NameSummary, Observation, Observations, Omitted, Place, Profile, Report, RuleId,
        Settings, Severity, SourceSummary, Verdict, VouchingSummary, sort_by,
    },
    rules::{self, AllowContext, Findings},
};

/// What observations belong to.
#[derive(Clone, Debug)]
pub(super) struct Source<'a> {
    /// Position among the sources of the input: 0 is the outer stream, members follow.
    order: u64,
    profile: Profile,
    member: Option<EntryPath>,
    blob: Option<Digest>,
    /// The text, where it is a document.
    text: Option<&'a [u8]>,
    /// The lines, where it is a text that people write.
    lines: Option<&'a TextLines<'a>>,
}

impl<'a> Source<'a> {
    /// The outer stream.
    pub(super) const fn outer(profile: Profile) -> Self {
        Self { order: 0, profile, member: None, blob: None, text: None, lines: None }
    }

    /// A member.
    pub(super) fn blob(blob: &'a BlobSummary, profile: Profile) -> Self {
        Self {
            order: blob.member.number.saturating_add(1),
            profile,
            member: Some(blob.member.path.clone().bounded()),
            blob: blob.digests.last().copied(),
            text: blob.text(),
            lines: None,
        }
    }

    /// The outer stream of an input that is one document.
    pub(super) fn document(blob: &'a BlobSummary, profile: Profile) -> Self {
        Self { text: blob.text(), ..Self::outer(profile) }
    }

    /// The outer stream of an input that is a text.
    pub(super) fn text(lines: &'a TextLines<'a>, profile: Profile) -> Self {
        Self { lines: Some(lines), ..Self::outer(profile) }
    }

    fn locate(&self, place: Place) -> Location {
        // Another blob was resolved by whoever knows the blobs.
        let Place { stream, offset, length, entry, pointer, blob: _ } = place;
        let value = pointer.as_ref().and(offset);
        let length =
            length.or_else(|| value.and_then(|offset| json::length_at(self.text?, offset)));
        let region = self.lines.zip(offset);
        let region = region.map(|(lines, offset)| lines.region(offset, length.unwrap_or_default()));
        Location {
            stream,
            offset,
            length,
            region,
            member: self.member.clone(),
            blob: self.blob,
            entry,
            pointer,
        }
    }
}

/// What a report lists that is not in the input: names, and what a build fetches.
#[derive(Debug, Default)]
pub(super) struct Fetched {
    pub(super) names: Vec<NameSummary>,
    pub(super) sources: Option<Vec<SourceSummary>>,
    pub(super) vouching: Option<VouchingSummary>,
}

/// Collects findings.
#[derive(Debug)]
pub(super) struct Gather<'a> {
    settings: &'a Settings,
    /// Severities that rules have at least.
    raised: BTreeMap<RuleId, Severity>,
    findings: Vec<(u64, Finding)>,
    omitted: BTreeMap<(RuleId, Severity), u64>,
}

impl<'a> Gather<'a> {
    pub(super) fn new(settings: &'a Settings, raised: BTreeMap<RuleId, Severity>) -> Self {
        Self { settings, raised, findings: Vec::new(), omitted: BTreeMap::new() }
    }

    /// Adds what rules saw in one source.
    pub(super) fn add(&mut self, source: &Source<'_>, observations: &Observations) {
        self.add_across(source, &|_| None, observations);
    }

    /// Adds what rules saw over several sources: `others` knows them by the blobs' positions, and `source` is
    /// that of places without one.
    pub(super) fn add_across<'s>(
        &mut self,
        source: &Source<'s>,
        others: &dyn Fn(usize) -> Option<Source<'s>>,
        observations: &Observations,
    ) {
        let find = |place: &Place| place.blob.and_then(others).unwrap_or_else(|| source.clone());
        for observation in &observations.list {
            self.add_one(&find, observation);
        }
        for &(rule, grade, count) in &observations.more {
            let severity = self.severity(rule, grade, source.profile);
            if severity > Severity::Off {
                let omitted = self.omitted.entry((rule, severity)).or_default();
                *omitted = omitted.saturating_add(count);
            }
        }
    }

    fn add_one<'s>(&mut self, find: &dyn Fn(&Place) -> Source<'s>, observation: &Observation) {
        let source = find(&observation.place);
        let severity = self.severity(observation.rule, observation.grade, source.profile);
        if severity == Severity::Off {
            return;
        }
        let finding = Finding {
            rule: observation.rule,
            severity,
            message: observation.message.clone(),
            location: source.locate(observation.place.clone()),
            related: observation.related.iter().map(|at| find(at).locate(at.clone())).collect(),
            suppressed: None,
        };
        self.findings.push((source.order, finding));
    }

    /// The options' severity, else the table's; a rule that is in no table denies. What names in the input
    /// raise it to is the least.
    fn severity(&self, rule: RuleId, grade: Grade, profile: Profile) -> Severity {
        let table = || {
            let rule = rules::find(rule.as_str());
            rule.map_or(Severity::Deny, |rule| rule.levels.of(profile).of(grade))
        };
        let severity = self.settings.levels.get(&rule).copied().unwrap_or_else(table);
        self.raised.get(&rule).map_or(severity, |&raised| raised.max(severity))
    }

    /// Marks what is allowed, and reports what allowed nothing; the counted ones as they stand then.
    fn suppress(
        &mut self,
        outer: &Source<'_>,
        input: &InputSummary,
        images: &[ImageSummary],
    ) -> Vec<Omitted> {
        let mut allowed = Allowed::new(&self.settings.allow, input.digest, images);
        for (_, finding) in &mut self.findings {
            allowed.mark(finding);
        }
        let omitted = core::mem::take(&mut self.omitted).into_iter();
        let mut omitted: Vec<_> = omitted
            .map(|((rule, severity), count)| Omitted {
                rule,
                severity,
                count,
                suppressed: allowed.of_rule(rule),
            })
            .collect();
        let mut findings = Findings::new();
        rules::check_allow(&AllowContext { stale: &allowed.stale() }, &mut findings);
        self.add(outer, &findings.finish());
        // Nothing allows these.
        omitted.extend(
            core::mem::take(&mut self.omitted).into_iter().map(|((rule, severity), count)| {
                Omitted { rule, severity, count, suppressed: None }
            }),
        );
        omitted
    }

    /// The report.
    pub(super) fn finish(
        mut self,
        outer: &Source<'_>,
        input: InputSummary,
        images: Vec<ImageSummary>,
        fetched: Fetched,
    ) -> Report {
        let omitted = self.suppress(outer, &input, &images);
        sort_by(&mut self.findings, |(left_order, left), (right_order, right)| {
            let key = |finding: &Finding| {
                (finding.location.stream, finding.location.offset, finding.rule)
            };
            (left_order, key(left)).cmp(&(right_order, key(right)))
        });
        let findings: Vec<_> = self.findings.into_iter().map(|(_, finding)| finding).collect();
        let counts = count(&findings, &omitted);
        let verdict = match counts {
            Counts { deny: 1.., .. } => Verdict::Deny,
            Counts { warn: 1.., .. } => Verdict::Warn,
            _ => Verdict::Pass,
        };
        let Fetched { names, sources, vouching } = fetched;
        Report { input, verdict, counts, images, names, sources, vouching, findings, omitted }
    }
}

fn count(findings: &[Finding], omitted: &[Omitted]) -> Counts {
    let listed = findings.iter().map(|found| (found.severity, found.suppressed.is_some(), 1));
    let omitted = omitted.iter().map(|more| (more.severity, more.suppressed.is_some(), more.count));
    let mut counts = Counts::default();
    for (severity, suppressed, count) in listed.chain(omitted) {
        let counter = match severity {
            _ if suppressed => &mut counts.suppressed,
            // Never reported.
            Severity::Off => continue,
            Severity::Info => &mut counts.info,
            Severity::Warn => &mut counts.warn,
            Severity::Deny => &mut counts.deny,
        };
        *counter = counter.saturating_add(count);
    }
    counts
}
