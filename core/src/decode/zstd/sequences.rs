//! zstd: how far back sequences reach.
//!
//! Source: RFC 8878, 3.1.1.3.2 (sequences section), 3.1.1.5 (offsets are no more than the window) and 4.1.1 (tables).
//!
//! libzstd keeps somewhat more than the window, and accepts what lies there. How much that is depends on its buffers, so a
//! block that asks for it is not for libzstd to decide.

use ruzstd::fse::FSETable;

use super::bits::Bits;
use super::distribution::Distribution;
use super::section::{Sections, SequencesSection};

/// Extra bits of the codes of literal lengths. Source: RFC 8878, table 16.
const LITERALS_EXTRA: [u8; 36] = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11,
    12, 13, 14, 15, 16,
];
/// Extra bits of the codes of match lengths. Source: RFC 8878, table 17.
const MATCHES_EXTRA: [u8; 53] = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
];
/// Distributions where a block gives none. Source: RFC 8878, 3.1.1.3.2.2.
const LITERALS: [i32; 36] = [
    4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1,
    -1, -1, -1, -1,
];
const OFFSETS: [i32; 29] =
    [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1];
const MATCHES: [i32; 53] = [
    1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
];
/// The highest code of offsets that a decoder has to know.
const OFFSET_MAX: u8 = 31;
/// Values below are repeated offsets, and those above are by so much more than the offset.
const REPEATS: u64 = 3;

/// The codes by which the last block's sequences were read, which the next may repeat.
pub(super) struct Sequences {
    literals: Codes,
    offsets: Codes,
    matches: Codes,
}

/// One of the three tables.
struct Codes {
    given: Given,
    /// Built from what is given, once it is wanted.
    table: FSETable,
    is_built: bool,
    highest: u8,
    /// What the description of a table may have.
    code_max: u8,
    log_max: u8,
    /// What is used where a block gives no table, and its size as a power of two.
    predefined: (&'static [i32], u8),
}

/// What a block gives.
enum Given {
    Predefined,
    /// The one code of all sequences.
    Run(u8),
    Description(Vec<u8>),
}

/// A place in a table.
struct State<'a> {
    codes: &'a Codes,
    place: usize,
}

impl Sequences {
    pub(super) fn new() -> Self {
        Self {
            literals: Codes::new(35, 9, (&LITERALS, 6)),
            offsets: Codes::new(OFFSET_MAX, 8, (&OFFSETS, 5)),
            matches: Codes::new(52, 9, (&MATCHES, 6)),
        }
    }

    /// Takes what a block says of its tables: to be called for each block of a frame in turn. None where that cannot be read.
    ///
    /// Gives what is needed for [`Sequences::reaches_within`].
    pub(super) fn update<'b>(&mut self, block: &Sections<'b>) -> Option<SequencesSection<'b>> {
        let mut section = block.sequences().unwrap_or_default();
        if section.count > 0 {
            let mut next = |codes: &mut Codes, shift| {
                let used = codes.update((section.modes >> shift) & 3, section.content)?;
                section.content = section.content.get(used..)?;
                Some(())
            };
            next(&mut self.literals, 6_u8)?;
            next(&mut self.offsets, 4)?;
            next(&mut self.matches, 2)?;
        }
        Some(section)
    }

    /// No offset of the section is greater than the window: repeated ones are of blocks before, where that was so too.
    /// None where the sequences cannot be read.
    pub(super) fn reaches_within(
        &mut self,
        section: &SequencesSection<'_>,
        window: u64,
    ) -> Option<bool> {
        if section.count == 0 || self.offsets.bound() <= window {
            return Some(true);
        }
        for codes in [&mut self.literals, &mut self.offsets, &mut self.matches] {
            codes.build()?;
        }
        Some(self.reach(section)? <= window)
    }

    /// The greatest offset of a section, without the repeated ones.
    fn reach(&self, section: &SequencesSection<'_>) -> Option<u64> {
        let mut bits = Bits::new(section.content)?;
        let mut literals = State::start(&self.literals, &mut bits)?;
        let mut offsets = State::start(&self.offsets, &mut bits)?;
        let mut matches = State::start(&self.matches, &mut bits)?;
        let mut reach = 0;
        for left in (0..section.count).rev() {
            let code = offsets.code()?;
            let value = 1_u64.checked_shl(code.into())?.checked_add(bits.take(code)?)?;
            reach = value.saturating_sub(REPEATS).max(reach);
            bits.skip(*MATCHES_EXTRA.get(usize::from(matches.code()?))?)?;
            bits.skip(*LITERALS_EXTRA.get(usize::from(literals.code()?))?)?;
            if left > 0 {
                literals.advance(&mut bits)?;
                matches.advance(&mut bits)?;
                offsets.advance(&mut bits)?;
            }
        }
        Some(reach)
    }
}

impl Codes {
    fn new(code_max: u8, log_max: u8, predefined: (&'static [i32], u8)) -> Self {
        Self {
            given: Given::Predefined,
            table: FSETable::new(code_max),
            is_built: false,
            highest: code_max,
            code_max,
            log_max,
            predefined,
        }
    }

    /// Takes what a block gives, and says how many bytes of `content` that has.
    fn update(&mut self, mode: u8, content: &[u8]) -> Option<usize> {
        let length = match mode {
            0 => {
                self.given = Given::Predefined;
                self.highest = u8::try_from(self.predefined.0.len()).ok()?.checked_sub(1)?;
                0
            }
            1 => {
                self.highest = *content.first()?;
                self.given = Given::Run(self.highest);
                1
            }
            2 => {
                let Distribution { length, highest } =
                    Distribution::read(content, self.log_max, self.code_max)?;
                self.highest = highest;
                self.given = Given::Description(content.get(..length)?.to_vec());
                length
            }
            // The last one holds on.
            _ => return Some(0),
        };
        self.is_built = false;
        Some(length)
    }

    fn build(&mut self) -> Option<()> {
        if self.is_built {
            return Some(());
        }
        let built = match &self.given {
            Given::Predefined => {
                let (distribution, log) = self.predefined;
                self.table.build_from_probabilities(log, distribution)
            }
            Given::Run(_) => Ok(()),
            Given::Description(bytes) => self.table.build_decoder(bytes, self.log_max).map(|_| ()),
        };
        self.is_built = built.is_ok();
        built.ok()
    }

    const fn run(&self) -> Option<u8> {
        match self.given {
            Given::Run(code) => Some(code),
            _ => None,
        }
    }

    /// No offset of these codes is greater.
    fn bound(&self) -> u64 {
        let above = u32::from(self.highest).saturating_add(1);
        1_u64.checked_shl(above).map_or(u64::MAX, |value| value.saturating_sub(1 + REPEATS))
    }
}

impl<'a> State<'a> {
    fn start(codes: &'a Codes, bits: &mut Bits<'_>) -> Option<Self> {
        let place = if codes.run().is_some() { 0 } else { bits.take(codes.table.accuracy_log)? };
        Some(Self { codes, place: usize::try_from(place).ok()? })
    }

    fn code(&self) -> Option<u8> {
        self.codes
            .run()
            .or_else(|| self.codes.table.decode.get(self.place).map(|entry| entry.symbol))
    }

    fn advance(&mut self, bits: &mut Bits<'_>) -> Option<()> {
        if self.codes.run().is_none() {
            let entry = self.codes.table.decode.get(self.place)?;
            let next = u64::from(entry.base_line).checked_add(bits.take(entry.num_bits)?)?;
            self.place = usize::try_from(next).ok()?;
        }
        Some(())
    }
}
