//! PAX headers, GNU long names, and what they say to each other.

use super::{
    build::{Archive, header, pax},
    read, read_within,
};
use crate::model::{AnomalyKind, GoesOn, HeaderField, Limits};

/// What is odd about a member with one PAX header of these bytes.
fn odd(data: impl AsRef<[u8]>) -> Vec<AnomalyKind> {
    read(Archive::new().pax_raw(b'x', data).file("a", b"").end()).kinds()
}

/// What is odd about a member with these records.
fn odd_records(records: &[(&str, &str)]) -> Vec<AnomalyKind> {
    odd(pax(records))
}

fn global(records: &[(&str, &str)]) -> Vec<AnomalyKind> {
    read(Archive::new().pax_raw(b'g', pax(records)).file("a", b"").end()).kinds()
}

#[test]
fn records_override_the_header() {
    let records = [
        ("path", "n\u{e4}me"),
        ("linkpath", "t\u{e4}rget"),
        ("uid", "4294967294"),
        ("gid", "-2"),
        ("mtime", "-1.5"),
        ("atime", "1700000000.123456789"),
        ("ctime", ""),
        ("SCHILY.xattr.user.a=b", "x\0y\n8 key=z\n"),
        ("LIBARCHIVE.xattr.user.c", "eA"),
        ("VENDOR.key", "\u{1}"),
    ];
    let seen = read(Archive::new().pax(&records).header(header("a").kind(b'2').link("b")).end());
    let entry = &seen.entries[0];
    assert_eq!(seen.kinds(), []);
    assert_eq!(entry.path.as_bytes(), "n\u{e4}me".as_bytes());
    assert_eq!(entry.link_target.as_bytes(), "t\u{e4}rget".as_bytes());
    assert_eq!((entry.uid, entry.gid, entry.mtime), (4_294_967_294, -2, -2));
    // A key ends at its first equals sign.
    assert_eq!(entry.xattrs, [&b"user.a"[..], b"user.c"]);
}

#[test]
fn a_size_over_the_field_is_ordinary_and_any_other_is_told() {
    let size = |pax: &str, header_size: u64, typeflag: u8| {
        let target = if typeflag == b'1' { "b" } else { "" };
        let header = header("a").size(header_size).kind(typeflag).link(target);
        let archive = Archive::new().pax(&[("size", pax)]).header(header);
        let seen = read(archive.raw([1; 512]).file("b", b"").end());
        (seen.entries[0].stored_size, seen.kinds())
    };
    let conflict = |pax, header| AnomalyKind::PaxSizeConflict { pax, header };
    assert_eq!(size("512", 512, b'0'), (512, vec![]));
    assert_eq!(size("512", 0, b'0'), (512, vec![conflict(512, 0)]));
    assert_eq!(size("512", 3, b'0'), (512, vec![conflict(512, 3)]));
    let huge = 1 << 33;
    let missing = huge - 512 - 512 - 1024;
    assert_eq!(size("8589934592", 0, b'0'), (huge, vec![AnomalyKind::Truncated { missing }]));
    let goes_on = GoesOn::WithData;
    let link = AnomalyKind::LinkWithData { size: 512, goes_on };
    assert_eq!(size("512", 512, b'1'), (0, vec![conflict(512, 512), link]));
}

#[test]
fn what_is_no_record_is_told_with_its_place() {
    for (data, at, reason) in [
        (&b"x=y\n"[..], 0, "no length"),
        (b" 6 x=y\n", 0, "no length"),
        (b"+6 x=y\n", 0, "no length"),
        (b"06 x=y\n", 0, "its length begins with a zero"),
        (b"0 x=y\n", 0, "its length begins with a zero"),
        (b"6\tx=y\n", 0, "no space behind its length"),
        (b"6", 0, "no space behind its length"),
        (b"6 x=y\n7 x=y\n", 6, "its length runs past the end of the header"),
        (b"99999999999999999999999 x=y\n", 0, "its length is no number of bytes"),
        (b"1 x=y\n", 0, "its length ends within the length field"),
        (b"6 x=yz", 0, "no newline where its length says"),
        (b"6 xyz\n", 0, "no equals sign"),
        (b"6 =xy\n", 0, "no key"),
        (b"20 foo\n13 path=evil\n", 0, "a newline in its key"),
        (b"6 x=y\n\0\0\0", 6, "no length"),
    ] {
        let seen = read(Archive::new().pax_raw(b'x', data).file("a", b"").end());
        assert_eq!(seen.places(), [(512 + at, AnomalyKind::PaxMalformed { reason })], "{data:?}");
    }
}

#[test]
fn records_in_front_of_a_malformed_one_count_and_those_behind_it_do_not() {
    let data = [&pax(&[("path", "one")]), &b"x"[..], &pax(&[("path", "two")])].concat();
    let seen = read(Archive::new().pax_raw(b'x', data).file("a", b"").end());
    assert_eq!((seen.paths(), seen.kinds().len()), (vec!["one".to_owned()], 1));
}

#[test]
fn of_repeated_keys_the_last_counts() {
    let records = [("path", "one"), ("mtime", "1"), ("path", "two")];
    let seen = read(Archive::new().pax(&records).file("a", b"").end());
    assert_eq!(seen.places(), [(512 + 12 + 11, AnomalyKind::PaxDuplicateKey("path".into()))]);
    assert_eq!(seen.paths(), ["two"]);
}

#[test]
fn a_record_within_a_value_is_told() {
    let inner = |key: &str, steers| AnomalyKind::PaxEmbeddedRecord { key: key.into(), steers };
    for (value, expected) in [
        ("x\n13 path=evil", vec![inner("path", true)]),
        ("13 path=evil", vec![]),
        ("x\npath=evil", vec![]),
        ("x\nthe 3rd path=evil", vec![]),
        ("x\n13 path", vec![]),
        ("x\n13 paths=evil", vec![]),
        ("x\n13 path=evil", vec![inner("path", true)]),
        ("x\n+13 path=evi", vec![inner("path", true)]),
        ("x\n0013 path=ev", vec![inner("path", true)]),
        ("x\n\u{feff}13path=evil", vec![inner("path", true)]),
        ("x\n13\tpath=evil", vec![inner("path", true)]),
        ("x\n17xlinkpath=evil", vec![inner("linkpath", true)]),
        ("x\n99 path=\u{fffd}", vec![inner("path", true)]),
        ("x\n8 key=v\nrest", vec![inner("key", false)]),
        ("x\n9 key=v\nrest", vec![]),
        ("x\n8 key=v\n13 size=1234", vec![inner("key", false), inner("size", true)]),
        ("\n28 GNU.sparse.realsize=1234", vec![inner("GNU.sparse.realsize", true)]),
    ] {
        assert_eq!(odd_records(&[("comment", value)]), expected, "{value}");
    }
    let attribute = "SCHILY.xattr.user.a";
    assert_eq!(odd_records(&[(attribute, "x\n8 key=v")]), []);
    assert_eq!(odd_records(&[(attribute, "x\n13 path=evil")]), [inner("path", true)]);
}

#[test]
fn a_name_that_some_readers_ignore_is_told() {
    let ignored = |key: &str, newline| AnomalyKind::PaxIgnoredName { key: key.into(), newline };
    let file = |name: &str, key: &str, value: &[u8]| {
        let length = 3 + key.len() + value.len() + 2;
        let data = [format!("{length} {key}=").as_bytes(), value, b"\n"].concat();
        read(Archive::new().pax_raw(b'x', data).file(name, b"").end()).kinds()
    };
    assert_eq!(file("header", "path", b"two\nlines"), [ignored("path", true)]);
    assert_eq!(file("two\nlines", "path", b"two\nlines"), []);
    assert_eq!(file("header", "path", b"\xfcber.txt"), [ignored("path", false)]);
    assert_eq!(file("header", "path", b"\xfcber\n.txt"), [ignored("path", true)]);
    assert_eq!(file("header", "path", "\u{fc}ber".as_bytes()), []);
    assert_eq!(file("header", "linkpath", b"a\nb"), [ignored("linkpath", true)]);
    assert_eq!(file("header", "comment", b"two\nlines\xff"), []);
}

#[test]
fn values_that_are_no_numbers_are_told() {
    for (key, value) in [
        ("size", "0x10"),
        ("size", " 1"),
        ("size", "1.0"),
        ("uid", "+1"),
        ("uid", "root"),
        ("gid", "1 "),
        ("mtime", "1e9"),
        ("mtime", "1.2.3"),
        ("atime", "now"),
        ("ctime", "1,5"),
        ("LIBARCHIVE.creationtime", "-"),
    ] {
        let expected = [AnomalyKind::PaxBadValue(key.into())];
        assert_eq!(odd_records(&[(key, value)]), expected, "{key}={value}");
    }
    let size = HeaderField::Size;
    assert_eq!(
        odd_records(&[("size", "-512")]),
        [AnomalyKind::PaxBadValue("size".into()), AnomalyKind::NumberNegative(size)]
    );
    let seen =
        read(Archive::new().pax(&[("size", "99999999999999999999")]).file("a", b"").zeros(1024).0);
    assert!(matches!(
        seen.kinds()[..],
        [AnomalyKind::NumberOverflow(HeaderField::Size), AnomalyKind::Truncated { .. }]
    ));
}

#[test]
fn nul_and_empty_values_are_told() {
    for key in ["path", "linkpath", "uname", "gname"] {
        assert_eq!(odd_records(&[(key, "a\0b")]), [AnomalyKind::PaxNul(key.into())]);
    }
    for key in ["path", "linkpath", "size"] {
        assert_eq!(odd_records(&[(key, "")]), [AnomalyKind::PaxEmptyValue(key.into())]);
    }
    for key in ["uid", "gid", "mtime", "uname", "comment"] {
        assert_eq!(odd_records(&[(key, "")]), []);
    }
    assert_eq!(odd_records(&[("hdrcharset", "BINARY")]), [AnomalyKind::PaxHdrcharset]);
    let seen = read(Archive::new().pax(&[("path", "")]).file("a", b"").end());
    assert_eq!(seen.paths(), ["a"], "an empty path overrides nothing");
}

#[test]
fn global_headers_set_owners_and_times_and_nothing_else() {
    let archive = Archive::new()
        .pax_raw(b'g', pax(&[("uid", "7"), ("gid", "8"), ("mtime", "9"), ("comment", "c")]))
        .file("a", b"")
        .pax_raw(b'g', pax(&[("gid", ""), ("mtime", "10")]))
        .pax(&[("uid", "")])
        .file("b", b"")
        .end();
    let seen = read(archive);
    assert_eq!(seen.kinds(), []);
    let owners: Vec<_> =
        seen.entries.iter().map(|entry| (entry.uid, entry.gid, entry.mtime)).collect();
    assert_eq!(owners, [(7, 8, 9), (0, 0, 10)]);
    assert_eq!(seen.entries[0].start, 1024, "a global header is no part of an entry");
    for key in
        ["path", "linkpath", "size", "GNU.sparse.major", "SCHILY.xattr.a", "LIBARCHIVE.xattr.a"]
    {
        let seen = read(Archive::new().pax_raw(b'g', pax(&[(key, "1")])).file("a", b"").end());
        assert_eq!(seen.kinds(), [AnomalyKind::PaxGlobalOverride(key.into())]);
        assert_eq!((seen.paths(), seen.entries[0].anomalies.len()), (vec!["a".to_owned()], 0));
    }
    assert_eq!(
        global(&[("GNU.volume.offset", "512")]),
        [AnomalyKind::GnuMultivolume],
        "half a file, the PAX way"
    );
}

#[test]
fn repeated_extension_headers_are_told_and_the_last_counts() {
    let order = |typeflag, same| AnomalyKind::ExtensionOrder { typeflag, same };
    let one = || Archive::new().pax(&[("path", "one")]);
    for (archive, kind, path) in [
        (one().pax(&[("path", "one")]), order(b'x', true), "one"),
        (one().pax(&[("path", "two")]), order(b'x', false), "two"),
        (one().pax(&[("mtime", "2")]), order(b'x', false), "a"),
        (one().pax_raw(b'g', pax(&[("comment", "c")])), order(b'g', false), "one"),
        (Archive::new().long(b'L', "l").long(b'L', "l"), order(b'L', true), "l"),
        (Archive::new().long(b'L', "l").long(b'L', "m"), order(b'L', false), "m"),
        (Archive::new().long(b'K', "l").long(b'K', "m"), order(b'K', false), "a"),
    ] {
        let seen = read(archive.file("a", b"").end());
        assert_eq!((seen.kinds(), seen.paths()), (vec![kind], vec![path.to_owned()]));
    }
}

#[test]
fn an_extension_is_for_the_next_member_alone() {
    let archive = Archive::new()
        .pax(&[("size", "3"), ("mtime", "5")])
        .long(b'K', "k")
        .with_data(header("a"), b"abc")
        .file("b", [b'x'; 600]);
    let seen = read(archive.end());
    assert_eq!(seen.kinds(), [AnomalyKind::MixedLongName { conflict: false }]);
    assert_eq!(seen.paths(), ["a", "b"]);
    assert_eq!(seen.entries[1].stored_size, 600);
    assert_eq!((seen.entries[1].mtime, seen.entries[1].link_target.as_bytes()), (0, &b""[..]));
}

#[test]
fn pax_and_gnu_names_for_one_member_are_told() {
    let mixed = |conflict| vec![AnomalyKind::MixedLongName { conflict }];
    for (record, typeflag, kinds, path) in [
        ("path", b'L', mixed(true), "p"),
        ("linkpath", b'K', mixed(true), "a"),
        ("linkpath", b'L', mixed(false), "l"),
        ("path", b'K', mixed(false), "p"),
        ("mtime", b'L', mixed(false), "l"),
    ] {
        let value = if record == "mtime" { "1" } else { "p" };
        let archive = Archive::new().pax(&[(record, value)]).long(typeflag, "l");
        let seen = read(archive.header(header("a").kind(b'2').link("t")).end());
        assert_eq!((seen.kinds(), seen.paths()), (kinds, vec![path.to_owned()]), "{record}");
    }
}

#[test]
fn extensions_without_a_member_are_told() {
    let dangling = |typeflag| AnomalyKind::DanglingExtension { typeflag };
    let archive = Archive::new().long(b'K', "k").long(b'L', "l").pax(&[("mtime", "x")]);
    let expected = [
        (2048 + 512, AnomalyKind::PaxBadValue("mtime".into())),
        (0, dangling(b'K')),
        (1024, dangling(b'L')),
        (2048, dangling(b'x')),
    ];
    assert_eq!(read(archive.clone().end()).places(), expected);
    let damaged = archive.header(header("a").sum("1")).end();
    assert_eq!(read(damaged).places()[..4], expected, "a damaged member is no member");
    let comment = Archive::new().pax_raw(b'g', pax(&[("comment", "c")])).end();
    assert_eq!(read(comment).kinds(), [], "git archive writes this for an empty tree");
}

#[test]
fn long_names_end_in_one_nul() {
    let long = |data: &[u8]| {
        let seen = read(
            Archive::new()
                .with_data(header("././@LongLink").gnu().kind(b'L'), data)
                .file("a", b"")
                .end(),
        );
        (seen.entries[0].path.as_bytes().to_vec(), seen.kinds())
    };
    assert_eq!(long(b"name\0"), (b"name".to_vec(), vec![]));
    assert_eq!(long(b"name"), (b"name".to_vec(), vec![AnomalyKind::GnuLongNoNul]));
    assert_eq!(long(b"na\0me\0"), (b"na\0me".to_vec(), vec![AnomalyKind::GnuLongNul]));
    assert_eq!(long(b"name\0\0"), (b"name\0".to_vec(), vec![AnomalyKind::GnuLongNul]));
}

#[test]
fn extensions_over_their_limit_are_skipped_and_told() {
    let limits = Limits { pax_size: 100, long_name: 50, ..Limits::default() };
    let archive = Archive::new()
        .long(b'L', &"l".repeat(50))
        .file("a", b"")
        .pax(&[("path", &"p".repeat(100))])
        .file("b", b"")
        .pax_raw(b'g', vec![b'x'; 101])
        .long(b'K', &"k".repeat(49))
        .file("c", b"");
    let seen = read_within(archive.end(), &limits);
    assert_eq!(
        seen.kinds(),
        [
            AnomalyKind::LongNameTooLarge { size: 51 },
            AnomalyKind::PaxTooLarge { size: 110 },
            AnomalyKind::PaxTooLarge { size: 101 }
        ]
    );
    assert_eq!(seen.paths(), ["a", "b", "c"]);
    assert_eq!(seen.entries[2].link_target.as_bytes(), "k".repeat(49).as_bytes());
}

#[test]
fn what_is_kept_about_one_entry_is_bounded() {
    let records = vec![("comment", "c"); 5000];
    let kinds = odd_records(&records);
    assert_eq!(kinds.len(), Limits::ANOMALIES);
}
