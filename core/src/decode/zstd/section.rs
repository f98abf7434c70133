//! zstd: the two sections of a compressed block.
//!
//! Source: RFC 8878, 3.1.1.3.1.1 (header of the literals section) and 3.1.1.3.2.1 (header of the sequences section).

/// Literals, and the section of sequences behind them.
pub(super) struct Sections<'a> {
    pub(super) kind: Kind,
    /// So many literals there are.
    pub(super) literals: usize,
    /// They stand in four streams.
    pub(super) four: bool,
    /// What the literals section has behind its header.
    pub(super) content: &'a [u8],
    sequences: &'a [u8],
}

/// A section of sequences; by default without any.
#[derive(Default)]
#[cfg_attr(
    not(feature = "zstd-c"),
    expect(dead_code, reason = "the reference reads sequences itself")
)]
pub(super) struct SequencesSection<'a> {
    /// So many there are.
    pub(super) count: u32,
    /// How the three tables of codes are given, two bits each, and two that are reserved.
    pub(super) modes: u8,
    /// What the section has behind its header.
    pub(super) content: &'a [u8],
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Raw,
    Run,
    /// Huffman streams behind their tree.
    Tree,
    /// Huffman streams by the tree of a block before.
    Treeless,
}

impl<'a> Sections<'a> {
    /// None where the block ends within the literals.
    pub(super) fn parse(block: &'a [u8]) -> Option<Self> {
        let &first = block.first()?;
        let format = (first >> 2) & 3;
        let kind = match first & 3 {
            0 => Kind::Raw,
            1 => Kind::Run,
            2 => Kind::Tree,
            _ => Kind::Treeless,
        };
        let is_coded = matches!(kind, Kind::Tree | Kind::Treeless);
        // Bytes of the header, the bits where its two sizes begin, and what each may have.
        let (length, literals_at, content_at, mask) = match (is_coded, format) {
            (false, 0 | 2) => (1, 3, 0, 0x1f),
            (false, 1) => (2, 4, 0, 0xfff),
            (false, _) => (3, 4, 0, 0xf_ffff),
            (true, 0 | 1) => (3, 4, 14, 0x3ff),
            (true, 2) => (4, 4, 18, 0x3fff),
            (true, _) => (5, 4, 22, 0x3_ffff),
        };
        let (header, rest) = block.split_at_checked(length)?;
        let header = header.iter().rev().fold(0_u64, |word, &byte| (word << 8) | u64::from(byte));
        let size = |word: u64| usize::try_from(word & mask).ok();
        let literals = size(header >> literals_at)?;
        let content = match kind {
            Kind::Raw => literals,
            Kind::Run => 1,
            Kind::Tree | Kind::Treeless => size(header >> content_at)?,
        };
        let (content, sequences) = rest.split_at_checked(content)?;
        Some(Self { kind, literals, four: is_coded && format > 0, content, sequences })
    }

    /// The header of the sequences has a bit that must be zero, and that `ruzstd` does not look at.
    pub(super) fn has_reserved_bits(&self) -> bool {
        self.sequences().is_some_and(|sequences| sequences.modes & 3 != 0)
    }

    /// The section of sequences; none where the block ends within its header, or has none.
    pub(super) fn sequences(&self) -> Option<SequencesSection<'a>> {
        let (count, modes, content) = match *self.sequences {
            [count @ 1..=127, modes, ref content @ ..] => (count.into(), modes, content),
            [high @ 128..=254, low, modes, ref content @ ..] => {
                (u32::from_be_bytes([0, 0, high & 0x7f, low]), modes, content)
            }
            [255, low, high, modes, ref content @ ..] => {
                let above = u32::from_le_bytes([low, high, 0, 0]);
                (above.saturating_add(0x7f00), modes, content)
            }
            _ => return None,
        };
        Some(SequencesSection { count, modes, content })
    }
}
