//! The sum over a header block.
//!
//! Source: POSIX.1-2024 pax, "ustar Interchange Format", `chksum`: the sum of all bytes as unsigned values,
//! its own field counted as spaces. Differs: old Sun tars sum signed bytes; GNU tar, Python and libarchive
//! take either sum.

use super::{
    block::Block,
    number::{self, NumberFault},
};

/// Where the field is.
const FIELD: core::ops::Range<usize> = 148..156;

/// How a header's sum compares with its field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Sum {
    /// It fits.
    Fits {
        /// Only as a sum of signed bytes.
        signed: bool,
    },
    /// It does not.
    Wrong {
        /// What the field says, where it is a number.
        stored: Option<u64>,
        /// The unsigned sum.
        computed: u64,
    },
}

/// Compares a block's sum with its `chksum` field.
///
/// The digits at the start of the field count even where the field as a whole is invalid: that is told
/// apart, and the header is not lost over it.
pub(super) fn verify(block: &Block) -> Sum {
    let field = block.get(FIELD).unwrap_or_default();
    let spaces = u32::from(b' ').wrapping_mul(8);
    let own: u32 = field.iter().map(|&byte| u32::from(byte)).sum();
    let computed = sum(block).wrapping_sub(own).wrapping_add(spaces);
    let stored = number::read(field);
    if stored.value == i64::from(computed) {
        return Sum::Fits { signed: false };
    }
    // A byte of 0x80 or above counts 256 less as a signed one.
    let high = high_bytes(block).wrapping_sub(high_bytes(field));
    let signed = i64::from(computed).wrapping_sub(i64::from(high).wrapping_mul(256));
    if high > 0 && stored.value == signed && signed > 0 {
        return Sum::Fits { signed: true };
    }
    let blank = stored.fault == Some(NumberFault::Blank);
    let stored = u64::try_from(stored.value).ok().filter(|_| !blank);
    Sum::Wrong { stored, computed: u64::from(computed) }
}

/// The block is a header: its sum fits.
pub(super) fn is_header(block: &Block) -> bool {
    matches!(verify(block), Sum::Fits { .. })
}

/// Word by word, as four sums of 16 bits: 64 words of a block add up to 32,640 at most in each.
fn sum(block: &Block) -> u32 {
    const LANES: u64 = 0x00ff_00ff_00ff_00ff;
    let (words, _) = block.as_chunks::<8>();
    let add = |sums: u64, word: &[u8; 8]| {
        let word = u64::from_ne_bytes(*word);
        sums.wrapping_add(word & LANES).wrapping_add(word >> 8 & LANES)
    };
    let sums = words.iter().fold(0, add);
    [0, 16, 32, 48].iter().fold(0, |sum: u32, at| sum.wrapping_add(low_half(sums >> at)))
}

fn low_half(word: u64) -> u32 {
    u32::try_from(word & 0xffff).unwrap_or_default()
}

fn high_bytes(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&byte| u32::from(byte >> 7)).sum()
}

#[cfg(test)]
mod tests {
    use super::{FIELD, Sum, is_header, verify};

    fn block(name: &[u8], field: &[u8]) -> [u8; 512] {
        let mut block = [0; 512];
        block[..name.len()].copy_from_slice(name);
        block[FIELD][..field.len()].copy_from_slice(field);
        block
    }

    #[test]
    fn the_field_counts_as_spaces() {
        // 8 * 32 + 97 = 353 = 0o541.
        assert_eq!(verify(&block(b"a", b"000541\0 ")), Sum::Fits { signed: false });
        assert_eq!(verify(&block(b"a", b"   541\0 ")), Sum::Fits { signed: false });
    }

    #[test]
    fn signed_sums_are_known_apart() {
        // 256 + 0xff unsigned is 0o777; signed it is 255 = 0o377.
        assert_eq!(verify(&block(b"\xff", b"000777\0 ")), Sum::Fits { signed: false });
        assert_eq!(verify(&block(b"\xff", b"000377\0 ")), Sum::Fits { signed: true });
    }

    #[test]
    fn a_wrong_sum_names_both_values() {
        let wrong = Sum::Wrong { stored: Some(0o540), computed: 0o541 };
        assert_eq!(verify(&block(b"a", b"000540\0 ")), wrong);
        assert_eq!(verify(&block(b"a", b"")), Sum::Wrong { stored: None, computed: 0o541 });
        assert!(!is_header(&[0; 512]));
        assert!(!is_header(&[b' '; 512]));
    }
}
