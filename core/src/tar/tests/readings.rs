//! Entries that have a size and take no data.

use super::{
    build::{Archive, header},
    read,
};
use crate::model::{AnomalyKind, GoesOn, Limits, to_u64};

fn link(size: u64) -> super::build::Header {
    header("link").kind(b'1').link("a").size(size)
}

#[test]
fn without_data_reading_goes_on_behind_the_header() {
    // Old tars repeat the size of the target: the other reading would go on within the data of "c".
    let archive = Archive::new().file("a", [b'x'; 700]).header(link(700)).file("c", [b'z'; 600]);
    let seen = read(archive.end());
    assert_eq!(seen.paths(), ["a", "link", "c"]);
    assert_eq!(
        seen.places(),
        [(1536, AnomalyKind::LinkWithData { size: 700, goes_on: GoesOn::WithoutData })]
    );
    assert_eq!(seen.anomalies[0].entry.as_ref(), Some(&seen.entries[1].path));
    assert_eq!((seen.entries[1].size, seen.entries[1].stored_size), (0, 0));
}

#[test]
fn with_data_it_is_skipped() {
    for size in [3, 512, 700, 5000] {
        let archive = Archive::new().with_data(link(0), vec![b'y'; size]).file("c", b"z").end();
        let seen = read(archive);
        assert_eq!(seen.paths(), ["link", "c"], "{size}");
        let size = to_u64(size);
        assert_eq!(
            seen.places(),
            [(0, AnomalyKind::LinkWithData { size, goes_on: GoesOn::WithData })]
        );
    }
}

#[test]
fn both_readings_may_go_on() {
    // A header within the data: one reader sees "inner", another skips it.
    let inner = Archive::new().file("inner", b"").0;
    let seen = read(Archive::new().with_data(link(0), inner).file("c", b"z").end());
    assert_eq!(seen.paths(), ["link", "inner", "c"]);
    assert_eq!(seen.kinds(), [AnomalyKind::LinkWithData { size: 512, goes_on: GoesOn::Both }]);
}

#[test]
fn the_other_reading_may_end_anywhere() {
    let both = |archive: Vec<u8>| match &read(archive).kinds()[..] {
        [AnomalyKind::LinkWithData { goes_on, .. }] => *goes_on == GoesOn::Both,
        kinds => panic!("{kinds:?}"),
    };
    // Within the data of a file: a nested archive.
    let nested = Archive::new().file("inner", b"").0;
    assert!(both(Archive::new().header(link(512)).file("n", &nested).end()));
    assert!(!both(Archive::new().header(link(512)).file("n", [1; 600]).end()));
    // At the zero blocks of the end, right behind them, and beyond.
    assert!(both(Archive::new().header(link(512)).file("n", b"").end()));
    assert!(both(Archive::new().header(link(1024 + 512)).file("n", b"").end()));
    assert!(!both(Archive::new().header(link(1024 + 513)).file("n", b"").end()));
}

#[test]
fn an_end_of_the_stream_is_looked_at_too() {
    use AnomalyKind::{LinkWithData, MissingEnd, Truncated};
    let cut = |archive: Archive| read(archive.0).kinds();
    let data = |goes_on| LinkWithData { size: 700, goes_on };
    let archive = Archive::new().header(link(700));
    assert_eq!(cut(archive.clone()), [data(GoesOn::WithoutData), MissingEnd]);
    assert_eq!(
        cut(archive.clone().raw([1; 100])),
        [data(GoesOn::WithData), Truncated { missing: 600 }]
    );
    assert_eq!(
        cut(archive.clone().raw([1; 512])),
        [data(GoesOn::WithData), Truncated { missing: 188 }]
    );
    assert_eq!(cut(archive.clone().raw([1; 700])), [data(GoesOn::WithData), MissingEnd]);
    assert_eq!(cut(archive.zeros(512)), [data(GoesOn::WithoutData), MissingEnd]);
}

#[test]
fn each_kind_has_its_name() {
    let of = |typeflag| {
        let target = if matches!(typeflag, b'1' | b'2') { "t" } else { "" };
        let header = header("n/").kind(typeflag).link(target);
        read(Archive::new().with_data(header, [1; 3]).end()).kinds()
    };
    let goes_on = GoesOn::WithData;
    for typeflag in [b'1', b'2'] {
        assert_eq!(of(typeflag), [AnomalyKind::LinkWithData { size: 3, goes_on }]);
    }
    for typeflag in [b'5', 0] {
        assert_eq!(of(typeflag), [AnomalyKind::DirectoryWithData { size: 3, goes_on }]);
    }
    for typeflag in [b'3', b'4', b'6'] {
        assert_eq!(of(typeflag), [AnomalyKind::SpecialWithData { size: 3, goes_on }]);
    }
}

#[test]
fn only_so_many_readings_are_kept_open() {
    let mut archive = Archive::new();
    for _ in 0..=Limits::OPEN_READINGS {
        archive = archive.header(link(1 << 30));
    }
    let kinds = read(archive.end()).kinds();
    assert_eq!(kinds.len(), Limits::OPEN_READINGS + 1);
    let both = |kind: &&AnomalyKind| {
        matches!(kind, AnomalyKind::LinkWithData { goes_on: GoesOn::Both, .. })
    };
    assert_eq!(kinds.iter().filter(both).count(), 1);
}
