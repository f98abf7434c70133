//! Where archives end, and where they should have.

use super::{
    build::{Archive, header},
    read, read_within,
};
use crate::model::{AnomalyKind, Limits};

#[test]
fn no_bytes_are_no_archive_and_two_zero_blocks_are() {
    assert_eq!(read([]).places(), [(0, AnomalyKind::Empty)]);
    assert_eq!(read([0; 1024]).kinds(), []);
    assert_eq!(read([0; 10240]).kinds(), []);
}

#[test]
fn what_is_no_tar_is_told_once() {
    assert_eq!(read([b'#'; 5000]).places(), [(0, AnomalyKind::NotATar)]);
    assert_eq!(read(b"#!/bin/sh\n").places(), [(0, AnomalyKind::NotATar)]);
    let later = Archive::new().raw([b'#'; 512]).file("a", b"x").end();
    let seen = read(later);
    assert_eq!((seen.entries.len(), seen.kinds()), (0, vec![AnomalyKind::NotATar]));
}

#[test]
fn a_stream_may_end_early() {
    use AnomalyKind::{DanglingExtension, MissingEnd, NotATar, Truncated};
    let whole = Archive::new().file("a", [b'x'; 700]).pax(&[("comment", "c")]).file("b", b"").end();
    let cut = |length: usize| {
        let seen = read(&whole[..length]);
        (seen.entries.len(), seen.kinds())
    };
    let dangling = DanglingExtension { typeflag: b'x' };
    assert_eq!(cut(100), (0, vec![NotATar]));
    assert_eq!(cut(512), (1, vec![Truncated { missing: 700 }]));
    assert_eq!(cut(1000), (1, vec![Truncated { missing: 212 }]));
    // umoci ends its layers like this.
    assert_eq!(cut(1212), (1, vec![MissingEnd]));
    assert_eq!(cut(1300), (1, vec![MissingEnd]));
    assert_eq!(cut(1536), (1, vec![MissingEnd]));
    assert_eq!(cut(1600), (1, vec![Truncated { missing: 448 }]));
    assert_eq!(cut(2050), (1, vec![Truncated { missing: 11 }]));
    assert_eq!(cut(2100), (1, vec![dangling.clone(), Truncated { missing: 460 }]));
    assert_eq!(cut(2560), (1, vec![dangling, MissingEnd]));
    assert_eq!(cut(3072), (2, vec![MissingEnd]));
    assert_eq!(cut(3073), (2, vec![MissingEnd]));
    assert_eq!(cut(3584), (2, vec![MissingEnd]));
    assert_eq!(cut(4095), (2, vec![MissingEnd]));
    assert_eq!(cut(4096), (2, vec![]));
}

#[test]
fn an_entry_behind_one_zero_block_is_told_and_read() {
    let archive = Archive::new().file("a", b"").zeros(512).file("b", b"1").file("c", b"2").end();
    let seen = read(archive);
    assert_eq!(seen.places(), [(1024, AnomalyKind::EntryAfterZeroBlock)]);
    assert_eq!(seen.entries[1].anomalies.len(), 1);
    assert_eq!(seen.paths(), ["a", "b", "c"]);
}

#[test]
fn entries_behind_the_end_are_told_once_a_run_and_read() {
    let one = Archive::new().file("a", b"").file("b", b"").end();
    let seen = read([one.clone(), one.clone(), one].concat());
    assert_eq!(
        seen.places(),
        [(2048, AnomalyKind::EntryAfterEnd), (4096, AnomalyKind::EntryAfterEnd)]
    );
    assert_eq!(seen.entries.len(), 6);
}

#[test]
fn junk_behind_the_end_is_measured() {
    let end = Archive::new().file("a", b"").end();
    let junk = Archive(end).zeros(700).raw(b"x").zeros(2000).raw(b"y").zeros(100).0;
    assert_eq!(read(junk).places(), [(2236, AnomalyKind::TrailingData { bytes: 2002 })]);
}

#[test]
fn junk_may_stand_between_two_archives() {
    let one = Archive::new().file("a", b"").end();
    let two = Archive(one.clone()).raw([1; 512]).raw(one).0;
    assert_eq!(
        read(two).places(),
        [(1536, AnomalyKind::TrailingData { bytes: 512 }), (2048, AnomalyKind::EntryAfterEnd)]
    );
}

#[test]
fn many_zeros_are_told_and_few_are_a_block_factor() {
    let mib = usize::try_from(Limits::TRAILING_ZEROS).unwrap();
    assert_eq!(read(vec![0; 1024 + mib]).kinds(), []);
    let bytes = Limits::TRAILING_ZEROS + 1;
    assert_eq!(read(vec![0; 1025 + mib]).places(), [(1024, AnomalyKind::TrailingZeros { bytes })]);
}

#[test]
fn padding_should_be_zero() {
    let archive = Archive::new().header(header("a").size(3)).raw(b"abc").zeros(7).raw(b"!").pad();
    let seen = read(archive.end());
    assert_eq!(seen.places(), [(522, AnomalyKind::PaddingNotZero)]);
    assert_eq!(seen.anomalies[0].entry.as_ref(), Some(&seen.entries[0].path));
}

#[test]
fn too_many_entries_end_the_reading() {
    let limits = Limits { entries: 2, ..Limits::default() };
    let archive = Archive::new().file("a", b"").file("b", b"").file("c", b"").raw([1; 700]).0;
    let seen = read_within(archive, &limits);
    assert_eq!(seen.places(), [(1024, AnomalyKind::TooManyEntries { limit: 2 })]);
    assert_eq!(seen.entries.len(), 2);
}

#[test]
fn more_entries_than_a_package_may_have_are_told_and_read() {
    let limits = Limits { package_entries: 1, ..Limits::default() };
    let archive = Archive::new().file("a", b"").file("b", b"").file("c", b"").end();
    let seen = read_within(archive, &limits);
    assert_eq!(seen.places(), [(512, AnomalyKind::ManyEntries { limit: 1 })]);
    assert_eq!(seen.entries.len(), 3);
}
