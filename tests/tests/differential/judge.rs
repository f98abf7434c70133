//! What the readers made of one archive against what ocivet did.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use ocivet_core::{Options, Report, Severity, Verdict, Verifier};
use ocivet_tests::readers::view::{Listing, View, of_ocivet};
use serde_json::json;

use crate::{corpus::Item, known::Known};

/// The outcome for one archive.
#[derive(Debug)]
pub(crate) struct Judged {
    /// What is wrong.
    pub(crate) fault: Option<String>,
    /// What the readers and ocivet made of it.
    pub(crate) text: String,
    /// Readers that accept it see different things.
    pub(crate) disagreed: bool,
}

/// Readers that accept the archive, by what they see.
type Groups<'a> = BTreeMap<&'a View, BTreeSet<&'static str>>;

/// Judges one archive.
pub(crate) fn judge(
    item: &Item,
    listings: &BTreeMap<&'static str, &Listing>,
    known: &mut Known,
) -> Judged {
    let report = verify(item);
    let own = of_ocivet(&item.bytes);
    let mut groups = Groups::new();
    for (reader, listing) in listings {
        if listing.error.is_none() {
            groups.entry(&listing.view).or_default().insert(*reader);
        }
    }
    let disagreed = groups.len() > 1;
    let text = text(item, &report, listings, &groups, &own);
    let denied = report.verdict == Verdict::Deny;
    let fault = if denied { None } else { fault(item, &groups, &own, known) };
    let fault = fault.map(|what| format!("{what}\n{text}\n"));
    Judged { fault, text, disagreed }
}

/// What is wrong with passing it: a reader sees something else than ocivet does, and is not on the list.
/// Where none does, all that accept it agree, with each other and with ocivet.
fn fault(item: &Item, groups: &Groups<'_>, own: &View, known: &mut Known) -> Option<String> {
    let mut other = groups.iter().filter(|(view, _)| **view != own).flat_map(|(_, names)| names);
    let unlisted: Vec<_> = other.by_ref().filter(|name| !known.excuses(&item.name, name)).collect();
    (!unlisted.is_empty())
        .then(|| format!("{}: not denied, and {unlisted:?} see something else", item.name))
}

fn verify(item: &Item) -> Report {
    let mut options = json!({ "name": item.name });
    if let Some(kind) = item.kind {
        options["kind"] = kind.into();
    }
    let mut verifier = Verifier::new(&Options::from_json(&options.to_string()).unwrap());
    let _ = verifier.push(&item.bytes);
    verifier.finish()
}

fn text(
    item: &Item,
    report: &Report,
    listings: &BTreeMap<&'static str, &Listing>,
    groups: &Groups<'_>,
    own: &View,
) -> String {
    let mut text = String::new();
    let fired = report.findings.iter().filter(|finding| finding.severity >= Severity::Warn);
    let fired: BTreeSet<_> = fired.map(|finding| finding.rule.as_str()).collect();
    let verdict = report.verdict;
    writeln!(text, "{} ({}): {verdict:?} {fired:?}", item.name, item.file).unwrap();
    for (reader, listing) in listings {
        if let Some(error) = &listing.error {
            let line = error.lines().next().unwrap_or_default();
            writeln!(text, "    {reader} refuses: {line}").unwrap();
        }
    }
    for (view, readers) in groups {
        let same = if *view == own { ", as ocivet" } else { "" };
        writeln!(text, "    {readers:?}{same}:").unwrap();
        write!(text, "{view}").unwrap();
    }
    if !groups.contains_key(own) {
        write!(text, "    ocivet:\n{own}").unwrap();
    }
    text
}
