//! Native decoders beside the reference.

use proptest::prelude::*;

use super::{Decoded, TEXT, decode, decode_by, gzip, hex, mixture, skippable, zstd};
use crate::{decode::BackEnd, model::Limits};

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

/// The library does not find out that the contents of a block are damaged.
#[test]
fn frames_without_a_checksum_are_left_to_the_reference() {
    let [mut frame, ..] = streams();
    frame[4] &= !4;
    frame.truncate(frame.len() - 4);
    decode(&frame).assert_clean(TEXT);
    assert_eq!(decode_natively(&frame), None);
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
    fn changed_streams_give_the_same(which in 0_usize..4, at in any::<prop::sample::Index>(), change in 1_u8..) {
        let mut stream = streams()[which].clone();
        let at = at.index(stream.len());
        stream[at] ^= change;
        let reference = decode(&stream);
        if let Some(native) = decode_natively(&stream) {
            prop_assert!(native == reference, "byte {at}: {:?}", reference.kinds());
        }
    }
}
