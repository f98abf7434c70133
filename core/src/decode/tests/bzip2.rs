//! bzip2 streams.

use super::{TEXT, bzip2_text, decode, hex};
use crate::model::{Compression, FramingKind, to_u64};

/// Of `bzip2 -9 </dev/null`.
fn empty() -> Vec<u8> {
    hex("425a683917724538509000000000")
}

#[test]
fn streams_follow_one_another_even_empty_ones() {
    let decoded = decode(&bzip2_text());
    decoded.assert_clean(TEXT);
    assert_eq!(decoded.compression, Some(Compression::Bzip2));
    let twice = [TEXT, TEXT].concat();
    decode(&[empty(), bzip2_text(), empty(), bzip2_text(), empty()].concat()).assert_clean(&twice);
    decode(&empty()).assert_clean(b"");
}

#[test]
fn every_early_end_is_seen() {
    for stream in [bzip2_text(), empty()] {
        for length in 6..stream.len() {
            let decoded = decode(&stream[..length]);
            assert_eq!(decoded.only(), (to_u64(length), &FramingKind::Truncated), "{length}");
        }
    }
}

#[test]
fn a_wrong_checksum_ends_the_stream() {
    for place in [10, 70] {
        let mut stream = bzip2_text();
        stream[place] ^= 1;
        let decoded = decode(&stream);
        let expected = FramingKind::Corrupt { reason: "bzip2: invalid data".into() };
        assert_eq!(decoded.only().1, &expected);
    }
}

#[test]
fn what_follows_the_last_stream_is_counted() {
    for (tail, zeros) in [(&[0; 5][..], true), (b"BZh0", false), (b"B", false)] {
        let decoded = decode(&[&bzip2_text()[..], tail].concat());
        let bytes = to_u64(tail.len());
        assert_eq!(decoded.only(), (74, &FramingKind::TrailingData { bytes, zeros }));
        assert_eq!(decoded.bytes, TEXT);
    }
}
