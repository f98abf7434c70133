//! Inputs from inputs: changed so that what is changed still gets past the first checks.
//!
//! An archive is changed as one: its members, their headers and extension headers, what they hold, archives and JSON
//! in them. Checksums of headers, lengths of records and, where an image's blobs were changed, digests, sizes and
//! names are made right again: not always, for what is wrong there must be found too.
//!
//! The same input and seed give the same result.

mod archive;
mod bytes;
mod header;
mod image;
mod json;
mod members;
mod options;
mod pax;
mod stream;
mod tokens;

use ocivet_tests::drive::Numbers;

use self::archive::Archive;
use crate::{Kind, MARK, case};

/// Changes an input of that kind. The result has at most `most` bytes.
pub fn mutate(kind: Kind, data: &[u8], seed: u64, most: usize) -> Vec<u8> {
    let mut numbers = Numbers::new(seed);
    let mut out = match kind {
        Kind::Archive => case(data, &mut numbers),
        Kind::Compressed => stream::mutate(data, &mut numbers),
        Kind::Json => json::mutate_text(data, &mut numbers),
        Kind::Text => text(data, &mut numbers),
    };
    if out.len() > most {
        out = data.to_vec();
        bytes::mutate(&mut out, &mut numbers);
    }
    out.truncate(most);
    out
}

/// An archive and its options.
fn case(data: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let (input, given) = case::split(data);
    let mut input = input.to_vec();
    let mut given = given.to_vec();
    if numbers.below(8) == 0 {
        options::mutate(&mut given, numbers);
    } else {
        input = whole(&input, numbers);
    }
    if !given.is_empty() {
        input.extend_from_slice(MARK);
        input.extend_from_slice(&given);
    }
    input
}

/// An archive, perhaps compressed.
fn whole(input: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let Some((format, plain)) = stream::open(input) else { return tar(input, numbers) };
    if numbers.below(4) == 0 {
        return stream::mutate(input, numbers);
    }
    format.close(&tar(&plain, numbers))
}

fn tar(input: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    if numbers.below(12) == 0 {
        let mut out = input.to_vec();
        bytes::mutate(&mut out, numbers);
        return out;
    }
    let mut archive = Archive::read(input);
    if archive.members.is_empty() {
        let mut out = input.to_vec();
        bytes::mutate(&mut out, numbers);
        return out;
    }
    let before = image::Digests::of(&archive);
    for _ in 0..=numbers.below(3) {
        members::mutate(&mut archive, numbers, 2);
    }
    if numbers.below(8) != 0 {
        before.repair(&mut archive);
    }
    archive.write()
}

fn text(data: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let (text, given) = case::split(data);
    let mut text = text.to_vec();
    let mut given = given.to_vec();
    if !given.is_empty() && numbers.below(6) == 0 {
        options::mutate(&mut given, numbers);
    } else {
        for _ in 0..=numbers.below(3) {
            bytes::mutate_text(&mut text, numbers, tokens::TEXT);
        }
    }
    if !given.is_empty() {
        text.extend_from_slice(MARK);
        text.extend_from_slice(&given);
    }
    text
}
