//! The skippable frames of zstd:chunked, which are ordinary in layers.
//!
//! Source: containers/storage, docs/containers-storage-zstd-chunked.md and the writer beside it:
//! manifest and tar-split lie in a skippable frame each, and a last one holds a footer that says
//! where. The first version's footer had 40 bytes and another magic; stargz-snapshotter writes it
//! still.

use crate::model::{FramingAnomaly, FramingKind};

/// Bytes before the payload of a skippable frame.
const FRAME_HEADER: u64 = 8;

const MAGIC: [u8; 8] = *b"GNUlInUx";
const MAGIC_V1: [u8; 8] = *b"GnUlInUx";

/// The length of a skippable frame, header included, that may be a footer.
pub(super) const fn footer_length(payload: u32) -> Option<usize> {
    match payload {
        40 => Some(48),
        64 => Some(72),
        _ => None,
    }
}

/// Offset and length of the payloads that a footer names.
#[derive(Debug)]
pub(super) struct Footer {
    manifest: (u64, u64),
    tar_split: Option<(u64, u64)>,
}

impl Footer {
    /// Reads a skippable frame; none if it is no footer.
    pub(super) fn parse(frame: &[u8]) -> Option<Self> {
        let (words, _) = frame.as_chunks::<8>();
        match *words {
            [_, offset, length, _, _, MAGIC_V1] => {
                Some(Self { manifest: pair(offset, length), tar_split: None })
            }
            [_, offset, length, _, _, split_offset, split_length, _, MAGIC] => Some(Self {
                manifest: pair(offset, length),
                tar_split: Some(pair(split_offset, split_length)),
            }),
            _ => None,
        }
    }

    /// The anomaly is one of the frames that this footer names.
    pub(super) fn names(&self, anomaly: &FramingAnomaly) -> bool {
        let FramingKind::SkippableFrame { bytes } = anomaly.kind else { return false };
        let payload = (anomaly.offset.saturating_add(FRAME_HEADER), bytes);
        payload == self.manifest || Some(payload) == self.tar_split
    }
}

fn pair(offset: [u8; 8], length: [u8; 8]) -> (u64, u64) {
    (u64::from_le_bytes(offset), u64::from_le_bytes(length))
}
