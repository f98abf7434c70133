//! Tar.

use std::{collections::BTreeMap, sync::Arc};

use memchr::memmem;
use ocivet_core::{
    Verdict,
    parts::{Hashers, InlineHashers, OuterEvent, OuterReader},
};
use ocivet_tests::readers::{
    crates,
    view::{self, Listing, View},
};

use crate::case::Case;

/// What `tar/magic` says of long names that `tar` misses.
const OLD_MAVEN: &str = "long name has the magic of old Maven";

/// Where ocivet does not deny, the crates `tar` and `astral-tokio-tar` see the same names, types, sizes and link
/// targets as it does, or refuse the archive; and the contents of members are where `tar` finds them.
///
/// Not compared: sparse files in PAX records (`GNU.sparse.…`), which both crates show in their stored form; and for
/// `tar`, long names under the magic of old Maven, which it shows as files. These are sound archives, read badly;
/// `tar/magic` warns of the latter.
pub fn tar_readers(data: &[u8]) {
    let case = Case::read(data);
    let bytes = case.bytes();
    if memmem::find(bytes, b"GNU.sparse.").is_some() {
        return;
    }
    let report = case.report();
    if report.verdict == Verdict::Deny || !report.input.compression.is_empty() {
        return;
    }
    let own = view::of_ocivet(bytes);
    assert_agrees("astral", &crates::astral(bytes), &own);
    if report.findings.iter().any(|finding| finding.message.starts_with(OLD_MAVEN)) {
        return;
    }
    assert_agrees("tar", &crates::tar_rs(bytes), &own);
    let places = places(&case);
    for (at, size) in theirs(bytes) {
        if let Some(own) = places.get(&at) {
            assert_eq!(*own, size, "at {at}");
        }
    }
}

fn assert_agrees(name: &str, reader: &Listing, own: &View) {
    if reader.error.is_none() {
        assert!(reader.view == *own, "{name} sees\n{}ocivet sees\n{own}", reader.view);
    }
}

/// Where the contents of each member start, and their length.
fn places(case: &Case) -> BTreeMap<u64, u64> {
    let mut places = BTreeMap::new();
    let mut take = |event: OuterEvent<'_>| {
        if let OuterEvent::Member { info, size } = event {
            places.insert(info.offset, size);
        }
    };
    let hashers: Arc<dyn Hashers> = Arc::new(InlineHashers);
    let mut outer = OuterReader::new(&case.options, &hashers);
    outer.push(case.bytes(), &mut take);
    let _ = outer.finish(&mut take);
    places
}

fn theirs(bytes: &[u8]) -> Vec<(u64, u64)> {
    let mut archive = tar::Archive::new(bytes);
    let entries = archive.entries().into_iter().flatten().map_while(Result::ok);
    let files = entries.filter(|entry| entry.header().entry_type().is_file());
    files.map(|entry| (entry.raw_file_position(), entry.size())).collect()
}
