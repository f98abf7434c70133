//! Bombs of each codec: much that comes out of little, and streams of a million parts.

use std::io::{Read as _, Result, Write};

use flate2::{Compression, write::GzEncoder};

use super::measure::Bomb;

type Out<'a> = &'a mut dyn Write;
/// Zeros of one part of a stream.
const PART: u64 = 64 << 20;

pub(crate) fn bombs() -> Vec<Bomb> {
    // 160 parts are 10 GiB.
    vec![
        Bomb::new("zeros_by_gzip", gzip_zeros, 160).fires("limit/ratio"),
        Bomb::new("zeros_by_zstd", zstd_zeros, 160).fires("limit/ratio"),
        Bomb::new("zeros_by_xz", xz_zeros, 160).fires("limit/ratio"),
        Bomb::new("zeros_by_bzip2", bzip2_zeros, 160).fires("limit/ratio"),
        Bomb::new("zeros_by_gzip_without_limit", gzip_zeros, 16).with(UNLIMITED),
        Bomb::new("zeros_by_zstd_without_limit", zstd_zeros, 16).with(UNLIMITED),
        Bomb::new("zeros_by_xz_without_limit", xz_zeros, 16).with(UNLIMITED),
        Bomb::new("zeros_by_bzip2_without_limit", bzip2_zeros, 16).with(UNLIMITED),
        Bomb::new("empty_gzip_members", |out, count| repeat(out, &gzip(b""), count), 1_000_000),
        Bomb::new("tiny_gzip_members", |out, count| repeat(out, &gzip(b"\0"), count), 400_000),
        Bomb::new("empty_zstd_frames", empty_frames, 1_000_000),
        Bomb::new("skippable_zstd_frames", skippable_frames, 1_000_000)
            .fires("compress/skippable-frame"),
        Bomb::new("empty_xz_streams", |out, count| repeat(out, &xz(0), count), 1_000_000),
        Bomb::new("tiny_xz_streams", |out, count| repeat(out, &xz(1), count), 100_000),
        Bomb::new("empty_bzip2_streams", |out, count| repeat(out, &bzip2(0), count), 1_000_000),
        Bomb::new("tiny_bzip2_streams", |out, count| repeat(out, &bzip2(1), count), 20_000),
    ]
}

const UNLIMITED: &str = "--limit ratio=10M";

fn repeat(out: Out<'_>, part: &[u8], count: u64) -> Result<()> {
    (0..count).try_for_each(|_| out.write_all(part))
}

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(9));
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn gzip_zeros(out: Out<'_>, count: u64) -> Result<()> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(9));
    std::io::copy(&mut std::io::repeat(0).take(PART), &mut encoder)?;
    repeat(out, &encoder.finish()?, count)
}

/// Frames of blocks that are one byte repeated 128 KiB times.
fn zstd_zeros(out: Out<'_>, count: u64) -> Result<()> {
    let block = |last: u32| ((128_u32 << 10) << 3 | 1 << 1 | last).to_le_bytes();
    let mut part = vec![0x28, 0xb5, 0x2f, 0xfd, 0, 0x38];
    for number in 1..=PART >> 17 {
        let [b0, b1, b2, _] = block(u32::from(number == PART >> 17));
        part.extend_from_slice(&[b0, b1, b2, 0]);
    }
    repeat(out, &part, count)
}

fn xz(zeros: u64) -> Vec<u8> {
    let options = lzma_rust2::XzOptions::with_preset(3);
    let mut encoder = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
    std::io::copy(&mut std::io::repeat(0).take(zeros), &mut encoder).unwrap();
    encoder.finish().unwrap()
}

fn xz_zeros(out: Out<'_>, count: u64) -> Result<()> {
    repeat(out, &xz(PART), count)
}

fn bzip2(zeros: u64) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::new(9));
    std::io::copy(&mut std::io::repeat(0).take(zeros), &mut encoder).unwrap();
    encoder.finish().unwrap()
}

fn bzip2_zeros(out: Out<'_>, count: u64) -> Result<()> {
    repeat(out, &bzip2(PART), count)
}

fn empty_frames(out: Out<'_>, count: u64) -> Result<()> {
    repeat(out, &[0x28, 0xb5, 0x2f, 0xfd, 0x20, 0, 1, 0, 0], count)
}

fn skippable_frames(out: Out<'_>, count: u64) -> Result<()> {
    repeat(out, &[0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0], count)
}
