//! However a stream is cut, whole or broken, the same comes out.

use proptest::collection::vec;
use proptest::{prelude::*, sample::Index};

use super::{TEXT, bzip2_text, decode, decode_in, gzip, gzip_with, mixture, skippable, xz, zstd};
use crate::model::Limits;

/// Sound streams of every codec.
fn streams() -> Vec<Vec<u8>> {
    let bytes = mixture(150_000);
    let fields = b"\x03\0abc../name\0comment\0\x12\x34";
    vec![
        gzip(&bytes),
        [gzip_with(0x1e, fields, TEXT), gzip(b""), gzip(&bytes[..70_000])].concat(),
        zstd(&bytes),
        [zstd(TEXT), skippable(&bytes[..300]), zstd(&bytes[..140_000])].concat(),
        [xz::crc64(), vec![0; 4], xz::sizes()].concat(),
        xz::blocks(),
        xz::sha256(),
        bzip2_text(),
        bzip2_text().repeat(3),
        bytes,
    ]
}

/// One change of a stream.
#[derive(Clone, Debug)]
enum Change {
    Flip(Index, u8),
    Drop(Index),
    Cut(Index),
    Append(Vec<u8>),
}

impl Change {
    fn apply(&self, stream: &mut Vec<u8>) {
        match self {
            _ if stream.is_empty() => {}
            Self::Flip(place, bit) => {
                let place = place.index(stream.len());
                stream[place] ^= 1 << bit;
            }
            Self::Drop(place) => drop(stream.remove(place.index(stream.len()))),
            Self::Cut(place) => stream.truncate(place.index(stream.len())),
            Self::Append(bytes) => stream.extend_from_slice(bytes),
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (any::<Index>(), 0_u8..8).prop_map(|(place, bit)| Change::Flip(place, bit)),
        1 => any::<Index>().prop_map(Change::Drop),
        1 => any::<Index>().prop_map(Change::Cut),
        1 => vec(prop_oneof![Just(0_u8), any::<u8>()], 0..20).prop_map(Change::Append),
    ]
}

/// Lengths of chunks: bytes, some, or many.
fn lengths() -> impl Strategy<Value = Vec<usize>> {
    prop_oneof![vec(0_usize..4, 0..300), vec(0_usize..500, 0..300), vec(0_usize..40_000, 0..20)]
}

fn assert_same(stream: &[u8], lengths: Vec<usize>) {
    let limits = Limits::default();
    let whole = decode(stream);
    let cut = decode_in(stream, lengths, &limits);
    assert_eq!(whole.anomalies, cut.anomalies);
    assert!(whole == cut, "{} and {} bytes", whole.bytes.len(), cut.bytes.len());
}

#[test]
fn byte_by_byte_is_the_same() {
    for stream in streams() {
        let whole = decode(&stream);
        let cut = decode_in(&stream, core::iter::repeat(1), &Limits::default());
        assert_eq!(whole.anomalies, cut.anomalies);
        assert!(whole == cut);
    }
}

proptest! {
    #[test]
    fn any_cut_of_a_sound_or_broken_stream_is_the_same(
        number in any::<Index>(),
        changes in vec(change(), 0..3),
        lengths in lengths(),
    ) {
        let mut stream = number.get(&streams()).clone();
        for change in &changes {
            change.apply(&mut stream);
        }
        assert_same(&stream, lengths);
    }

    #[test]
    fn noise_behind_any_magic_is_data(
        magic in prop::sample::select(vec![
            &[0x1f, 0x8b, 8][..],
            &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0],
            &[0x28, 0xb5, 0x2f, 0xfd],
            &[0x28, 0xb5, 0x2f, 0xfd, 0, 0x38],
            &[0x55, 0x2a, 0x4d, 0x18],
            b"\xfd7zXZ\0",
            b"\xfd7zXZ\0\0\0\xff\x12\xd9\x41\x02\0\x21\x01\x16\0\0\0\x74\x2f\xe5\xa3",
            b"BZh91AY&SY",
        ]),
        noise in vec(any::<u8>(), 0..2000),
        lengths in lengths(),
    ) {
        assert_same(&[magic, &noise].concat(), lengths);
    }
}
