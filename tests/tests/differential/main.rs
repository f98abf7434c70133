//! What ocivet passes, every reader reads alike.
//!
//! Each tar of the recipes and of `wild/` is listed by the tar readers in wide use. Where two that accept it
//! see other names, types, sizes or link targets, ocivet must deny it; what it need not deny is in
//! `known.toml`, with the reason. Where all agree and ocivet does not deny, it must see the same.
//!
//! A reader that is not there is left out and named; `tests/run` sets all of them up. What every reader made
//! of every archive is written to `target/differential.txt`.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "helpers of a test, which ends by a panic"
)]

mod corpus;
mod gnu_tar;
mod judge;
mod known;
mod programs;

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use corpus::Item;
use judge::{Judged, judge};
use known::Known;
use ocivet_tests::readers::{crates, view::Listing};

/// What each reader that is there made of each archive, in the order of the corpus.
type Listings = BTreeMap<&'static str, Vec<Listing>>;

fn readers(items: &[Item], folder: &Path) -> Listings {
    let mut listings = Listings::new();
    listings.insert("tar-rs", items.iter().map(|item| crates::tar_rs(&item.bytes)).collect());
    listings
        .insert("astral-tokio-tar", items.iter().map(|item| crates::astral(&item.bytes)).collect());
    if let Some(list) = gnu_tar::list_all(items, folder) {
        listings.insert("gnu-tar", list);
    }
    for program in programs::PROGRAMS {
        if let Some(list) = program.list_all(items, folder) {
            listings.insert(program.name, list);
        }
    }
    listings
}

#[test]
fn readers_agree_on_what_is_not_denied() {
    let items = corpus::all();
    assert!(items.len() > 400, "only {} archives", items.len());
    let place = tempfile::tempdir().unwrap();
    for item in &items {
        fs::write(place.path().join(&item.file), &item.bytes).unwrap();
    }
    let listings = readers(&items, place.path());
    let mut known = Known::read(listings.keys().copied().collect());
    let (mut faults, mut report) = (String::new(), String::new());
    let mut disagreements = 0;
    for (number, item) in items.iter().enumerate() {
        let views = listings.iter().map(|(reader, list)| (*reader, &list[number])).collect();
        let Judged { fault, text, disagreed } = judge(item, &views, &mut known);
        disagreements += usize::from(disagreed);
        faults.extend(fault);
        report.push_str(&text);
    }
    faults.push_str(&known.stale());
    let summary = summary(&listings, items.len(), disagreements);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../differential.txt");
    fs::write(path, format!("{summary}\n{report}")).unwrap();
    eprintln!("{summary}");
    assert!(faults.is_empty(), "{faults}");
}

fn summary(listings: &Listings, archives: usize, disagreements: usize) -> String {
    let mut text = String::new();
    for (reader, list) in listings {
        let accepted = list.iter().filter(|listing| listing.error.is_none()).count();
        let refused = list.len() - accepted;
        writeln!(text, "{reader:18} accepts {accepted:5}, refuses {refused:5}").unwrap();
    }
    writeln!(text, "{archives} archives; readers that accept disagree on {disagreements}").unwrap();
    text
}
