//! zstd: the description of a table of codes.
//!
//! Source: RFC 8878, 4.1.1 (FSE table description).

/// What is known of a table before it is built.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Distribution {
    /// Bytes of the description.
    pub(super) length: usize,
    /// The highest code that occurs.
    pub(super) highest: u8,
}

/// Bits that are read from the first to the last.
struct Bits<'a> {
    bytes: &'a [u8],
    place: usize,
}

impl Distribution {
    /// Reads the description that `bytes` starts with, of a table whose size is at most `log_max` as a power of two, and of
    /// codes up to `code_max`. None where it is wrong.
    pub(super) fn read(bytes: &[u8], log_max: u8, code_max: u8) -> Option<Self> {
        let mut bits = Bits { bytes, place: 0 };
        let log = bits.take(4)?.checked_add(5).filter(|log| *log <= log_max.into())?;
        let mut left = 1_u32.checked_shl(log)?;
        let mut code = 0_u8;
        let mut highest = 0;
        while left > 0 {
            if code > code_max {
                return None;
            }
            // From -1, which counts as 1, to all that is left.
            let probability = bits.up_to(left.checked_add(1)?)?.checked_sub(1);
            match probability {
                Some(0) => {
                    let mut zeros = 3;
                    while zeros == 3 {
                        zeros = bits.take(2)?;
                        code = code.checked_add(u8::try_from(zeros).ok()?)?;
                    }
                }
                seldom_or_more => {
                    highest = code;
                    left = left.checked_sub(seldom_or_more.unwrap_or(1))?;
                }
            }
            code = code.checked_add(1)?;
        }
        Some(Self { length: bits.place.div_ceil(8), highest })
    }
}

impl Bits<'_> {
    /// The next bits, 16 at most.
    fn take(&mut self, count: u32) -> Option<u32> {
        let value = self.peek()? & 1_u32.checked_shl(count)?.checked_sub(1)?;
        self.skip(count)?;
        Some(value)
    }

    /// A value up to `most`: low ones have one bit less.
    fn up_to(&mut self, most: u32) -> Option<u32> {
        let count = most.checked_ilog2()?.checked_add(1)?;
        let half = 1_u32.checked_shl(count.checked_sub(1)?)?;
        let spare = half.checked_mul(2)?.checked_sub(1)?.checked_sub(most)?;
        let value = self.peek()?;
        let low = value & half.checked_sub(1)?;
        self.skip(count)?;
        if low < spare {
            self.place = self.place.checked_sub(1)?;
            return Some(low);
        }
        if value & half == 0 { Some(low) } else { low.checked_add(half)?.checked_sub(spare) }
    }

    /// 16 bits or more; zeros behind the end.
    fn peek(&self) -> Option<u32> {
        let rest = self.bytes.get(self.place.checked_div(8)?..)?;
        let byte = |at: usize| rest.get(at).copied().unwrap_or(0);
        let word = u32::from_le_bytes([byte(0), byte(1), byte(2), 0]);
        Some(word >> (self.place % 8))
    }

    /// None where there are fewer.
    fn skip(&mut self, count: u32) -> Option<()> {
        self.place = self.place.checked_add(usize::try_from(count).ok()?)?;
        (self.place <= self.bytes.len().saturating_mul(8)).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::Distribution;
    use proptest::prelude::*;
    use ruzstd::fse::FSETable;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        /// It is what `ruzstd` reads.
        #[test]
        fn descriptions_are_read_as_by_another_reader(
            bytes in prop::collection::vec(prop_oneof![Just(0_u8), Just(0xff), any::<u8>()], 0..24),
            which in 0_usize..3,
        ) {
            let (code_max, log_max) = [(35, 9), (31, 8), (52, 9)][which];
            let mut table = FSETable::new(code_max);
            let length = table.build_decoder(&bytes, log_max).ok();
            let highest = || table.decode.iter().map(|entry| entry.symbol).max().unwrap();
            let expected = length.map(|length| Distribution { length, highest: highest() });
            prop_assert_eq!(Distribution::read(&bytes, log_max, code_max), expected);
        }
    }
}
