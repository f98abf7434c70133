//! What ocivet looks for: one file a rule, grouped by folder.
//!
//! Rules are pure functions from facts to observations. They never choose a severity: the table
//! holds one for each profile and grade.

mod blob;
mod checksum;
mod checksums;
mod compress;
mod config;
mod context;
mod dockerfile;
mod entry;
mod facts;
mod layering;
mod limit;
mod link;
mod manifest;
mod naming;
mod path;
mod policy;
mod reference;
mod rule;
mod signature;
mod tar;

use std::sync::LazyLock;

pub(crate) use checksums::{ChecksumContext, SignatureContext};
pub(crate) use context::{
    AllowContext, AnomalyContext, ArchiveContext, BlobContext, DockerfileContext, DocumentContext,
    EntryContext, FramingContext, ImageContext, MergeOver, OPAQUE, ReferenceContext, RepeatContext,
    StreamContext,
};
use facts::Facts;
pub(crate) use layering::{LayeringContext, MergedContext};
pub(crate) use naming::{
    DemandContext, Name, NameContext, NameOrigin, Shown, judge_demands, judge_name,
};
pub use rule::Rule;
pub(crate) use rule::{Check, EntryCheck, Findings};

use crate::model::sort_by_key;

/// The tables of all groups.
const GROUPS: &[&[&Rule]] = &[
    blob::RULES,
    checksum::RULES,
    compress::RULES,
    config::RULES,
    dockerfile::RULES,
    entry::RULES,
    limit::RULES,
    link::RULES,
    manifest::RULES,
    path::RULES,
    policy::RULES,
    reference::RULES,
    signature::RULES,
    tar::RULES,
];

static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let mut rules: Vec<&'static Rule> =
        GROUPS.iter().flat_map(|group| group.iter().copied()).collect();
    sort_by_key(&mut rules, |rule| rule.id);
    rules
});

/// All rules, sorted by id.
pub fn rules() -> &'static [&'static Rule] {
    &RULES
}

/// The rule of that id.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES
        .binary_search_by(|rule| rule.id.as_str().cmp(id))
        .ok()
        .and_then(|at| RULES.get(at).copied())
}

/// The checks of one phase with their rules' ids, in order of id.
type Phase<F> = Vec<(crate::model::RuleId, F)>;

macro_rules! phases {
    ($( $(#[$doc:meta])+ $run:ident, $table:ident: $phase:ident($context:ident); )+) => {$(
        static $table: LazyLock<Phase<fn(&$context<'_>, &mut Findings)>> = LazyLock::new(|| {
            let of_phase = |rule: &'static Rule| {
                rule.checks.iter().filter_map(move |check| match check {
                    Check::$phase(check) => Some((rule.id, *check)),
                    _ => None,
                })
            };
            RULES.iter().copied().flat_map(of_phase).collect()
        });

        $(#[$doc])+
        pub(crate) fn $run(context: &$context<'_>, out: &mut Findings) {
            for (rule, check) in $table.iter() {
                out.set_rule(*rule);
                check(context, out);
            }
        }
    )+};
}

/// The checks of entries with their rules' ids and the facts that each of them needs, in order of id.
static ENTRY: LazyLock<Phase<(Facts, EntryCheck)>> = LazyLock::new(|| {
    let of_entries = |rule: &'static Rule| {
        rule.checks.iter().filter_map(move |check| match check {
            Check::Entry(facts, check) => Some((rule.id, (*facts, *check))),
            _ => None,
        })
    };
    RULES.iter().copied().flat_map(of_entries).collect()
});

/// Runs the rules that look at entries: those that could find something by the entry's facts.
pub(crate) fn check_entry(context: &EntryContext<'_>, out: &mut Findings) {
    let facts = Facts::of(context);
    debug_assert!(others_are_silent(context, facts), "a rule finds something without its facts");
    if facts == Facts::NONE {
        return;
    }
    for (rule, (needed, check)) in ENTRY.iter() {
        if needed.meets(facts) {
            out.set_rule(*rule);
            check(context, out);
        }
    }
}

/// The rules that are left out by an entry's facts would find nothing.
fn others_are_silent(context: &EntryContext<'_>, facts: Facts) -> bool {
    let mut findings = Findings::new();
    for (_, (needed, check)) in ENTRY.iter() {
        if !needed.meets(facts) {
            check(context, &mut findings);
        }
    }
    findings.finish().list.is_empty()
}

phases! {
    /// Runs the rules that look at files that come again, once their contents were compared.
    check_repeat, REPEAT: Repeat(RepeatContext);
    /// Runs the rules that look at anomalies of a tar stream.
    check_anomaly, ANOMALY: Anomaly(AnomalyContext);
    /// Runs the rules that look at the end of a tar stream.
    check_stream, STREAM: Stream(StreamContext);
    /// Runs the rules that look at anomalies of a compressed stream.
    check_framing, FRAMING: Framing(FramingContext);
    /// Runs the rules that look at documents of images.
    check_document, DOCUMENT: Document(DocumentContext);
    /// Runs the rules that look at references between blobs.
    check_reference, REFERENCE: Reference(ReferenceContext);
    /// Runs the rules that look at blobs of an image archive.
    check_blob, BLOB: Blob(BlobContext);
    /// Runs the rules that look at images.
    check_image, IMAGE: Image(ImageContext);
    /// Runs the rules that look at a layer over those below it.
    check_layering, LAYERING: Layering(LayeringContext);
    /// Runs the rules that look at all layers of an image together.
    check_merged, MERGED: Merged(MergedContext);
    /// Runs the rules that look at names.
    check_name, NAME: Name(NameContext);
    /// Runs the rules that look at what an image or a name must show and does not.
    check_demand, DEMAND: Demand(DemandContext);
    /// Runs the rules that look at a Dockerfile.
    check_dockerfile, DOCKERFILE: Dockerfile(DockerfileContext);
    /// Runs the rules that look at what a list of checksums says of the input.
    check_checksum, CHECKSUM: Checksum(ChecksumContext);
    /// Runs the rules that look at signatures of a list of checksums, or of an image.
    check_signature, SIGNATURE: Signature(SignatureContext);
    /// Runs the rules that look at what the configuration allows.
    check_allow, ALLOW: Allow(AllowContext);
    /// Runs the rules that look at the whole input.
    check_archive, ARCHIVE: Archive(ArchiveContext);
}
