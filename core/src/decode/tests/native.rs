//! Native decoders beside the reference.

use proptest::prelude::*;

use super::{
    Decoded, TEXT, decode, decode_by, gzip, hex, mixture, skippable, zstd,
    zstd::{bits, literals},
};
use crate::{
    decode::BackEnd,
    model::{FramingKind, Limits},
};

/// What the native decoder says, where it is sure.
fn decode_natively(stream: &[u8]) -> Option<Decoded> {
    let limits = Limits::default();
    let (decoded, is_doubtful) = decode_by(BackEnd::Native, stream, [4096, 70_001], &limits);
    (!is_doubtful).then_some(decoded)
}

/// The native decoder agrees with the reference or leaves the stream to it, and does not without need.
fn assert_agrees(stream: &[u8]) {
    let reference = decode(stream);
    match decode_natively(stream) {
        Some(native) => assert!(native == reference, "{:?}", reference.kinds()),
        None => assert_ne!(reference.anomalies, [], "needlessly in doubt"),
    }
}

fn streams() -> [Vec<u8>; 6] {
    [
        // `zstd -19` from a pipe: checksum, no content size.
        hex(
            "28b52ffd04680d0100c0416c6c206f66207468697320697320746578742c20612e0a0200d1d484a1379b579e\
             ae9d",
        ),
        zstd(TEXT),
        zstd(&mixture(700_000)),
        [zstd(&mixture(1000)), zstd(b""), zstd(&mixture(300_000))].concat(),
        [skippable(b"first"), zstd(TEXT), skippable(&vec![7; 70_000])].concat(),
        zstd(&vec![0; 5 << 20]),
    ]
}

#[test]
fn whole_streams_give_the_same() {
    for stream in streams() {
        assert_agrees(&stream);
        assert_agrees(&[&stream[..], &[0; 9]].concat());
        assert_agrees(&[&stream[..], b"junk"].concat());
    }
    assert_agrees(&gzip(&mixture(100_000)));
    assert_agrees(&gzip(b"")[..9]);
}

/// Without its checksum, nothing but the library's own checks says that a frame is whole.
fn without_checksum(mut frame: Vec<u8>) -> Vec<u8> {
    frame[4] &= !4;
    frame.truncate(frame.len().saturating_sub(4));
    frame
}

#[test]
fn frames_without_a_checksum_give_the_same() {
    let [piped, text, mixed, ..] = streams();
    for frame in [piped, text, mixed] {
        let frame = without_checksum(frame);
        let native = decode_natively(&frame).unwrap();
        native.assert_clean(&decode(&frame).bytes);
    }
}

/// The library accepts these; which, depends on the processor.
#[test]
fn damaged_streams_of_literals_give_the_same() {
    let ones = |counts: [usize; 4]| counts.map(|count| bits(&"1".repeat(count)));
    for (count, streams) in [(40, ones([11, 9, 10, 10])), (38, ones([10, 10, 9, 9]))] {
        let frame = literals(count, &streams);
        assert_ne!(decode(&frame).anomalies, []);
        assert!(decode_natively(&frame).is_none());
    }
    assert_agrees(&literals(40, &ones([10; 4])));
}

/// Two raw blocks, and one with a match of three bytes that has this offset, 1021 to 2044.
fn reaching(window: u8, offset: u16) -> Vec<u8> {
    let mut frame = hex("28b52ffd00");
    frame.push(window);
    for block in mixture(2048).chunks(1024) {
        frame.extend_from_slice(&[0, 0x20, 0]);
        frame.extend_from_slice(block);
    }
    // No literals, one sequence; one code each for its literal length, its offset and its match length.
    frame.extend_from_slice(&hex("450000000154000a00"));
    // Ten bits of the offset behind the mark, which is where the eleventh would be.
    frame.extend_from_slice(&offset.saturating_add(3).to_le_bytes());
    frame
}

/// The library accepts what its buffer still holds, however small the window is.
#[test]
fn offsets_beyond_the_window_are_left_to_the_reference() {
    let contents = mixture(2048);
    for offset in [1021, 1024] {
        let frame = reaching(0, offset);
        let at = 2048 - usize::from(offset);
        decode(&frame).assert_clean(&[&contents, &contents[at..at + 3]].concat());
        assert_agrees(&frame);
    }
    for offset in [1025, 1500, 2044] {
        let frame = reaching(0, offset);
        let (2060, FramingKind::Corrupt { .. }) = decode(&frame).only() else {
            panic!("{:?}", decode(&frame).anomalies)
        };
        assert!(decode_natively(&frame).is_none(), "{offset}");
        assert_agrees(&reaching(8, offset));
    }
}

#[test]
fn streams_that_end_anywhere_give_the_same() {
    for stream in streams() {
        let step = stream.len() / 60 + 1;
        for end in (0..stream.len()).step_by(step) {
            assert_agrees(&stream[..end]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A changed byte that the native decoder accepts gives what the reference gives.
    #[test]
    fn changed_streams_give_the_same(
        which in 0_usize..4,
        checksum in any::<bool>(),
        at in any::<prop::sample::Index>(),
        change in 1_u8..,
    ) {
        let stream = streams()[which].clone();
        let mut stream = if checksum || which == 3 { stream } else { without_checksum(stream) };
        let at = at.index(stream.len());
        stream[at] ^= change;
        let reference = decode(&stream);
        if let Some(native) = decode_natively(&stream) {
            prop_assert!(native == reference, "byte {at}: {:?}", reference.kinds());
        }
    }
}
