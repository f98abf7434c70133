//! Shared by the tests of all codecs: streams, and a run of the decoder over them.

#[cfg(feature = "bzip2")]
mod bzip2;
mod cuts;
mod gzip;
mod limits;
#[cfg(feature = "zstd-c")]
mod native;
mod xz;
mod zstd;

use std::io::Write as _;

use super::{BackEnd, Decoder, sniff};
use crate::model::{Compression, FramingAnomaly, FramingKind, Limits};

/// What the streams that are given as bytes hold.
const TEXT: &[u8] = b"All of this is text, all of this is text.\n\
All of this is text, all of this is text.\n\
All of this is text, all of this is text.\n";

/// Everything that a decoder says about a stream.
#[derive(Debug, Eq, PartialEq)]
struct Decoded {
    compression: Option<Compression>,
    bytes: Vec<u8>,
    anomalies: Vec<FramingAnomaly>,
}

impl Decoded {
    fn kinds(&self) -> Vec<&FramingKind> {
        self.anomalies.iter().map(|anomaly| &anomaly.kind).collect()
    }

    /// The only anomaly, with its offset.
    fn only(&self) -> (u64, &FramingKind) {
        let [anomaly] = self.anomalies.as_slice() else { panic!("{:?}", self.anomalies) };
        (anomaly.offset, &anomaly.kind)
    }

    /// It is what a whole, ordinary stream of these bytes gives.
    fn assert_clean(&self, bytes: &[u8]) {
        assert_eq!(self.anomalies, []);
        assert!(self.bytes == bytes, "{} bytes instead of {}", self.bytes.len(), bytes.len());
    }
}

/// Decodes a stream whose chunks have these lengths, and what is left of it as a last chunk.
fn decode_in(stream: &[u8], lengths: impl IntoIterator<Item = usize>, limits: &Limits) -> Decoded {
    decode_by(BackEnd::Reference, stream, lengths, limits).0
}

/// The same by other decoders, and whether they are in doubt.
fn decode_by(
    back_end: BackEnd,
    stream: &[u8],
    lengths: impl IntoIterator<Item = usize>,
    limits: &Limits,
) -> (Decoded, bool) {
    let mut decoder = Decoder::with_back_end(limits, back_end);
    let mut bytes = Vec::new();
    let mut rest = stream;
    let mut lengths = lengths.into_iter();
    while !rest.is_empty() {
        let length = lengths.next().unwrap_or(rest.len()).min(rest.len());
        let (mut chunk, after) = rest.split_at(length);
        rest = after;
        while let Some(piece) = decoder.next(&mut chunk) {
            assert!(!piece.is_empty());
            bytes.extend_from_slice(piece);
        }
        assert!(chunk.is_empty());
    }
    while let Some(piece) = decoder.finish() {
        assert!(!piece.is_empty());
        bytes.extend_from_slice(piece);
    }
    let is_doubtful = decoder.is_doubtful();
    let anomalies = decoder.take_anomalies();
    (Decoded { compression: decoder.compression(), bytes, anomalies }, is_doubtful)
}

fn decode(stream: &[u8]) -> Decoded {
    decode_in(stream, [], &Limits::default())
}

/// Bytes from hexadecimal digits.
fn hex(digits: &str) -> Vec<u8> {
    digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// Raw deflate.
fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder =
        flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A gzip member without optional header fields.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    gzip_with(0, &[], bytes)
}

/// A gzip member with these flags, and the header fields that they announce.
fn gzip_with(flags: u8, fields: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut member = vec![0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255];
    member.extend_from_slice(fields);
    member.extend_from_slice(&deflate(bytes));
    member.extend_from_slice(&crc32fast::hash(bytes).to_le_bytes());
    member.extend_from_slice(&u32::try_from(bytes.len()).unwrap().to_le_bytes());
    member
}

/// A zstd frame with content checksum.
fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// A skippable zstd frame.
fn skippable(payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x50, 0x2a, 0x4d, 0x18];
    frame.extend_from_slice(&u32::try_from(payload.len()).unwrap().to_le_bytes());
    frame.extend_from_slice(payload);
    frame
}

/// The text by `bzip2 -9`.
fn bzip2_text() -> Vec<u8> {
    hex(
        "425a683931415926535960edbe3a000013558000104005200023648c40200050a60000454693131a218783b1a0\
         fe323770d464683c181c0e9db0320f46a0f47c2ee48a70a120c1db7c74",
    )
}

/// Text, noise and runs, so that all kinds of blocks and matches occur.
fn mixture(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut bytes = Vec::with_capacity(length);
    while bytes.len() < length {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        match state >> 30 {
            0 => bytes.extend_from_slice(TEXT),
            1 => bytes.extend(core::iter::repeat_n(0, 300)),
            2 => bytes.extend(state.to_be_bytes()),
            _ => bytes.extend(format!("entry {} ", state >> 20).into_bytes()),
        }
    }
    bytes.truncate(length);
    bytes
}

#[test]
fn formats_are_found_by_their_magic_bytes() {
    for (head, format) in [
        (&[0x1f, 0x8b, 8, 0, 0, 0][..], Some(Compression::Gzip)),
        (&[0x1f, 0x8b, 8], Some(Compression::Gzip)),
        (&[0x1f, 0x8b], None),
        (&[0x1f, 0x8b, 7, 0, 0, 0], None),
        (&[0x28, 0xb5, 0x2f, 0xfd], Some(Compression::Zstd)),
        (&[0x5e, 0x2a, 0x4d, 0x18, 1], Some(Compression::Zstd)),
        (&[0x4f, 0x2a, 0x4d, 0x18, 1], None),
        (b"\xfd7zXZ\0", Some(Compression::Xz)),
        (b"\xfd7zXZ", None),
        (b"BZh91A", Some(Compression::Bzip2)),
        (b"BZh1\x17\x72", Some(Compression::Bzip2)),
        (b"BZh01A", None),
        (b"BZh9.txt", None),
        (b"", None),
        (b"usr/", None),
    ] {
        assert_eq!(sniff(head), format, "{head:x?}");
    }
}

#[test]
fn what_is_not_compressed_comes_out_as_it_went_in() {
    for bytes in [&b""[..], b"a", b"\x1f\x8b", b"BZh9.txt is a name", TEXT] {
        for length in [1, 2, 5, 6, 7, 100] {
            let decoded = decode_in(bytes, core::iter::repeat(length), &Limits::default());
            decoded.assert_clean(bytes);
            assert_eq!(decoded.compression, None);
        }
    }
}

#[test]
fn uncompressed_chunks_are_not_copied() {
    let mut decoder = Decoder::new(&Limits::default());
    for part in TEXT.chunks(50) {
        let mut chunk = part;
        let piece = decoder.next(&mut chunk).unwrap();
        assert_eq!(piece.as_ptr(), part.as_ptr());
        assert_eq!(piece.len(), part.len());
        assert_eq!(decoder.next(&mut chunk), None);
    }
    assert_eq!(decoder.finish(), None);
    assert!(!decoder.is_settled());
}

#[test]
fn what_is_compressed_twice_is_decoded_once() {
    let inner = gzip(TEXT);
    for outer in [gzip(&inner), zstd(&inner)] {
        let decoded = decode(&outer);
        assert_eq!(decoded.bytes, inner);
        assert_eq!(decoded.only(), (0, &FramingKind::Nested { inner: Compression::Gzip }));
    }
    // Too short for the longest magic, long enough for its own.
    let decoded = decode(&gzip(&[0x28, 0xb5, 0x2f, 0xfd]));
    assert_eq!(decoded.only(), (0, &FramingKind::Nested { inner: Compression::Zstd }));
}

#[test]
fn the_same_fault_a_million_times_leaves_room_for_others() {
    let mut member = gzip(b"x");
    let last = member.len() - 1;
    member[last - 4] ^= 1;
    let mut stream = member.repeat(1500);
    stream.extend_from_slice(&gzip(TEXT)[..20]);
    let decoded = decode(&stream);
    assert_eq!(
        decoded.kinds().iter().filter(|kind| ***kind == FramingKind::Checksum).count(),
        1000
    );
    assert_eq!(decoded.anomalies.last().unwrap().kind, FramingKind::Truncated);
}

#[cfg(not(feature = "bzip2"))]
#[test]
fn a_format_without_decoder_is_named() {
    let decoded = decode(b"BZh91AY&SY and more");
    assert_eq!(decoded.only(), (0, &FramingKind::Unsupported { format: Compression::Bzip2 }));
    assert_eq!(decoded.compression, Some(Compression::Bzip2));
    assert!(decoded.bytes.is_empty());
}
