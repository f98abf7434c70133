//! Ratio and size of what comes out.

use super::{Decoded, decode_in, gzip, mixture, zstd};
use crate::model::{FramingKind, Limits, to_u64};

/// Decodes in one chunk and in small ones, which has to be the same.
fn decode_twice(stream: &[u8], limits: &Limits) -> Decoded {
    let whole = decode_in(stream, [], limits);
    let cut = decode_in(stream, core::iter::repeat(997), limits);
    assert_eq!(whole.anomalies, cut.anomalies);
    assert!(whole.bytes == cut.bytes);
    whole
}

#[test]
fn the_ratio_is_looked_at_once_enough_came_out() {
    let limits = Limits::default();
    let grace = usize::try_from(Limits::RATIO_GRACE).unwrap();
    let zeros = vec![0; grace];
    for stream in [gzip(&zeros), zstd(&zeros)] {
        decode_twice(&stream, &limits).assert_clean(&zeros);
    }
    let zeros = vec![0; grace + (1 << 20)];
    for stream in [gzip(&zeros), zstd(&zeros)] {
        let decoded = decode_twice(&stream, &limits);
        let (offset, kind) = decoded.only();
        let FramingKind::Ratio { read, out } = *kind else { panic!("{kind:?}") };
        assert_eq!(offset, read);
        assert_eq!(out, to_u64(decoded.bytes.len()));
        assert!(out > Limits::RATIO_GRACE && out > 200 * read);
        assert!(decoded.bytes.len() < zeros.len());
    }
    let generous = Limits { ratio: 100_000, ..limits };
    decode_twice(&gzip(&zeros), &generous).assert_clean(&zeros);
}

#[test]
fn exactly_the_allowed_size_comes_out() {
    let bytes = mixture(300_000);
    for stream in [gzip(&bytes), zstd(&bytes)] {
        for limit in [0, 1, 131_072, 200_001, 299_999] {
            let limits = Limits { expanded_size: limit, ..Limits::default() };
            let decoded = decode_twice(&stream, &limits);
            assert_eq!(decoded.only().1, &FramingKind::ExpandedSize { limit });
            assert!(decoded.bytes == bytes[..usize::try_from(limit).unwrap()]);
        }
        let limits = Limits { expanded_size: 300_000, ..Limits::default() };
        decode_twice(&stream, &limits).assert_clean(&bytes);
    }
}

#[test]
fn what_is_not_compressed_has_no_limit() {
    let limits = Limits { expanded_size: 10, ..Limits::default() };
    let bytes = mixture(5000);
    decode_twice(&bytes, &limits).assert_clean(&bytes);
}
