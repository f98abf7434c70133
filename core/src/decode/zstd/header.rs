//! The header of one zstd frame.
//!
//! Source: RFC 8878, section 3.1.1.1.

use super::super::facts::Facts;
use crate::model::FramingKind;

/// Descriptor bit: a checksum follows the last block.
const CHECKSUM: u8 = 1 << 2;
/// Descriptor bit without a meaning. libzstd refuses it.
const RESERVED: u8 = 1 << 3;
/// Descriptor bit: no window descriptor; the window is the content.
const SINGLE_SEGMENT: u8 = 1 << 5;

/// A frame header.
#[derive(Debug)]
pub(super) struct FrameHeader {
    /// The header without the bits that are looked at here: the block decoder is to expect no
    /// checksum, which it would want together with the last block.
    pub(super) plain: Vec<u8>,
    descriptor: u8,
    pub(super) reserved: bool,
    /// 0 for none.
    pub(super) dictionary: u64,
    pub(super) window: u64,
    content_size: Option<u64>,
}

/// What is checked at the end of a frame.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// Where the frame starts.
    start: u64,
    content_size: Option<u64>,
    /// A checksum follows the last block.
    pub(super) checksum: bool,
    /// Bytes that came out.
    pub(super) seen: u64,
}

impl Frame {
    /// Compares what came out with what the header says.
    pub(super) fn check_length(&self, facts: &mut Facts) {
        let seen = self.seen;
        if let Some(stated) = self.content_size.filter(|stated| *stated != seen) {
            facts.note(self.start, FramingKind::Length { stated, seen });
        }
    }
}

impl FrameHeader {
    /// Bytes that say how long the header is: magic and descriptor.
    pub(super) const LEAST: usize = 5;

    /// Length of the header that starts with `head`, the magic included.
    pub(super) fn length(head: &[u8]) -> usize {
        let &[_, _, _, _, descriptor] = head else { return Self::LEAST };
        let window = usize::from(descriptor & SINGLE_SEGMENT == 0);
        [dictionary_length(descriptor), content_size_length(descriptor)]
            .into_iter()
            .fold(Self::LEAST.saturating_add(window), usize::saturating_add)
    }

    /// Takes a header of that length apart; none when it is cut short.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_at_checked(Self::LEAST)?;
        let descriptor = *head.last()?;
        let single = descriptor & SINGLE_SEGMENT != 0;
        let (window, rest) = rest.split_at_checked(usize::from(!single))?;
        let (dictionary, rest) = rest.split_at_checked(dictionary_length(descriptor))?;
        let size = rest.get(..content_size_length(descriptor))?;
        let content_size = match size.len() {
            0 => None,
            // Two bytes start counting where one byte ends.
            2 => Some(little_endian(size).saturating_add(256)),
            _ => Some(little_endian(size)),
        };
        let mut plain = bytes.to_vec();
        if let Some(descriptor) = plain.get_mut(4) {
            *descriptor &= !(CHECKSUM | RESERVED);
        }
        Some(Self {
            plain,
            descriptor,
            reserved: descriptor & RESERVED != 0,
            dictionary: little_endian(dictionary),
            window: window.first().map_or(content_size.unwrap_or(0), |byte| window_size(*byte)),
            content_size,
        })
    }

    /// A checksum follows the last block.
    pub(super) const fn has_checksum(&self) -> bool {
        self.descriptor & CHECKSUM != 0
    }

    /// What is to be checked at the end of the frame that starts at `start`.
    pub(super) const fn frame(&self, start: u64) -> Frame {
        let checksum = self.has_checksum();
        Frame { start, content_size: self.content_size, checksum, seen: 0 }
    }
}

const fn dictionary_length(descriptor: u8) -> usize {
    match descriptor & 3 {
        0 => 0,
        1 => 1,
        2 => 2,
        _ => 4,
    }
}

const fn content_size_length(descriptor: u8) -> usize {
    match descriptor >> 6 {
        0 if descriptor & SINGLE_SEGMENT == 0 => 0,
        0 => 1,
        1 => 2,
        2 => 4,
        _ => 8,
    }
}

/// Source: RFC 8878, section 3.1.1.1.2.
fn window_size(descriptor: u8) -> u64 {
    let base = 1_u64.checked_shl(u32::from(descriptor >> 3).saturating_add(10)).unwrap_or(u64::MAX);
    base.saturating_add((base / 8).saturating_mul(u64::from(descriptor & 7)))
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, byte| (value << 8) | u64::from(*byte))
}
