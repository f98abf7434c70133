//! The header of one xz block.
//!
//! Source: The .xz File Format 1.2.1, sections 3.1 and 5.3.

use lzma_rust2::{FilterConfig, FilterType};

use super::super::facts::Facts;
use super::index::{Integer, integer};
use crate::model::FramingKind;

/// Bits of the block flags without a meaning.
const RESERVED: u8 = 0x3c;
/// Block flag: the compressed size is given.
const COMPRESSED_SIZE: u8 = 1 << 6;
/// Block flag: the uncompressed size is given.
const UNCOMPRESSED_SIZE: u8 = 1 << 7;
/// Filter ID of LZMA2.
const LZMA2: u64 = 0x21;

/// What a block header says.
#[derive(Debug)]
pub(super) struct BlockHeader {
    pub(super) compressed_size: Option<u64>,
    pub(super) uncompressed_size: Option<u64>,
    /// What runs after LZMA2; at most one filter.
    pub(super) filter: Option<FilterConfig>,
    /// Size of the LZMA2 dictionary in bytes.
    pub(super) dictionary: u64,
}

type Parsed<T> = Result<T, &'static str>;

impl BlockHeader {
    /// Reads a whole header, from its size byte to its checksum.
    pub(super) fn parse(bytes: &[u8], offset: u64, facts: &mut Facts) -> Parsed<Self> {
        let (covered, checksum) = bytes.split_last_chunk::<4>().ok_or(SHORT)?;
        if crc32fast::hash(covered) != u32::from_le_bytes(*checksum) {
            facts.note(offset, FramingKind::HeaderChecksum);
        }
        let &[_, flags, ref fields @ ..] = covered else { return Err(SHORT) };
        let mut fields = Fields(fields);
        let compressed_size = fields.optional(flags & COMPRESSED_SIZE != 0)?;
        let uncompressed_size = fields.optional(flags & UNCOMPRESSED_SIZE != 0)?;
        let mut filter = None;
        for number in 0..flags & 3 {
            let config = fields.filter()?;
            if number > 0 {
                return Err("more than one filter before LZMA2 is not supported");
            }
            filter = Some(config);
        }
        let dictionary = fields.lzma2()?;
        if flags & RESERVED != 0 || fields.0.iter().any(|byte| *byte != 0) {
            facts.note(offset, FramingKind::ReservedBits);
        }
        Ok(Self { compressed_size, uncompressed_size, filter, dictionary })
    }
}

const SHORT: &str = "block header is too short for its fields";

/// The fields that are not read yet.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn integer(&mut self) -> Parsed<u64> {
        match integer(self.0) {
            Integer::Value(value, length) => {
                self.0 = self.0.get(length..).ok_or(SHORT)?;
                Ok(value)
            }
            Integer::Short => Err(SHORT),
            Integer::Invalid => Err("block header has an invalid integer"),
        }
    }

    fn optional(&mut self, present: bool) -> Parsed<Option<u64>> {
        present.then(|| self.integer()).transpose()
    }

    /// Filter ID and properties.
    fn flags(&mut self) -> Parsed<(u64, &[u8])> {
        let id = self.integer()?;
        let size = usize::try_from(self.integer()?).map_err(|_| SHORT)?;
        let (properties, rest) = self.0.split_at_checked(size).ok_or(SHORT)?;
        self.0 = rest;
        Ok((id, properties))
    }

    fn filter(&mut self) -> Parsed<FilterConfig> {
        let (id, properties) = self.flags()?;
        let filter_type = FilterType::try_from(id).map_err(|()| "unknown filter")?;
        let property = match (filter_type, properties) {
            (FilterType::Lzma2, _) => return Err("LZMA2 is not the last filter"),
            (FilterType::Delta, [distance]) => u32::from(*distance).saturating_add(1),
            (FilterType::Delta, _) => return Err("delta filter has wrong properties"),
            (_, []) => 0,
            (filter, properties) => {
                let start = <[u8; 4]>::try_from(properties).map_err(|_| BCJ)?;
                let start = u32::from_le_bytes(start);
                if !start.is_multiple_of(alignment(filter)) {
                    return Err(BCJ);
                }
                start
            }
        };
        Ok(FilterConfig { filter_type, property })
    }

    /// The last filter: the size of its dictionary.
    fn lzma2(&mut self) -> Parsed<u64> {
        match self.flags()? {
            (LZMA2, [40]) => Ok(u64::from(u32::MAX)),
            (LZMA2, [bits @ 0..40]) => {
                let mantissa = u64::from(2 | (bits & 1));
                let shift = u32::from(bits / 2).saturating_add(11);
                mantissa.checked_shl(shift).ok_or("invalid LZMA2 dictionary size")
            }
            (LZMA2, _) => Err("invalid LZMA2 dictionary size"),
            _ => Err("the last filter is not LZMA2"),
        }
    }
}

const BCJ: &str = "BCJ filter has a wrong start offset";

/// Unit in which a BCJ filter's start offset counts.
const fn alignment(filter: FilterType) -> u32 {
    match filter {
        FilterType::BcjIa64 => 16,
        FilterType::BcjPpc | FilterType::BcjArm | FilterType::BcjSparc | FilterType::BcjArm64 => 4,
        FilterType::BcjArmThumb | FilterType::BcjRiscv => 2,
        FilterType::BcjX86 | FilterType::Delta | FilterType::Lzma2 => 1,
    }
}
