//! Compressed streams.

use std::io::{Read as _, Write as _};

use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use ocivet_tests::drive::Numbers;

use super::bytes;

/// A format that can be read and written again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Format {
    Gzip,
    Zstd,
}

/// Longer contents are left alone.
const LONGEST: u32 = 1 << 18;

impl Format {
    /// One or the other.
    pub(super) fn any(numbers: &mut Numbers) -> Self {
        if numbers.below(2) == 0 { Self::Gzip } else { Self::Zstd }
    }

    /// Compresses.
    pub(super) fn close(self, plain: &[u8]) -> Vec<u8> {
        match self {
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
                encoder.write_all(plain).unwrap();
                encoder.finish().unwrap()
            }
            Self::Zstd => {
                let mut out = Vec::with_capacity(zstd_safe::compress_bound(plain.len()));
                zstd_safe::compress(&mut out, plain, 1).unwrap();
                out
            }
        }
    }
}

/// What a stream holds; none where it is none of these, damaged, or too long.
pub(super) fn open(data: &[u8]) -> Option<(Format, Vec<u8>)> {
    match data {
        [0x1f, 0x8b, 8, ..] => {
            let mut plain = Vec::new();
            let decoder = MultiGzDecoder::new(data);
            let read = decoder.take(LONGEST.into()).read_to_end(&mut plain).ok()?;
            (read < usize::try_from(LONGEST).ok()?).then_some((Format::Gzip, plain))
        }
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            let mut plain = Vec::with_capacity(usize::try_from(LONGEST).ok()?);
            zstd_safe::decompress(&mut plain, data).ok()?;
            Some((Format::Zstd, plain))
        }
        _ => None,
    }
}

/// Changes the stream itself, or what it holds, or puts two behind each other. Near the ends more often, where the
/// framing is.
pub(super) fn mutate(data: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut out = data.to_vec();
    for _ in 0..=numbers.below(2) {
        match numbers.below(8) {
            0 => {
                if let Some((format, mut plain)) = open(&out) {
                    bytes::mutate(&mut plain, numbers);
                    out = format.close(&plain);
                }
            }
            1 => out.extend_from_slice(data),
            2 => out.extend_from_slice(&[0; 4]),
            3 | 4 => {
                let length = out.len().min(32);
                let mut head: Vec<u8> = out.drain(..length).collect();
                bytes::mutate(&mut head, numbers);
                head.append(&mut out);
                out = head;
            }
            5 => {
                let mut tail = out.split_off(out.len().saturating_sub(32));
                bytes::mutate(&mut tail, numbers);
                out.append(&mut tail);
            }
            _ => bytes::mutate(&mut out, numbers),
        }
    }
    out
}
