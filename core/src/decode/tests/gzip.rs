//! gzip members: headers, trailers, and what follows them.

use super::{TEXT, decode, deflate, gzip, gzip_with, hex, mixture};
use crate::model::{Compression, FramingKind, to_u64};

#[test]
fn a_member_of_gnu_gzip_is_read() {
    let stream = hex(
        "1f8b080000000000000373ccc951c84f5328c9c82c5600a292d48a121d85444c413d2e471aa80400122e4b26\
         7e000000",
    );
    let decoded = decode(&stream);
    decoded.assert_clean(TEXT);
    assert_eq!(decoded.compression, Some(Compression::Gzip));
}

#[test]
fn members_follow_one_another_even_empty_ones() {
    let bytes = mixture(300_000);
    let (first, second) = bytes.split_at(100);
    decode(&[gzip(first), gzip(b""), gzip(second), gzip(b"")].concat()).assert_clean(&bytes);
}

#[test]
fn all_header_fields_are_passed_and_the_header_checksum_is_compared() {
    let mut fields = b"\x1a\0SG\x16\0".to_vec();
    fields.extend_from_slice(&[b'0'; 22]);
    fields.extend_from_slice(b"layer.tar\0a comment\0");
    let mut head = vec![0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 255];
    head.extend_from_slice(&fields);
    let [low, high, _, _] = crc32fast::hash(&head).to_le_bytes();
    fields.extend_from_slice(&[low, high]);
    decode(&gzip_with(0x1e, &fields, TEXT)).assert_clean(TEXT);

    let checksum = fields.len() - 1;
    fields[checksum] ^= 1;
    let decoded = decode(&gzip_with(0x1e, &fields, TEXT));
    assert_eq!(decoded.only(), (58, &FramingKind::HeaderChecksum));
    assert_eq!(decoded.bytes, TEXT);
}

#[test]
fn reserved_flags_are_seen_and_the_rest_is_read() {
    for flag in [0x20, 0x40, 0x80] {
        let decoded = decode(&gzip_with(flag, &[], TEXT));
        assert_eq!(decoded.only(), (3, &FramingKind::ReservedBits));
        assert_eq!(decoded.bytes, TEXT);
    }
}

#[test]
fn names_that_lead_elsewhere_are_kept() {
    for (name, odd) in [
        (&b"layer.tar"[..], false),
        (b"a..b", false),
        ("größe.tar".as_bytes(), false),
        (b"", false),
        (b"..", true),
        (b"/etc/passwd", true),
        (b"..\\x", true),
        (b"a\x1b[2J", true),
        (b"a\x7f", true),
    ] {
        let decoded = decode(&gzip_with(8, &[name, &[0]].concat(), TEXT));
        assert_eq!(decoded.bytes, TEXT);
        if odd {
            assert_eq!(decoded.only(), (10, &FramingKind::HeaderName { name: name.to_vec() }));
        } else {
            decoded.assert_clean(TEXT);
        }
    }
}

#[test]
fn a_long_name_is_cut_and_its_end_still_judged() {
    let mut name = vec![b'a'; 100_000];
    name.push(b'/');
    let decoded = decode(&gzip_with(8, &[&name[..], &[0]].concat(), TEXT));
    assert_eq!(decoded.only(), (10, &FramingKind::HeaderName { name: vec![b'a'; 256] }));
}

#[test]
fn only_a_large_extra_field_is_odd() {
    let extra = |length: u16| {
        let mut fields = length.to_le_bytes().to_vec();
        fields.extend(core::iter::repeat_n(b'e', length.into()));
        gzip_with(4, &fields, TEXT)
    };
    decode(&extra(0)).assert_clean(TEXT);
    decode(&extra(1024)).assert_clean(TEXT);
    let decoded = decode(&extra(65535));
    assert_eq!(decoded.only(), (10, &FramingKind::HeaderExtra { bytes: 65535 }));
}

#[test]
fn a_wrong_trailer_is_two_different_facts() {
    let stream = gzip(TEXT);
    let trailer = stream.len() - 8;
    let mut wrong = stream.clone();
    wrong[trailer] ^= 0x80;
    let decoded = decode(&wrong);
    assert_eq!(decoded.only(), (to_u64(trailer), &FramingKind::Checksum));
    let mut wrong = stream;
    wrong[trailer + 5] = 1;
    let decoded = decode(&wrong);
    let expected = FramingKind::Length { stated: 256 + 126, seen: 126 };
    assert_eq!(decoded.only(), (to_u64(trailer) + 4, &expected));
    assert_eq!(decoded.bytes, TEXT);
}

#[test]
fn every_early_end_is_seen() {
    let stream = gzip_with(0x1c, b"\x02\0xyname\0comment\0", TEXT);
    for length in 3..stream.len() {
        let decoded = decode(&stream[..length]);
        assert_eq!(decoded.only(), (to_u64(length), &FramingKind::Truncated), "{length}");
        assert!(TEXT.starts_with(&decoded.bytes));
    }
    let decoded = decode(&stream[..stream.len() - 1]);
    assert_eq!(decoded.bytes, TEXT);
}

#[test]
fn what_follows_the_last_member_is_counted() {
    let stream = gzip(TEXT);
    let end = to_u64(stream.len());
    for (tail, zeros) in [
        (&vec![0; 70_000][..], true),
        (b"junk", false),
        (&[0x1f], false),
        (&[0x1f, 0x8b, 7, 0], false),
        (&[0, 0, 1], false),
    ] {
        let decoded = decode(&[&stream[..], tail].concat());
        let bytes = to_u64(tail.len());
        assert_eq!(decoded.only(), (end, &FramingKind::TrailingData { bytes, zeros }));
        assert_eq!(decoded.bytes, TEXT);
    }
    // A member behind zeros is no member: readers disagree on it.
    let decoded = decode(&[&stream[..], &[0; 3], &stream[..]].concat());
    let expected = FramingKind::TrailingData { bytes: end + 3, zeros: false };
    assert_eq!(decoded.only(), (end, &expected));
}

#[test]
fn broken_deflate_ends_the_stream() {
    let mut stream = gzip(TEXT);
    // Block type 3.
    stream[10] = 7;
    stream.extend_from_slice(&gzip(TEXT));
    let decoded = decode(&stream);
    let (offset, kind) = decoded.only();
    assert!((10..20).contains(&offset), "{offset}");
    assert_eq!(*kind, FramingKind::Corrupt { reason: "invalid block type".into() });
    assert_eq!(decoded.bytes, b"");
}

#[test]
fn what_came_out_before_a_fault_is_kept() {
    let bytes = mixture(200_000);
    let mut stream = gzip(&bytes);
    let body = deflate(&bytes);
    let tail = stream.len() - body.len() / 2;
    stream.truncate(tail);
    stream.extend(core::iter::repeat_n(0xff, 100));
    let decoded = decode(&stream);
    assert!(decoded.bytes.len() > 50_000);
    assert_eq!(decoded.kinds().len(), 1);
}
