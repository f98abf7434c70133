//! zstd frames and skippable frames.

use super::{TEXT, decode, hex, mixture, skippable, zstd};
use crate::model::{Compression, FramingKind, to_u64};

/// Frame of `zstd -19` from a pipe: checksum, no content size.
fn piped() -> Vec<u8> {
    hex("28b52ffd04680d0100c0416c6c206f66207468697320697320746578742c20612e0a0200d1d484a1379b579e\
         ae9d")
}

/// Header of a frame with one byte of content size in one segment, and a raw last block.
fn raw(descriptor: u8, fields: &[u8], content: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, descriptor];
    frame.extend_from_slice(fields);
    let header = u32::try_from(content.len()).unwrap() << 3 | 1;
    frame.extend_from_slice(&header.to_le_bytes()[..3]);
    frame.extend_from_slice(content);
    frame
}

#[test]
fn a_frame_of_the_zstd_tool_is_read() {
    let decoded = decode(&piped());
    decoded.assert_clean(TEXT);
    assert_eq!(decoded.compression, Some(Compression::Zstd));
}

#[test]
fn frames_follow_one_another() {
    let bytes = mixture(700_000);
    let (first, second) = bytes.split_at(1000);
    decode(&[zstd(first), zstd(b""), zstd(second)].concat()).assert_clean(&bytes);
}

#[test]
fn every_length_of_the_header_fields_is_read() {
    for (descriptor, fields) in [
        (0x20, &[4][..]),
        (0x60, &[0xfc, 0xff]),
        (0xa0, &[4, 0, 0, 0]),
        (0xe0, &[4, 0, 0, 0, 0, 0, 0, 0]),
        (0x00, &[0]),
        (0x40, &[0, 0xfc, 0xff]),
        (0x21, &[0, 4]),
        (0x22, &[0, 0, 4]),
        (0x23, &[0, 0, 0, 0, 4]),
    ] {
        let frame = raw(descriptor, fields, b"text");
        if descriptor & 0xc0 == 0x40 {
            // Two bytes count from 256.
            let decoded = decode(&frame);
            let expected = FramingKind::Length { stated: 0xfffc + 256, seen: 4 };
            assert_eq!(decoded.only(), (0, &expected), "{descriptor:x}");
        } else {
            decode(&frame).assert_clean(b"text");
        }
    }
}

#[test]
fn checksum_and_content_size_are_compared() {
    let mut frame = piped();
    let checksum = frame.len() - 4;
    frame[checksum] ^= 1;
    let decoded = decode(&frame);
    assert_eq!(decoded.only(), (to_u64(checksum), &FramingKind::Checksum));
    assert_eq!(decoded.bytes, TEXT);

    let decoded = decode(&raw(0x20, &[5], b"text"));
    assert_eq!(decoded.only(), (0, &FramingKind::Length { stated: 5, seen: 4 }));
    assert_eq!(decoded.bytes, b"text");
}

#[test]
fn the_reserved_bit_is_seen_and_the_frame_is_read() {
    let decoded = decode(&raw(0x28, &[4], b"text"));
    assert_eq!(decoded.only(), (4, &FramingKind::ReservedBits));
    assert_eq!(decoded.bytes, b"text");
}

#[test]
fn a_dictionary_is_named() {
    let decoded = decode(&raw(0x22, &[1, 2, 4], b"text"));
    let expected = FramingKind::Corrupt { reason: "needs dictionary 513".into() };
    assert_eq!(decoded.only(), (0, &expected));
    assert_eq!(decoded.bytes, b"");
}

#[test]
fn a_window_over_the_limit_is_not_allocated() {
    let decoded = decode(&raw(0, &[18 << 3], b"text"));
    let expected = FramingKind::Window { asked: 1 << 28, limit: 128 << 20 };
    assert_eq!(decoded.only(), (0, &expected));
    decode(&raw(0, &[17 << 3], b"text")).assert_clean(b"text");
    // In one segment, the content is the window.
    let decoded = decode(&raw(0xe0, &[0, 0, 0, 0, 1, 0, 0, 0], b"text"));
    let expected = FramingKind::Window { asked: 1 << 32, limit: 128 << 20 };
    assert_eq!(decoded.only(), (0, &expected));
}

#[test]
fn every_early_end_is_seen() {
    let stream = piped();
    for length in 4..stream.len() {
        let decoded = decode(&stream[..length]);
        assert_eq!(decoded.only(), (to_u64(length), &FramingKind::Truncated), "{length}");
    }
    assert_eq!(decode(&stream[..stream.len() - 1]).bytes, TEXT);
}

#[test]
fn what_was_decoded_before_an_early_end_or_a_fault_comes_out() {
    let bytes = mixture(600_000);
    let stream = zstd(&bytes);
    let cut = decode(&stream[..stream.len() - 10]);
    assert!(cut.bytes.len() >= 128 << 10 && bytes.starts_with(&cut.bytes));

    // The first block is over: its successor has the reserved type.
    let first = u32::from_le_bytes([stream[6], stream[7], stream[8], 0]) >> 3;
    let mut broken = stream.clone();
    let second = 9 + usize::try_from(first).unwrap();
    broken[second] |= 6;
    let decoded = decode(&broken);
    let expected = FramingKind::Corrupt { reason: "reserved block type".into() };
    assert_eq!(decoded.only(), (to_u64(second), &expected));
    assert!(decoded.bytes.len() >= 100_000 && bytes.starts_with(&decoded.bytes));
}

#[test]
fn blocks_are_bounded() {
    let frame = [0x28, 0xb5, 0x2f, 0xfd, 0, 0x40, 0x09, 0, 0x10];
    let decoded = decode(&frame);
    let expected = FramingKind::Corrupt { reason: "block of more than 128 KiB".into() };
    assert_eq!(decoded.only(), (6, &expected));
}

/// A Huffman stream: these bits from its end to its start, behind the mark.
pub(super) fn bits(bits: &str) -> Vec<u8> {
    let value = u64::from_str_radix(&format!("1{bits}"), 2).unwrap();
    value.to_le_bytes()[..=bits.len() / 8].to_vec()
}

/// A frame without checksum, of one block of so many literals in one stream or in four. `1` is a zero, `00` a one.
pub(super) fn literals(count: u32, streams: &[Vec<u8>]) -> Vec<u8> {
    // Weights 2 and 1, as they are; the last is implied.
    let mut section = vec![129, 0x21];
    for stream in streams.iter().rev().skip(1).rev() {
        section.extend_from_slice(&u16::try_from(stream.len()).unwrap().to_le_bytes());
    }
    section.extend(streams.iter().flatten());
    let format = u32::from(streams.len() == 4);
    let header = 2 | format << 2 | count << 4 | u32::try_from(section.len()).unwrap() << 14;
    section.splice(..0, header.to_le_bytes()[..3].iter().copied());
    // No sequences.
    section.push(0);
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0x20, u8::try_from(count).unwrap()];
    let block = u32::try_from(section.len()).unwrap() << 3 | 5;
    frame.extend_from_slice(&block.to_le_bytes()[..3]);
    frame.append(&mut section);
    frame
}

/// What is wrong with the first block.
fn fault(frame: &[u8]) -> String {
    let decoded = decode(frame);
    assert!(decoded.bytes.is_empty());
    let (6, FramingKind::Corrupt { reason }) = decoded.only() else { panic!("{decoded:?}") };
    reason.clone()
}

#[test]
fn each_stream_of_literals_has_its_share() {
    let ones = |counts: [usize; 4]| counts.map(|count| bits(&"1".repeat(count)));
    decode(&literals(40, &ones([10; 4]))).assert_clean(&[0; 40]);
    decode(&literals(37, &ones([10, 10, 10, 7]))).assert_clean(&[0; 37]);
    assert_eq!(
        fault(&literals(40, &ones([11, 9, 10, 10]))),
        "stream 1 has 11 literals, and should have 10"
    );
    assert_eq!(
        fault(&literals(38, &ones([10, 10, 9, 9]))),
        "stream 3 has 9 literals, and should have 10"
    );
    assert_eq!(fault(&literals(1, &ones([1, 0, 0, 0]))), "1 literals in four streams");
}

#[test]
fn a_stream_of_literals_ends_with_a_code() {
    let [whole, half] = ["11100", "1110"].map(bits);
    decode(&literals(4, core::slice::from_ref(&whole))).assert_clean(&[0, 0, 0, 1]);
    assert_eq!(
        fault(&literals(4, core::slice::from_ref(&half))),
        "stream 1 of literals does not end with a code"
    );
    let streams = [whole.clone(), half, whole.clone(), whole];
    assert_eq!(fault(&literals(16, &streams)), "stream 2 of literals does not end with a code");
}

#[test]
fn reserved_bits_of_sequences_are_seen() {
    let sound = hex("28b52ffd440000011d020044026574632f2e77682e6f62736f6c6574650030003031323136\
                     3200203000757374617200300b00909b14000d604380df201900d2c18a9f0f6085150038ec\
                     0626b70462f00967");
    assert_eq!(decode(&sound).anomalies, []);
    for modes in 1..4 {
        let mut frame = sound.clone();
        frame[0x32] |= modes;
        let decoded = decode(&frame);
        let reason = "reserved bits of sequences are set".into();
        assert_eq!(decoded.only(), (8, &FramingKind::Corrupt { reason }), "{modes}");
    }
}

#[test]
fn skippable_frames_are_counted_and_passed() {
    let first = skippable(b"");
    let stream = [first, piped(), skippable(&vec![7; 70_000])].concat();
    let decoded = decode(&stream);
    assert_eq!(
        decoded.kinds(),
        [&FramingKind::SkippableFrame { bytes: 0 }, &FramingKind::SkippableFrame { bytes: 70_000 }]
    );
    assert_eq!(decoded.anomalies[1].offset, 8 + 46);
    assert_eq!(decoded.bytes, TEXT);
    let cut = decode(&stream[..stream.len() - 1]);
    assert_eq!(cut.anomalies.last().unwrap().kind, FramingKind::Truncated);
}

fn footer(words: &[u64], magic: [u8; 8]) -> Vec<u8> {
    let mut payload: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    payload.extend_from_slice(&magic);
    skippable(&payload)
}

#[test]
fn the_frames_of_zstd_chunked_are_ordinary() {
    let body = piped();
    let at = to_u64(body.len()) + 8;
    let stream = |last: Vec<u8>| {
        [body.clone(), skippable(b"manifest"), skippable(b"tar-split"), last].concat()
    };
    let whole = footer(&[at, 8, 99, 1, at + 16, 9, 99], *b"GNUlInUx");
    decode(&stream(whole)).assert_clean(TEXT);

    // A footer that names one frame leaves the other one unexplained.
    let partial = footer(&[at, 8, 99, 1, 0, 0, 0], *b"GNUlInUx");
    let decoded = decode(&stream(partial));
    assert_eq!(decoded.only(), (at + 8, &FramingKind::SkippableFrame { bytes: 9 }));
    let first_version = footer(&[at, 8, 99, 1], *b"GnUlInUx");
    let decoded = decode(&stream(first_version));
    assert_eq!(decoded.only(), (at + 8, &FramingKind::SkippableFrame { bytes: 9 }));

    let no_footer = footer(&[at, 8, 99, 1, at + 16, 9, 99], *b"GNUlInuX");
    assert_eq!(decode(&stream(no_footer)).kinds().len(), 3);
}

#[test]
fn what_follows_the_last_frame_is_counted() {
    let stream = piped();
    for (tail, zeros) in [(&[0; 9][..], true), (b"junk", false), (&[0x28, 0xb5], false)] {
        let decoded = decode(&[&stream[..], tail].concat());
        let bytes = to_u64(tail.len());
        assert_eq!(decoded.only(), (46, &FramingKind::TrailingData { bytes, zeros }));
        assert_eq!(decoded.bytes, TEXT);
    }
}
