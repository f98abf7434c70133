//! xz streams, blocks, index and footer. The streams are those of `xz` 5.4.

use super::{TEXT, decode, decode_in, hex};
use crate::model::{Compression, FramingKind, Limits, to_u64};

/// One block, CRC64.
pub(super) fn crc64() -> Vec<u8> {
    hex("fd377a585a000004e6d6b4460200210116000000742fe5a3e0007d00205d00209b2c406f33079181f785dd16\
         2e64efe43ccd663d1901b7949ba917f20d780000ea3a46dab2fdad3f00013c7eef90c8e41fb6f37d01000000\
         0004595a")
}

/// One block, SHA-256.
pub(super) fn sha256() -> Vec<u8> {
    hex("fd377a585a00000ae1fb0ca10200210116000000742fe5a3e0007d00205d00209b2c406f33079181f785dd16\
         2e64efe43ccd663d1901b7949ba917f20d7800003d17b54a7b3bd6c7d0edff6354ded41cfae9ba76be4bfa81\
         95d51ee5d9c536100001547e4071ec49189b4b9a01000000000a595a")
}

/// Three blocks, CRC32.
pub(super) fn blocks() -> Vec<u8> {
    hex("fd377a585a0000016922de360200210116000000742fe5a3e0003b00205d00209b2c406f33079181f785dd16\
         2e64efe43ccd663d1901b7949af75f1921810000fc1575390200210116000000742fe5a3e0003b00215d003a\
         0b0006541d84e1769ba3c70552043c1b40fd6080b0fa912cecf0168606a0000000000000ce42916302002101\
         16000000742fe5a3010005746578742e0a00000084be02660003383c393c1a0682e12e213e300d8b02000000\
         0001595a")
}

/// Two blocks with sizes in their headers, CRC32.
pub(super) fn sizes() -> Vec<u8> {
    hex("fd377a585a0000016922de3602c0286421011600f2068369e0006300205d00209b2c406f33079181f785dd16\
         2e64efe43ccd663d1901b7949ba7316e22440000bf8e32f402c01e1a21011600ecbc42fd0100196578742c20\
         616c6c206f66207468697320697320746578742e0a000000bbd80a63000238642e1a0000a6647a273e300d8b\
         020000000001595a")
}

/// x86 filter, CRC32.
fn x86() -> Vec<u8> {
    hex("fd377a585a0000016922de360201040021010c00d67c18afe0007d00215d00209b09820314a2e22bae4f3665\
         ade3be6e08add0466e2f96bf13ac0d49b80ba10000000000122e4b260001397eaa64bf999042990d01000000\
         0001595a")
}

/// Delta filter of distance 3, CRC32.
fn delta() -> Vec<u8> {
    hex("fd377a585a0000016922de36020103010221010c8811afb9e0007d00295d00209b098e009c01040123fb5b91\
         563c46af7a3373e929bb94bca716ad45a2279c6c220f1da06491400000000000122e4b260001417e5497597e\
         9042990d010000000001595a")
}

/// Delta and x86 filter, CRC32.
fn two_filters() -> Vec<u8> {
    hex("fd377a585a0000016922de360302030102040021010c0000c5b90653e0007d00295d00209b098e009c010401\
         23fb5b91563c46af7a3373e929bb94bca716ad45a2279c6c220f1da06491400000000000122e4b260001457e\
         5052351a9042990d010000000001595a")
}

/// No check.
fn no_check() -> Vec<u8> {
    hex("fd377a585a000000ff12d9410200210116000000742fe5a3e0007d00205d00209b2c406f33079181f785dd16\
         2e64efe43ccd663d1901b7949ba917f20d7800000001347ee71a112c06729e7a010000000000595a")
}

/// No block.
fn empty() -> Vec<u8> {
    hex("fd377a585a000004e6d6b446000000001cdf44211fb6f37d010000000004595a")
}

/// Puts the CRC32 of `covered` at `place`.
fn seal(stream: &mut [u8], covered: core::ops::Range<usize>, place: usize) {
    let checksum = crc32fast::hash(&stream[covered]).to_le_bytes();
    stream[place..][..4].copy_from_slice(&checksum);
}

#[test]
fn streams_of_the_xz_tool_are_read() {
    for stream in [crc64(), sha256(), blocks(), sizes(), x86(), delta(), no_check()] {
        let decoded = decode(&stream);
        decoded.assert_clean(TEXT);
        assert_eq!(decoded.compression, Some(Compression::Xz));
    }
    decode(&empty()).assert_clean(b"");
}

#[test]
fn streams_follow_one_another_with_padding_of_whole_words() {
    let twice = [TEXT, TEXT].concat();
    decode(&[crc64(), vec![0; 8], empty(), blocks(), vec![0; 4]].concat()).assert_clean(&twice);

    let end = to_u64(crc64().len());
    for (tail, zeros) in
        [(&[0; 7][..], true), (b"junk", false), (&[0, 0, 0, 0, 1], false), (b"\xfd7zX", false)]
    {
        let decoded = decode(&[&crc64()[..], tail].concat());
        let bytes = to_u64(tail.len());
        assert_eq!(decoded.only(), (end, &FramingKind::TrailingData { bytes, zeros }));
        assert_eq!(decoded.bytes, TEXT);
    }
    let decoded = decode(&[crc64(), vec![0; 2], crc64()].concat());
    let expected = FramingKind::TrailingData { bytes: end + 2, zeros: false };
    assert_eq!(decoded.only(), (end, &expected));
}

#[test]
fn every_early_end_is_seen() {
    for stream in [crc64(), sizes(), x86()] {
        for length in 6..stream.len() {
            let decoded = decode(&stream[..length]);
            assert_eq!(decoded.only(), (to_u64(length), &FramingKind::Truncated), "{length}");
        }
    }
}

#[test]
fn every_check_is_compared() {
    for (mut stream, place) in [(crc64(), 64), (sha256(), 64 + 31), (blocks(), 64)] {
        stream[place] ^= 1;
        let decoded = decode(&stream);
        assert_eq!(decoded.only(), (64, &FramingKind::Checksum));
        assert_eq!(decoded.bytes, TEXT);
    }
}

#[test]
fn an_unknown_check_does_not_pass_in_silence() {
    let mut stream = crc64();
    // ID 5, of eight bytes as well.
    stream[7] = 5;
    seal(&mut stream, 6..8, 8);
    let footer = stream.len() - 12;
    stream[footer + 9] = 5;
    seal(&mut stream, footer + 4..footer + 10, footer);
    let decoded = decode(&stream);
    assert_eq!(decoded.only(), (6, &FramingKind::ReservedBits));
    assert_eq!(decoded.bytes, TEXT);
}

#[test]
fn header_checksums_are_compared() {
    let footer = to_u64(crc64().len()) - 12;
    for (place, offset) in [(8, 8), (20, 12), (footer, footer)] {
        let mut stream = crc64();
        stream[usize::try_from(place).unwrap()] ^= 1;
        let decoded = decode(&stream);
        assert_eq!(decoded.only(), (offset, &FramingKind::HeaderChecksum), "{place}");
        assert_eq!(decoded.bytes, TEXT);
    }
}

#[test]
fn stated_sizes_are_compared() {
    // Uncompressed size of the first block: 100, said to be 101.
    let mut stream = sizes();
    stream[15] = 101;
    seal(&mut stream, 12..20, 20);
    let decoded = decode(&stream);
    assert_eq!(decoded.only(), (12, &FramingKind::Length { stated: 101, seen: 100 }));

    // The same in the index, and the first block's length there.
    let index = sizes().len() - 12 - 12;
    let mut stream = sizes();
    assert_eq!(stream[index..index + 6], [0, 2, 0x38, 100, 0x2e, 26]);
    stream[index + 3] = 101;
    seal(&mut stream, index..index + 8, index + 8);
    let decoded = decode(&stream);
    let expected = FramingKind::Length { stated: 127, seen: 126 };
    assert_eq!(decoded.only(), (to_u64(index), &expected));
    let mut stream = sizes();
    stream[index + 2] = 0x34;
    seal(&mut stream, index..index + 8, index + 8);
    assert_eq!(decode(&stream).only(), (to_u64(index), &FramingKind::Checksum));

    // Length of the index in the footer.
    let footer = sizes().len() - 12;
    let mut stream = sizes();
    stream[footer + 4] = 3;
    seal(&mut stream, footer + 4..footer + 10, footer);
    let decoded = decode(&stream);
    let expected = FramingKind::Length { stated: 16, seen: 12 };
    assert_eq!(decoded.only(), (to_u64(footer) + 4, &expected));
}

#[test]
fn the_dictionary_is_bounded() {
    let mut limits = Limits { xz_dictionary: 8 << 20, ..Limits::default() };
    decode_in(&crc64(), [], &limits).assert_clean(TEXT);
    limits.xz_dictionary -= 1;
    let decoded = decode_in(&crc64(), [], &limits);
    let expected = FramingKind::Window { asked: 8 << 20, limit: (8 << 20) - 1 };
    assert_eq!(decoded.only(), (12, &expected));
    assert_eq!(decoded.bytes, b"");

    let mut stream = crc64();
    stream[16] = 40;
    seal(&mut stream, 12..20, 20);
    let expected = FramingKind::Window { asked: u64::from(u32::MAX), limit: 256 << 20 };
    assert_eq!(decode(&stream).only(), (12, &expected));
}

#[test]
fn what_cannot_be_read_says_why() {
    let corrupt = |stream: &[u8], offset: u64, reason: &str| {
        let decoded = decode(stream);
        let expected = FramingKind::Corrupt { reason: reason.into() };
        assert_eq!(decoded.only(), (offset, &expected));
    };
    corrupt(&two_filters(), 12, "more than one filter before LZMA2 is not supported");
    let with = |place: usize, byte: u8| {
        let mut stream = crc64();
        stream[place] = byte;
        seal(&mut stream, 12..20, 20);
        stream
    };
    corrupt(&with(16, 41), 12, "invalid LZMA2 dictionary size");
    corrupt(&with(14, 0x22), 12, "the last filter is not LZMA2");
    corrupt(&with(15, 100), 12, "block header is too short for its fields");
    corrupt(&with(24, 3), 24, "corrupted input data (LZMA2:2)");
    let mut stream = sizes();
    stream[111] = 1;
    corrupt(&stream, 110, "block padding is not zero");
    let mut stream = crc64();
    let last = stream.len() - 1;
    stream[last] = b'X';
    corrupt(&stream, to_u64(last) - 11, "stream footer has no magic");
}
