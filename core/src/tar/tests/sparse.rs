//! Sparse files of every version.

use super::{
    build::{Archive, Header, header},
    read, read_within,
};
use crate::model::{AnomalyKind, Entry, Limits};

/// A header with GNU's old map: regions, real size, and whether more follows.
fn old(regions: &[(u64, u64)], real_size: u64, extended: bool) -> Header {
    let mut header = header("sparse").gnu().kind(b'S');
    for (at, (offset, length)) in (386..).step_by(24).zip(regions) {
        header = header.put(at, format!("{offset:011o}\0{length:011o}\0"));
    }
    header.put(482, [u8::from(extended)]).put(483, format!("{real_size:011o}\0"))
}

/// A block of an old map.
fn more(regions: &[(u64, u64)], extended: bool) -> [u8; 512] {
    let mut block = [0; 512];
    for (at, (offset, length)) in (0..).step_by(24).zip(regions) {
        let region = format!("{offset:011o}\0{length:011o}\0");
        block[at..at + 24].copy_from_slice(region.as_bytes());
    }
    block[504] = u8::from(extended);
    block
}

fn seen(archive: Archive) -> (Entry, Vec<AnomalyKind>) {
    let seen = read(archive.file("next", b"").end());
    assert_eq!(seen.entries.len(), 2, "{:?}", seen.paths());
    (seen.entries[0].clone(), seen.kinds())
}

fn map(reason: &'static str) -> Vec<AnomalyKind> {
    vec![AnomalyKind::SparseMap { reason }]
}

#[test]
fn an_old_map_may_go_on_in_blocks_behind_the_header() {
    let first = [(0, 100), (1000, 100), (2000, 100), (3000, 100)];
    let rest: Vec<_> = (4..25).map(|region| (region * 1000, 100)).collect();
    let last = [(25_000, 0)];
    let archive = Archive::new()
        .header(old(&first, 25_000, true).size(2500))
        .raw(more(&rest, true))
        .raw(more(&last, false))
        .raw([7; 2500])
        .pad();
    let (entry, kinds) = seen(archive);
    assert_eq!(kinds, []);
    assert_eq!((entry.size, entry.stored_size, entry.data), (25_000, 2500, 1536));
    assert_eq!(entry.sparse.unwrap().regions, Some(26));
}

#[test]
fn old_maps_are_checked() {
    let one = |regions: &[(u64, u64)], real_size, stored: usize| {
        seen(Archive::new().with_data(old(regions, real_size, false), vec![7; stored])).1
    };
    assert_eq!(one(&[(0, 10), (20, 10)], 30, 20), []);
    assert_eq!(one(&[(20, 10), (0, 10)], 30, 20), map("its regions do not rise"));
    assert_eq!(one(&[(0, 10), (5, 10)], 30, 20), map("its regions do not rise"));
    assert_eq!(one(&[(0, 10), (20, 11)], 30, 21), map("it ends past the real size"));
    let wrong = AnomalyKind::SparseSize { regions: 20, stored: 21 };
    assert_eq!(one(&[(0, 10), (20, 10)], 30, 21), [wrong]);
    let behind = old(&[(0, 10)], 30, false).put(434, "00000000024\x0000000000012\0");
    assert_eq!(
        seen(Archive::new().with_data(behind, [7; 20])).1,
        map("it has a region behind its end")
    );
    let goes_on = Archive::new().header(old(&[(0, 10)], 30, true).size(10)).raw(more(&[], false));
    assert_eq!(seen(goes_on.raw([7; 10]).pad()).1, map("it goes on behind its end"));
    let ustar = header("s").kind(b'S');
    assert_eq!(seen(Archive::new().with_data(ustar, [7; 10])).1, [AnomalyKind::SparseIncomplete]);
}

const V1: [(&str, &str); 4] = [
    ("GNU.sparse.major", "1"),
    ("GNU.sparse.minor", "0"),
    ("GNU.sparse.name", "real/name"),
    ("GNU.sparse.realsize", "3000"),
];

fn v1(text: &str, data: &[u8]) -> (Entry, Vec<AnomalyKind>) {
    let text = Archive::new().raw(text).pad().0;
    seen(Archive::new().pax(&V1).file("GNUSparseFile.0/name", [&text, data].concat()))
}

#[test]
fn version_1_has_its_map_in_front_of_the_data() {
    let (entry, kinds) = v1("2\n0\n100\n2000\n50\n", &[7; 150]);
    assert_eq!(kinds, []);
    assert_eq!(entry.path.as_bytes(), b"real/name");
    assert_eq!((entry.size, entry.stored_size), (3000, 512 + 150));
    assert_eq!(entry.sparse.unwrap().regions, None);
    assert_eq!(v1("0\n", &[]).1, []);
    let long = ["300
"
    .to_owned()]
    .into_iter();
    let long: String = long
        .chain((0..300).map(|at| {
            format!(
                "{at}0
1
"
            )
        }))
        .collect();
    assert_eq!(v1(&long, &[7; 300]).1, []);
}

#[test]
fn maps_in_data_are_checked() {
    assert_eq!(v1("1\n0\n3001\n", &[7; 3001]).1, map("it ends past the real size"));
    assert_eq!(v1("2\n9\n1\n0\n1\n", &[7; 2]).1, map("its regions do not rise"));
    assert_eq!(v1("1\n-1\n5\n", &[7; 5]).1, map("it is not numbers"));
    assert_eq!(v1("\n", &[7; 5]).1, map("it is not numbers"));
    let stored = 6;
    assert_eq!(v1("1\n0\n5\n", &[7; 6]).1, [AnomalyKind::SparseSize { regions: 5, stored }]);
    let archive = Archive::new().pax(&V1).file("s", b"2\n0\n100\n");
    assert_eq!(seen(archive).1, map("it does not end within the data"));
    let archive = Archive::new().pax(&V1).file("s", b"");
    assert_eq!(seen(archive).1, map("it does not end within the data"));
}

fn in_header(records: &[(&str, &str)], stored: usize) -> Vec<AnomalyKind> {
    seen(Archive::new().pax(records).file("s", vec![7; stored])).1
}

#[test]
fn version_0_has_its_map_in_records() {
    let head = [("GNU.sparse.size", "3000"), ("GNU.sparse.numblocks", "2")];
    let pairs = [
        ("GNU.sparse.offset", "0"),
        ("GNU.sparse.numbytes", "100"),
        ("GNU.sparse.offset", "2000"),
        ("GNU.sparse.numbytes", "50"),
    ];
    assert_eq!(in_header(&[&head[..], &pairs].concat(), 150), []);
    let list = |map| [head[0], head[1], ("GNU.sparse.map", map)];
    assert_eq!(in_header(&list("0,100,2000,50"), 150), []);
    assert_eq!(in_header(&list("2000,50,0,100"), 150), map("its regions do not rise"));
    assert_eq!(in_header(&list("0,100,2000"), 100), map("an offset has no length"));
    assert_eq!(in_header(&list("0,100,2000,x"), 100), map("it is not numbers"));
    assert_eq!(in_header(&list("0,150"), 150), map("the number of its regions is not numblocks"));
    let mixed = [&list("0,100,2000,50")[..], &pairs].concat();
    assert_eq!(in_header(&mixed, 150), [AnomalyKind::SparseIncomplete]);
    let twice = [head[0], head[1], pairs[0], pairs[2], pairs[1], pairs[3]];
    assert_eq!(in_header(&twice, 150), map("an offset has no length"));
}

#[test]
fn keys_that_make_no_version_are_told() {
    let incomplete = vec![AnomalyKind::SparseIncomplete];
    for record in V1 {
        assert_eq!(in_header(&[record], 0), incomplete);
    }
    assert_eq!(in_header(&V1[..3], 0), incomplete);
    assert_eq!(in_header(&[("GNU.sparse.size", "1")], 0), incomplete);
    let second = [("GNU.sparse.major", "2"), V1[1], V1[2], V1[3]];
    assert_eq!(in_header(&second, 0), incomplete);
    let both = [&V1[..], &[("GNU.sparse.map", "0,1")]].concat();
    assert_eq!(in_header(&both, 0), incomplete);
    let bad = [V1[0], V1[1], V1[2], ("GNU.sparse.realsize", "3e3")];
    let value = AnomalyKind::PaxBadValue("GNU.sparse.realsize".into());
    assert_eq!(in_header(&bad, 0), [vec![value], incomplete.clone()].concat());
    let directory = Archive::new().pax(&V1).header(header("d").kind(b'5'));
    assert_eq!(seen(directory).1, incomplete);
}

#[test]
fn maps_are_bounded() {
    let limits = Limits { sparse_map: 3, ..Limits::default() };
    let within = |archive: Archive| {
        let seen = read_within(archive.file("next", b"").end(), &limits);
        assert_eq!(seen.entries.len(), 2);
        seen.kinds()
    };
    let too_large = |regions| vec![AnomalyKind::SparseMapTooLarge { regions }];
    let four = [(0, 1), (2, 1), (4, 1), (6, 1)];
    let header = old(&four, 9, true).size(4);
    let archive = Archive::new().header(header).raw(more(&[(7, 1)], false)).raw(b"data").pad();
    assert_eq!(within(archive), too_large(4));
    let text = Archive::new().raw("4\n0\n1\n").pad().0;
    assert_eq!(within(Archive::new().pax(&V1).file("s", text)), too_large(4));
    let map = [
        ("GNU.sparse.size", "9"),
        ("GNU.sparse.numblocks", "4"),
        ("GNU.sparse.map", "0,1,2,1,4,1,6,1"),
    ];
    assert_eq!(within(Archive::new().pax(&map).file("s", b"data")), too_large(4));
    let digits = "0".repeat(usize::try_from(Limits::SPARSE_MAP_TEXT).unwrap() + 1);
    assert_eq!(within(Archive::new().pax(&V1).file("s", digits)), too_large(0));
}
