//! How fast each stage of a verification is, in bytes and, where it reads entries, in entries a second.
//!
//! Inputs are some megabytes, made here, and the same on every machine. `cargo bench -p ocivet-core` measures;
//! as tests these run each stage once.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "what goes wrong here ends the measurement, as it should"
)]

use core::hint::black_box;
use std::{io::Write, sync::Arc};

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use ocivet_core::{
    DigestAlgorithm, EntryPath, Options, Verdict, Verifier,
    parts::{BlobVerifier, EntryReader, Hasher, Hashers, Links, MemberInfo},
};

/// Files of an archive, each of one block of data.
const FILES: u64 = 4000;
/// Files of a folder of the archive.
const FOLDER: u64 = 100;
/// Bytes given at once.
const CHUNK: usize = 64 << 10;

criterion_group!(stages, tar_parser, strict_json, decoders, entries, whole);
criterion_main!(stages);

fn tar_parser(criterion: &mut Criterion) {
    let archive = archive();
    let options = Options::default();
    let mut group = of_entries(criterion, "tar parser", &archive);
    group.bench_function("small files", |bencher| {
        bencher.iter(|| {
            let mut count = 0_u64;
            let mut reader = EntryReader::new(&options);
            for chunk in archive.chunks(CHUNK) {
                reader.push(chunk, &mut |entry| count += u64::from(!entry.path.name().is_empty()));
            }
            assert_eq!(count, FILES);
        });
    });
}

fn strict_json(criterion: &mut Criterion) {
    let manifest = manifest();
    let media_type = "application/vnd.oci.image.manifest.v1+json";
    let mut group = of_bytes(criterion, "strict json", manifest.len());
    group.bench_function("manifest", |bencher| {
        bencher.iter(|| Links::read(black_box(manifest.as_bytes()), media_type).unwrap());
    });
}

/// What decoding costs from the compressed bytes of a member to the reader of its contents; nothing is hashed.
fn decoders(criterion: &mut Criterion) {
    let text = text();
    let mut group = of_bytes(criterion, "decoder", text.len());
    for (name, compressed) in [("gzip", gzip(&text)), ("zstd", zstd(&text)), ("xz", xz(&text))] {
        group.bench_function(name, |bencher| bencher.iter(|| verify_member(&compressed)));
    }
}

/// The tar parser, the layer index and the rules for entries; nothing is hashed.
fn entries(criterion: &mut Criterion) {
    let archive = archive();
    let mut group = of_entries(criterion, "layer index and rules", &archive);
    group.bench_function("small files", |bencher| bencher.iter(|| verify_member(&archive)));
}

fn whole(criterion: &mut Criterion) {
    let archive = archive();
    let compressed = gzip(&archive);
    let mut group = of_entries(criterion, "whole verification", &archive);
    for (name, input) in [("tar", &archive), ("tar.gz", &compressed)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut verifier = Verifier::new(&Options::default());
                for chunk in input.chunks(CHUNK) {
                    let _ = verifier.push(chunk);
                }
                assert_eq!(verifier.finish().verdict, Verdict::Pass);
            });
        });
    }
}

fn of_bytes<'a>(
    criterion: &'a mut Criterion,
    name: &str,
    bytes: usize,
) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(u64::try_from(bytes).unwrap()));
    group
}

fn of_entries<'a>(
    criterion: &'a mut Criterion,
    name: &str,
    archive: &[u8],
) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    let bytes = u64::try_from(archive.len()).unwrap();
    group.throughput(Throughput::ElementsAndBytes { elements: FILES, bytes });
    group
}

/// Verifies a member of an image archive by itself.
fn verify_member(bytes: &[u8]) {
    let hashers: Arc<dyn Hashers> = Arc::new(NoHashers);
    let member = MemberInfo { number: 0, path: EntryPath::new(*b"layer"), offset: 0 };
    let mut blob = BlobVerifier::new(&Options::default(), &hashers, member);
    for chunk in bytes.chunks(CHUNK) {
        blob.push(chunk);
    }
    assert!(blob.finish().is_some());
}

/// Hashers that hash nothing, so that only the rest is measured.
#[derive(Debug)]
struct NoHashers;

impl Hashers for NoHashers {
    fn hasher(&self, _algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
        Box::new(NoHasher)
    }
}

#[derive(Debug)]
struct NoHasher;

impl Hasher for NoHasher {
    fn update(&mut self, bytes: &[u8]) {
        black_box(bytes);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        vec![0; 32]
    }
}

fn archive() -> Vec<u8> {
    let mut archive = Vec::new();
    for number in 0..FILES {
        let mut header = tar::Header::new_ustar();
        let (folder, file) = (number / FOLDER, number % FOLDER);
        header.set_path(format!("usr/share/folder-{folder:04}/file-{file:03}.txt")).unwrap();
        header.set_mode(0o644);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(1_700_000_000);
        header.set_size(512);
        header.set_cksum();
        archive.extend_from_slice(header.as_bytes());
        archive.extend_from_slice(&[b'x'; 512]);
    }
    archive.extend_from_slice(&[0; 1024]);
    archive
}

/// An image manifest whose annotations are most of it.
fn manifest() -> String {
    let digest = format!("sha256:{:064}", 7);
    let annotations: Vec<String> = (0..20_000)
        .map(|number| {
            format!(r#""org.example.key-{number}": "words, \"quoted\", and a b\u00e9ta""#)
        })
        .collect();
    let annotations = annotations.join(",\n    ");
    format!(
        r#"{{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
  "config": {{"mediaType": "application/vnd.oci.image.config.v1+json", "digest": "{digest}", "size": 2}},
  "layers": [], "annotations": {{
    {annotations}
  }}}}"#
    )
}

/// Words in an order that does not repeat soon: it compresses about as programs do.
fn text() -> Vec<u8> {
    let words =
        ["layer", "digest", "entry", "of", "the", "archive", "0x7f", "size", "\n", "=", "1234"];
    let mut state = 1_u64;
    let mut text = Vec::new();
    while text.len() < 4 << 20 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let word = usize::try_from(state >> 33).unwrap() % words.len();
        text.extend_from_slice(words[word].as_bytes());
        text.push(b' ');
    }
    text
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::XzOptions::with_preset(1);
    let mut encoder = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
