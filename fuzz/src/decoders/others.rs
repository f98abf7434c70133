//! The other decoders and encoders.

use std::io::{Read, Write as _};

use bzip2_c::{Compression as Bzip2Level, read::MultiBzDecoder, write::BzEncoder};
use flate2::{Compression as GzipLevel, write::GzEncoder};
use liblzma::{
    read::XzDecoder,
    stream::{CONCATENATED, Check, Stream},
    write::XzEncoder,
};
use zstd_safe::{CParameter, DCtx, DParameter, InBuffer, OutBuffer, zstd_sys::ZSTD_EndDirective};

/// More than any stream may ask for by ocivet's own limits.
const MEMORY: u64 = 64 << 20;

/// A level for a stream, another one for another length.
fn level(data: &[u8], levels: u32) -> u32 {
    1 + u32::try_from(data.len()).unwrap_or(0) % levels
}

fn read_all(reader: impl Read, longest: usize) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let most = u64::try_from(longest).unwrap_or(u64::MAX).saturating_add(1);
    reader.take(most).read_to_end(&mut out).map_err(|error| error.to_string())?;
    Ok(out)
}

pub(super) fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), GzipLevel::new(level(data, 9)));
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn bunzip2(stream: &[u8], longest: usize) -> Result<Vec<u8>, String> {
    read_all(MultiBzDecoder::new(stream), longest)
}

pub(super) fn bzip2(data: &[u8]) -> Vec<u8> {
    let mut encoder = BzEncoder::new(Vec::new(), Bzip2Level::new(level(data, 9)));
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn unxz(stream: &[u8], longest: usize) -> Result<Vec<u8>, String> {
    let decoder = Stream::new_stream_decoder(MEMORY, CONCATENATED).unwrap();
    read_all(XzDecoder::new_stream(stream, decoder), longest)
}

pub(super) fn xz(data: &[u8]) -> Vec<u8> {
    let checks = [Check::None, Check::Crc32, Check::Crc64, Check::Sha256];
    let check = checks[data.len() % checks.len()];
    // Dictionaries of level 4 and above are larger than any of these streams needs, and slow to clear.
    let encoder = Stream::new_easy_encoder(level(data, 3) - 1, check).unwrap();
    let mut encoder = XzEncoder::new_stream(Vec::new(), encoder);
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn unzstd(stream: &[u8], longest: usize) -> Result<Vec<u8>, String> {
    let told = |code| zstd_safe::get_error_name(code).to_owned();
    let mut context = DCtx::create();
    context.set_parameter(DParameter::WindowLogMax(26)).map_err(told)?;
    let (mut out, mut piece) = (Vec::new(), vec![0; 1 << 17]);
    let mut input = InBuffer::around(stream);
    loop {
        let before = (input.pos, out.len());
        let mut output = OutBuffer::around(&mut piece[..]);
        // So much is wanted: nothing at the end of a frame.
        let wanted = context.decompress_stream(&mut output, &mut input).map_err(told)?;
        out.extend_from_slice(output.as_slice());
        let is_over = input.pos == stream.len();
        match wanted {
            0 if is_over => return Ok(out),
            _ if out.len() > longest => return Ok(out),
            _ if before == (input.pos, out.len()) => return Err("truncated".to_owned()),
            _ => {}
        }
    }
}

pub(super) fn zstd(data: &[u8]) -> Vec<u8> {
    let mut context = zstd_safe::CCtx::create();
    let level = i32::try_from(level(data, 12)).unwrap_or(1);
    context.set_parameter(CParameter::CompressionLevel(level)).unwrap();
    context.set_parameter(CParameter::ChecksumFlag(data.len().is_multiple_of(2))).unwrap();
    context.set_parameter(CParameter::ContentSizeFlag(data.len().is_multiple_of(3))).unwrap();
    let mut out = Vec::with_capacity(zstd_safe::compress_bound(data.len()));
    context.compress2(&mut out, data).unwrap();
    out
}

/// The same in blocks of a quarter of a kibibyte, with a window.
pub(super) fn zstd_in_blocks(data: &[u8]) -> Vec<u8> {
    let mut context = zstd_safe::CCtx::create();
    context.set_parameter(CParameter::WindowLog(16)).unwrap();
    let mut out = vec![0; 64 + data.len() + data.len() / 16];
    let mut output = OutBuffer::around(&mut out[..]);
    let mut pieces = data.chunks(256).peekable();
    while let Some(piece) = pieces.next() {
        let mode = match pieces.peek() {
            Some(_) => ZSTD_EndDirective::ZSTD_e_flush,
            None => ZSTD_EndDirective::ZSTD_e_end,
        };
        let mut input = InBuffer::around(piece);
        assert_eq!(context.compress_stream2(&mut output, &mut input, mode), Ok(0));
    }
    let length = output.pos();
    out.truncate(length);
    out
}
