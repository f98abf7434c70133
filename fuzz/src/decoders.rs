//! Decompression.

mod archive;
mod gunzip;
mod native;
mod others;

use ocivet_core::{Compression, Digest, Format, Options, Severity};
use ocivet_tests::{
    drive::{Cut, verify},
    recipe::Input,
};

use crate::case::{assert_same, seed, sha256};

/// Streams that become more than this are not compared.
const LONGEST: usize = 4 << 20;

/// What ocivet accepts as gzip, the crate `miniz_oxide` accepts, with the same contents; so what it refuses ocivet
/// denies. What `flate2` writes, ocivet accepts.
///
/// The same for the other formats, by the C libraries: each accepts what ocivet accepts, with the same contents, and
/// ocivet accepts what it writes. That ocivet accepts all that the library does is not asked: libzstd accepts some
/// damaged Huffman streams, and the limits are ocivet's own.
pub fn gzip(data: &[u8]) {
    agree(Compression::Gzip, data, gunzip::gunzip);
    accepts(Compression::Gzip, data, &others::gzip(data));
}

/// See [`gzip`]. And of what the core's own use of libzstd is sure, the reference says the same; it is sure of what
/// libzstd writes.
pub fn zstd(data: &[u8]) {
    agree(Compression::Zstd, data, others::unzstd);
    let written = others::zstd(data);
    let is_plain = accepts(Compression::Zstd, data, &written);
    let options = options();
    assert!(native::is_sure(&written, &options) || !is_plain, "in doubt of a sound stream");
    native::is_sure(data, &options);
    native::is_sure(&native::with_window(data.to_vec(), seed(data)), &options);
    // Blocks that fit windows which their offsets do not.
    native::is_sure(&native::with_window(others::zstd_in_blocks(data), seed(data)), &options);
}

/// See [`gzip`].
pub fn xz(data: &[u8]) {
    agree(Compression::Xz, data, others::unxz);
    accepts(Compression::Xz, data, &others::xz(data));
}

/// See [`gzip`].
pub fn bzip2(data: &[u8]) {
    agree(Compression::Bzip2, data, others::bunzip2);
    accepts(Compression::Bzip2, data, &others::bzip2(data));
}

/// What ocivet made of a stream.
#[derive(Debug, Eq, PartialEq)]
struct Read {
    /// SHA-256 of the contents.
    digest: Option<Digest>,
    /// The rules about compression that speak against it.
    told: Vec<&'static str>,
    /// One of them denies.
    denied: bool,
}

fn options() -> Options {
    let longest = LONGEST;
    let options = format!(
        r#"{{"limits":{{"expanded-size":{longest},"xz-dictionary":16777216,"zstd-window":16777216}}}}"#
    );
    Options::from_json(&options).unwrap()
}

fn read(format: Compression, stream: &[u8]) -> Option<Read> {
    let archive = Input::File(archive::around(stream));
    let options = options();
    let report = verify(&archive, &options, Cut::Whole);
    let step = 1 + usize::try_from(seed(stream) % 600).unwrap();
    let other = verify(&archive, &options, Cut::Every(step));
    assert_same(&report.render(Format::Json), &other.render(Format::Json), "split");
    let layer = report.images.first()?.layers.first()?;
    if layer.compression != Some(format) {
        return None;
    }
    let about = report.findings.iter().filter(|finding| {
        matches!(finding.rule.group(), "compress" | "limit") && finding.severity >= Severity::Warn
    });
    let denied = about.clone().any(|finding| finding.severity == Severity::Deny);
    let told = about.map(|finding| finding.rule.as_str()).collect();
    Some(Read { digest: layer.diff_id, told, denied })
}

/// What is accepted is what the other accepts.
fn agree(format: Compression, stream: &[u8], other: fn(&[u8], usize) -> Result<Vec<u8>, String>) {
    let Some(read) = read(format, stream) else { return };
    if read.denied {
        return;
    }
    // Bytes behind the last member, all of them zero, are told of; most decoders skip them, some refuse them.
    let padded = read.told.contains(&"compress/trailing-data");
    match other(stream, LONGEST) {
        Ok(contents) => {
            let digest = Some(sha256(&contents));
            assert_eq!(read.digest, digest, "the other has {} bytes: {read:?}", contents.len());
        }
        Err(error) => assert!(padded, "{error}, but {read:?}"),
    }
}

/// What the other writes is accepted, and has the contents that went in. Says whether nothing at all is told of it.
fn accepts(format: Compression, contents: &[u8], stream: &[u8]) -> bool {
    let read = read(format, stream).unwrap();
    // Contents that are compressed themselves are told of.
    let told: Vec<_> = read.told.iter().filter(|rule| **rule != "compress/nested").collect();
    assert!(told.is_empty(), "{told:?} in a sound stream");
    assert_eq!(read.digest, Some(sha256(contents)));
    read.told.is_empty()
}
