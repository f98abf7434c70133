//! A tar archive as a list of members that can be written again.

use ocivet_tests::tar::{BLOCK, Field};

use super::header;

/// One header and what stands behind it.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) block: [u8; BLOCK],
    pub(super) data: Vec<u8>,
    /// Leave the checksum as it is.
    pub(super) keep_checksum: bool,
    /// No zeros behind the data.
    pub(super) unpadded: bool,
}

/// An archive.
#[derive(Clone, Debug, Default)]
pub(super) struct Archive {
    pub(super) members: Vec<Member>,
    /// What stands behind the last member.
    pub(super) rest: Vec<u8>,
}

/// Extension headers of one member, and the member.
pub(super) const EXTENSIONS: &[u8] = b"xgLKX";

impl Member {
    /// A member whose header has that block.
    pub(super) const fn new(block: &[u8; BLOCK], data: Vec<u8>) -> Self {
        Self { block: *block, data, keep_checksum: false, unpadded: false }
    }

    pub(super) fn typeflag(&self) -> u8 {
        self.block[Field::Typeflag.range().start]
    }

    pub(super) fn is_extension(&self) -> bool {
        EXTENSIONS.contains(&self.typeflag())
    }

    /// Holds contents that are nobody's extension.
    pub(super) fn is_file(&self) -> bool {
        !self.is_extension() && !self.data.is_empty()
    }

    pub(super) fn name(&self) -> &[u8] {
        header::text(&self.block, Field::Name)
    }

    /// Changes the contents, and what the header says of their length.
    pub(super) fn set_data(&mut self, data: Vec<u8>) {
        self.data = data;
        let length = i64::try_from(self.data.len()).unwrap_or(i64::MAX);
        header::number(&mut self.block, Field::Size, length);
    }
}

impl Archive {
    /// Reads what can be read; the rest stays as it is.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut archive = Self::default();
        let mut rest = bytes;
        while let Some((block, after)) = rest.split_first_chunk::<BLOCK>() {
            let Some(size) = header::size(block).filter(|_| block.iter().any(|byte| *byte != 0))
            else {
                break;
            };
            let Some(data) = after.get(..size) else { break };
            let padded = size.next_multiple_of(BLOCK).min(after.len());
            let mut member = Member::new(block, data.to_vec());
            member.keep_checksum = !header::has_right_checksum(block);
            member.unpadded = padded < size.next_multiple_of(BLOCK);
            archive.members.push(member);
            rest = &after[padded..];
        }
        archive.rest = rest.to_vec();
        archive
    }

    /// Writes it.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for member in &self.members {
            let mut block = member.block;
            if !member.keep_checksum {
                header::set_checksum(&mut block);
            }
            out.extend_from_slice(&block);
            out.extend_from_slice(&member.data);
            if !member.unpadded {
                out.resize(out.len().next_multiple_of(BLOCK), 0);
            }
        }
        out.extend_from_slice(&self.rest);
        out
    }
}
