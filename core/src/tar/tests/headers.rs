//! Headers alone: layouts, fields, sums.

use super::{
    build::{Archive, Header, header},
    read,
};
use crate::model::{AnomalyKind, EntryKind, HeaderField, Layout, NameSource};

/// An archive of one empty member, and what is odd about it.
fn odd(header: Header) -> Vec<AnomalyKind> {
    read(Archive::new().header(header).end()).kinds()
}

#[test]
fn every_field_of_a_ustar_header_is_read() {
    let odd = header("name")
        .put(100, "0004755\0")
        .put(108, "0001750\0")
        .put(116, "0000144\0")
        .put(136, "14524756543\0")
        .put(329, "0000010\0")
        .put(337, "0000003\0")
        .put(345, "some/prefix")
        .link("target")
        .kind(b'4');
    let seen = read(Archive::new().file("first", b"1234").header(odd).end());
    let reason = "it is no link and has a link target";
    assert_eq!(seen.kinds(), [AnomalyKind::DroppedHeader { reason, data: false }]);
    let entry = &seen.entries[1];
    assert_eq!(entry.path.as_bytes(), b"some/prefix/name");
    assert_eq!(entry.link_target.as_bytes(), b"target");
    assert_eq!((entry.mode, entry.uid, entry.gid), (0o4755, 0o1750, 0o144));
    assert_eq!((entry.mtime, entry.device), (0o14_524_756_543, (8, 3)));
    assert_eq!((entry.kind, entry.layout), (EntryKind::BlockDevice, Layout::Ustar));
    assert_eq!((entry.start, entry.header, entry.data), (1024, 1024, 1536));
    assert_eq!(seen.contents[0], b"1234");
}

#[test]
fn kinds_follow_typeflags() {
    for (typeflag, name, kind) in [
        (0, "f", EntryKind::File),
        (0, "d/", EntryKind::Directory),
        (b'0', "d/", EntryKind::File),
        (b'1', "h", EntryKind::HardLink),
        (b'2', "s", EntryKind::Symlink),
        (b'3', "c", EntryKind::CharDevice),
        (b'4', "b", EntryKind::BlockDevice),
        (b'5', "d", EntryKind::Directory),
        (b'6', "p", EntryKind::Fifo),
        (b'7', "f", EntryKind::Contiguous),
    ] {
        let target = if matches!(typeflag, b'1' | b'2') { "t" } else { "" };
        let seen = read(Archive::new().header(header(name).kind(typeflag).link(target)).end());
        assert_eq!(seen.entries[0].kind, kind, "{typeflag} {name}");
        assert_eq!(seen.kinds(), []);
    }
}

#[test]
fn typeflags_that_are_no_ordinary_members_are_told() {
    for (typeflag, kind) in [
        (b'D', AnomalyKind::GnuDumpdir),
        (b'M', AnomalyKind::GnuMultivolume),
        (b'N', AnomalyKind::GnuNames),
        (b'V', AnomalyKind::GnuVolume),
        (b'A', AnomalyKind::UnknownType(b'A')),
        (b'E', AnomalyKind::UnknownType(b'E')),
        (b'X', AnomalyKind::UnknownType(b'X')),
        (b'8', AnomalyKind::UnknownType(b'8')),
    ] {
        let archive = Archive::new().with_data(header("n").kind(typeflag), [1; 700]);
        let seen = read(archive.file("next", b"").end());
        assert_eq!(seen.kinds(), [kind]);
        assert_eq!(seen.paths(), ["n", "next"], "its data is skipped");
    }
}

#[test]
fn the_magic_gives_the_layout() {
    for (magic, layout, odd) in [
        (b"ustar\x0000", Layout::Ustar, false),
        (b"ustar\0\0\0", Layout::Ustar, false),
        (b"ustar\x0001", Layout::Ustar, true),
        (b"ustar  \0", Layout::Gnu, false),
        (b"ustar   ", Layout::Unknown, true),
        (b"\0\0\0\0\0\0\0\0", Layout::V7, false),
        (b"PK\x03\x04\0\0\0\0", Layout::Unknown, true),
    ] {
        let seen = read(Archive::new().header(header("a").put(257, magic)).end());
        assert_eq!(seen.entries[0].layout, layout, "{magic:?}");
        let expected = if odd { &[AnomalyKind::Magic { extension: false }][..] } else { &[] };
        assert_eq!(seen.kinds(), expected, "{magic:?}");
    }
}

#[test]
fn a_prefix_counts_under_ustar_alone_and_is_told_elsewhere() {
    let prefixed = header("name").put(345, "dir");
    for (header, path, kinds) in [
        (prefixed.clone(), "dir/name", &[][..]),
        (prefixed.clone().put(263, "\0\0"), "dir/name", &[AnomalyKind::PrefixWithoutUstar]),
        (prefixed.clone().gnu(), "name", &[AnomalyKind::PrefixWithGnuMagic]),
        (prefixed.v7(), "name", &[AnomalyKind::PrefixWithoutUstar]),
    ] {
        let seen = read(Archive::new().header(header).end());
        assert_eq!((seen.paths(), seen.kinds()), (vec![path.to_owned()], kinds.to_vec()));
    }
}

#[test]
fn times_in_place_of_a_prefix_are_no_prefix() {
    let times = header("name").gnu().put(345, "14524756543\x0014524756543\0");
    assert_eq!(odd(times.clone()), []);
    assert_eq!(odd(times.put(357, "not a time")), [AnomalyKind::PrefixWithGnuMagic]);
    assert_eq!(odd(header("name").gnu().put(345, [0xff; 12])), [], "negative, in base-256");
}

#[test]
fn star_has_a_shorter_prefix_and_its_own_signature() {
    let star =
        header("name").put(508, "tar\0").put(345, "dir").put(476, "14524756543 14524756543 ");
    let seen = read(Archive::new().header(star.clone()).end());
    assert_eq!((seen.paths(), seen.kinds()), (vec!["dir/name".to_owned()], vec![]));
    assert_eq!(odd(star.put(345, [b'd'; 131])), [AnomalyKind::PrefixWithoutUstar]);
    assert_eq!(odd(header("name").put(257, "1-rw-r--").put(508, "tar\0")), []);
}

#[test]
fn only_number_fields_that_are_numbers_are_silent() {
    use AnomalyKind::{
        DroppedHeader, NumberEncoding, NumberInvalid, NumberNegative, NumberOverflow,
    };
    let dropped = DroppedHeader { reason: BEYOND_53_BITS, data: false };
    let base_256 = |value: i64| {
        let mut field = [if value < 0 { 0xff } else { 0 }; 12];
        field[4..].copy_from_slice(&value.to_be_bytes());
        field[0] |= 0x80;
        field
    };
    let (mode, uid, size, mtime) = (100, 108, 124, 136);
    for (at, field, kinds) in [
        (mode, b"      \0\0".to_vec(), vec![]),
        (uid, [0; 8].to_vec(), vec![]),
        (329, b"       \0".to_vec(), vec![]),
        (mode, b"00 0644\0".to_vec(), vec![NumberInvalid(HeaderField::Mode)]),
        (uid, b"rootroot".to_vec(), vec![NumberInvalid(HeaderField::Uid)]),
        (116, b"9\0\0\0\0\0\0\0".to_vec(), vec![NumberInvalid(HeaderField::Gid)]),
        (329, b"x\0\0\0\0\0\0\0".to_vec(), vec![NumberInvalid(HeaderField::DeviceMajor)]),
        (337, b"x\0\0\0\0\0\0\0".to_vec(), vec![NumberInvalid(HeaderField::DeviceMinor)]),
        (mtime, base_256(-1).to_vec(), vec![]),
        (mtime, base_256(1 << 33).to_vec(), vec![]),
        (mtime, base_256(1 << 32).to_vec(), vec![NumberEncoding(HeaderField::Mtime)]),
        (size, base_256(0).to_vec(), vec![NumberEncoding(HeaderField::Size)]),
        (size, base_256(-512).to_vec(), vec![NumberNegative(HeaderField::Size)]),
        (
            size,
            b"-0000001000\0".to_vec(),
            vec![NumberInvalid(HeaderField::Size), NumberNegative(HeaderField::Size)],
        ),
        (uid, [0x80, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff].to_vec(), vec![dropped.clone()]),
        (mtime, [0xbf; 12].to_vec(), vec![NumberOverflow(HeaderField::Mtime), dropped]),
    ] {
        assert_eq!(odd(header("a").put(at, &field)), kinds, "{at} {field:?}");
    }
    let seen = read(Archive::new().header(header("a").put(uid, [0xff; 8])).end());
    assert_eq!(seen.entries[0].uid, -1);
    assert_eq!(odd(header("a").v7().put(329, "junk")), [], "v7 has no such field");
}

#[test]
fn a_blank_size_is_told_for_regular_files_alone() {
    assert_eq!(odd(header("a").put(124, [0; 12])), [AnomalyKind::NumberBlank(HeaderField::Size)]);
    assert_eq!(
        odd(header("a").put(124, "           \0").kind(0)),
        [AnomalyKind::NumberBlank(HeaderField::Size)]
    );
    assert_eq!(odd(header("a/").put(124, [0; 12]).kind(0)), []);
    assert_eq!(odd(header("a").put(124, [0; 12]).kind(b'5')), []);
}

const BEYOND_53_BITS: &str = "it has a number in base-256 beyond 53 bits";

#[test]
fn what_node_tar_takes_for_no_header_is_told() {
    let dropped = |reason, data| vec![AnomalyKind::DroppedHeader { reason, data }];
    let of = |header| read(Archive::new().header(header).end()).kinds();
    let file = || header("a").size(0);
    let target = "it is no link and has a link target";
    assert_eq!(of(file().link("b")), dropped(target, false));
    assert_eq!(of(file().kind(b'5').link("b")), dropped(target, false));
    let long = Archive::new().with_data(header("@").kind(b'L').link("b"), "c\0");
    let long = read(long.file("a", b"").end());
    assert_eq!((long.kinds(), long.paths()), (dropped(target, true), vec!["c".to_owned()]));
    let pax = |header| read(Archive::new().header(header).file("a", b"").end()).kinds();
    assert_eq!(pax(header("x").kind(b'x').link("b")), []);
    assert_eq!(pax(header("").kind(b'x')), dropped("it has no name", false));
    for kind in [b'1', b'2'] {
        let reason = "it is a link without a target of its own";
        assert_eq!(of(file().kind(kind)), dropped(reason, false));
        assert_eq!(of(file().kind(kind).link("b")), []);
    }
    for at in [100, 108, 116, 136, 329, 337, 476, 488] {
        let odd = of(file().put(at, [0xa0, 0, 0, 0, 0, 0, 0, 0]));
        assert!(odd.ends_with(&dropped(BEYOND_53_BITS, false)), "{at}: {odd:?}");
    }
    // With a long prefix there are no times.
    assert_eq!(of(file().put(345, [b'p'; 140]).put(488, [0xa0])), []);
}

#[test]
fn an_impossible_size_ends_the_archive_but_not_the_parser() {
    for (field, missing) in [
        ([0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], i64::MAX),
        ([0x80, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], i64::MAX),
    ] {
        let seen = read(Archive::new().header(header("a").put(124, field)).end());
        let missing = missing.unsigned_abs() - 1024;
        assert_eq!(
            seen.places(),
            [
                (0, AnomalyKind::NumberOverflow(HeaderField::Size)),
                (0, AnomalyKind::DroppedHeader { reason: BEYOND_53_BITS, data: true }),
                (1536, AnomalyKind::Truncated { missing })
            ]
        );
    }
}

#[test]
fn text_behind_the_nul_of_a_field_is_told() {
    for (at, field) in [
        (1, HeaderField::Name),
        (158, HeaderField::LinkName),
        (266, HeaderField::UserName),
        (298, HeaderField::GroupName),
    ] {
        assert_eq!(odd(header("a").put(at, "\0hidden")), [AnomalyKind::FieldTail(field)]);
    }
    assert_eq!(odd(header("a").v7().put(300, "\0hidden")), [], "v7 has no such field");
}

#[test]
fn sums_may_be_of_signed_bytes() {
    let name = header("umlaut \u{e4}");
    let (_, signed) = name.sums();
    let seen = read(Archive::new().header(name.sum(&format!("{signed:06o}\0 "))).end());
    let reason = "its checksum is one of signed bytes";
    let dropped = AnomalyKind::DroppedHeader { reason, data: false };
    assert_eq!(seen.kinds(), [AnomalyKind::ChecksumSigned, dropped]);
    assert_eq!(seen.entries.len(), 1);
}

#[test]
fn a_sum_with_junk_behind_its_digits_is_still_a_sum() {
    let (sum, _) = header("a").sums();
    let seen = read(Archive::new().header(header("a").sum(&format!("{sum:06o}xy"))).end());
    assert_eq!(seen.kinds(), [AnomalyKind::NumberInvalid(HeaderField::Checksum)]);
    assert_eq!(seen.paths(), ["a"]);
}

#[test]
fn behind_a_damaged_header_reading_goes_on_at_the_next_good_one() {
    let archive = Archive::new()
        .file("a", b"x")
        .with_data(header("b").sum("000000\0 "), [b'y'; 2000])
        .file("c", b"z");
    let seen = read(archive.end());
    let (computed, _) = header("b").size(2000).sums();
    let computed = u64::try_from(computed).unwrap();
    assert_eq!(
        seen.places(),
        [(1024, AnomalyKind::Checksum { stored: Some(0), computed })],
        "one for the header, none for what is skipped"
    );
    assert_eq!(seen.paths(), ["a", "c"]);
}

#[test]
fn the_first_header_may_be_damaged_too() {
    let first = Archive::new().file("a", b"x").0;
    let mut damaged = first.clone();
    damaged[0] = b'b';
    let seen = read([damaged, first].concat());
    assert!(matches!(seen.kinds()[..], [AnomalyKind::Checksum { .. }, AnomalyKind::MissingEnd]));
    assert_eq!(seen.paths(), ["a"]);
}

#[test]
fn any_flipped_byte_of_the_first_header_leaves_a_damaged_header() {
    for layout in [header("a"), header("a").gnu(), header("a").v7()] {
        let whole = Archive::new().header(layout).file("b", b"").end();
        for at in 0..512 {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x01;
            let seen = read(damaged);
            assert!(
                matches!(
                    seen.kinds()[0],
                    AnomalyKind::Checksum { .. }
                        | AnomalyKind::NumberInvalid(HeaderField::Checksum)
                ),
                "{at}: {:?}",
                seen.kinds()
            );
            assert_eq!(seen.entries.last().unwrap().path.as_bytes(), b"b");
        }
    }
}

#[test]
fn names_are_reported_with_their_source() {
    let seen = read(
        Archive::new()
            .header(header(&"n".repeat(100)).link(&"l".repeat(100)).kind(b'2'))
            .long(b'L', "long/name")
            .long(b'K', "long/target")
            .header(header("short").link("short").kind(b'2'))
            .pax(&[("path", "pax/name"), ("linkpath", "pax/target")])
            .header(header("short").link("short").kind(b'2'))
            .end(),
    );
    assert_eq!(seen.kinds(), []);
    assert_eq!(seen.paths(), ["n".repeat(100), "long/name".into(), "pax/name".into()]);
    let sources: Vec<_> =
        seen.entries.iter().map(|entry| (entry.path_source, entry.link_source)).collect();
    assert_eq!(
        sources,
        [
            (NameSource::Header, NameSource::Header),
            (NameSource::GnuLong, NameSource::GnuLong),
            (NameSource::Pax, NameSource::Pax)
        ]
    );
    assert_eq!(seen.entries[1].start, 512);
    assert_eq!(seen.entries[1].header, 512 + 4 * 512);
}
