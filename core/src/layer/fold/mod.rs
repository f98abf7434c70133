//! Names as file systems compare them that tell no case, or no composition, apart.
//!
//! The tables are our own, so that neither the compiler nor a dependency changes what a report says, and
//! small: about 17 KiB, where all of Unicode's decompositions would take several times that.

mod table;

#[cfg(test)]
mod tests;

use core::str;

use table::{CLASSES, FULL, SIMPLE, TEXT};

use crate::model::sort_by_key;

/// How names are compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Folding {
    /// Simple case folding: NTFS and most file systems of Windows.
    ///
    /// Source: Unicode 15.0, `CaseFolding.txt`, status C and S.
    Case,
    /// Full case folding after compatibility decomposition (NFKD; names that differ under NFKC do under
    /// NFKD), without the characters that HFS+ leaves out.
    ///
    /// Bounds: U+0000 to U+21FF, circled letters, kana, Hangul, Latin, Armenian and Hebrew ligatures, full
    /// and half widths. Beyond these it is simple case folding: of ideographs, Arabic presentation forms
    /// and mathematical letters no decomposition is known.
    /// Source: Unicode 15.0, definitions D144 and D145; Apple, Technical Note TN1150.
    Compatible,
}

impl Folding {
    /// The name as it is compared. Bytes that are not UTF-8 stay as they are.
    pub(crate) fn fold(self, name: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(name.len());
        for chunk in name.utf8_chunks() {
            match self {
                Self::Case => {
                    let folded: String = chunk.valid().chars().map(simple).collect();
                    out.extend_from_slice(folded.as_bytes());
                }
                Self::Compatible => out.extend_from_slice(compatible(chunk.valid()).as_bytes()),
            }
            out.extend_from_slice(chunk.invalid());
        }
        out
    }

    /// The name may be another one when folded.
    pub(crate) fn concerns(name: &[u8]) -> bool {
        // All of it, for names are short and a search would go byte by byte.
        let concerned = |byte: &u8| byte.is_ascii_uppercase() || !byte.is_ascii();
        name.iter().fold(false, |any, byte| any | concerned(byte))
    }
}

fn simple(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let code = u32::from(letter);
    let at = SIMPLE.partition_point(|&(_, last, ..)| last < code);
    let Some(&(first, _, step, add)) = SIMPLE.get(at) else { return letter };
    let known = code.checked_sub(first).is_some_and(|over| over.checked_rem(step) == Some(0));
    let folded = code.checked_add_signed(add).and_then(char::from_u32);
    folded.filter(|_| known).unwrap_or(letter)
}

fn compatible(text: &str) -> String {
    let mut folded = Vec::with_capacity(text.len());
    for letter in text.chars() {
        match full(letter) {
            Some(text) => folded.extend(text.chars()),
            None if !hangul(letter, &mut folded) => folded.push(simple(letter)),
            None => {}
        }
    }
    // Canonical order: marks by their classes, between letters, which have none.
    for marks in folded.chunk_by_mut(|&left, &right| class(left) != 0 && class(right) != 0) {
        sort_by_key(marks, |&mark| class(mark));
    }
    folded.into_iter().collect()
}

/// The folding of a character that is more than simple case folding.
fn full(letter: char) -> Option<&'static str> {
    let code = u16::try_from(u32::from(letter)).ok()?;
    let at = FULL.binary_search_by_key(&code, |&(code, _)| code).ok()?;
    let start = usize::from(FULL.get(at)?.1);
    let end = FULL.get(at.saturating_add(1)).map_or(TEXT.len(), |&(_, end)| usize::from(end));
    TEXT.get(start..end)
}

/// Decomposes a Hangul syllable; false where it is none.
///
/// Source: Unicode 15.0, section 3.12, "Conjoining Jamo Behavior".
fn hangul(letter: char, out: &mut Vec<char>) -> bool {
    let Some(at) = u32::from(letter).checked_sub(0xac00).filter(|&at| at < 11_172) else {
        return false;
    };
    let (lead, rest) = (at / 588, at % 588);
    let (vowel, tail) = (rest / 28, rest % 28);
    let jamo = |base: u32, at: u32| char::from_u32(base.saturating_add(at));
    out.extend(jamo(0x1100, lead));
    out.extend(jamo(0x1161, vowel));
    out.extend(jamo(0x11a7, tail).filter(|_| tail != 0));
    true
}

/// The canonical combining class.
fn class(letter: char) -> u8 {
    let Ok(code) = u16::try_from(u32::from(letter)) else { return 0 };
    let at = CLASSES.partition_point(|&(_, last, _)| last < code);
    CLASSES.get(at).map_or(0, |&(first, _, class)| if first <= code { class } else { 0 })
}
