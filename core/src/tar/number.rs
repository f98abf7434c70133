//! Number fields of headers: octal, and GNU's base-256.
//!
//! Source: POSIX.1-2024 pax, "ustar Interchange Format"; GNU tar manual, "Extensions to the POSIX format".

/// A number field as read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Number {
    /// The value, saturated; of a field that is no number its leading octal digits, or zero.
    pub(super) value: i64,
    /// What is odd about the field.
    pub(super) fault: Option<NumberFault>,
}

/// What may be odd about a number field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum NumberFault {
    /// Only NULs and spaces.
    Blank,
    /// Base-256 where octal would do.
    Encoding,
    /// Neither octal digits up to NULs or spaces, nor base-256.
    Invalid,
    /// As [`Invalid`](Self::Invalid), and the digits stand behind a minus sign.
    Minus,
    /// Base-256 over 63 bits.
    Overflow,
}

/// Reads a number field: leading spaces, octal digits, then only NUL or space; or base-256.
///
/// A field of digits without an end is valid: old GNU tar and star use all twelve bytes.
pub(super) fn read(field: &[u8]) -> Number {
    match field.first() {
        Some(&first) if first & 0x80 != 0 => read_base_256(field, first),
        Some(0) if is_all_zero(field) => Number { value: 0, fault: Some(NumberFault::Blank) },
        _ => match read_plain(field) {
            Some(value) => Number { value, fault: None },
            None => read_octal(field),
        },
    }
}

/// What nearly every writer writes, read word by word: digits in all bytes but the last, or in a field of
/// eight bytes but the last two.
fn read_plain(field: &[u8]) -> Option<i64> {
    let is_end = |byte: u64| byte == 0 || byte == u64::from(b' ');
    let value = if let Some((start, end)) = field.split_first_chunk::<8>()
        && let Ok(end) = <[u8; 4]>::try_from(end)
    {
        let end = u64::from(u32::from_be_bytes(end));
        let low = octal(ZEROS << 24 | end >> 8).filter(|_| is_end(end & 0xff))?;
        octal(u64::from_be_bytes(*start))? << 9 | low
    } else {
        let word = u64::from_be_bytes(<[u8; 8]>::try_from(field).ok()?);
        let (last, before) = (word & 0xff, word >> 8 & 0xff);
        if !is_end(last) {
            return None;
        }
        if is_end(before) {
            octal(ZEROS << 48 | word >> 16)?
        } else {
            octal(ZEROS << 56 | word >> 8)?
        }
    };
    i64::try_from(value).ok()
}

/// Eight digits of zero.
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// The value of eight octal digits; none where a byte is something else.
const fn octal(digits: u64) -> Option<u64> {
    if digits & 0xf8f8_f8f8_f8f8_f8f8 != ZEROS {
        return None;
    }
    // Two neighbours become one number of twice the bits, three times over.
    let pairs = digits & 0x0007_0007_0007_0007 | digits >> 5 & 0x0038_0038_0038_0038;
    let fours = pairs & 0x0000_003f_0000_003f | pairs >> 10 & 0x0000_0fc0_0000_0fc0;
    Some(fours & 0xfff | fours >> 20 & 0xff_f000)
}

fn is_all_zero(field: &[u8]) -> bool {
    field.iter().fold(0, |any, byte| any | byte) == 0
}

fn read_octal(field: &[u8]) -> Number {
    let digits = skip_while(field, |byte| byte == b' ');
    let mut value = 0_i64;
    let mut rest = digits;
    while let Some((&digit @ b'0'..=b'7', after)) = rest.split_first() {
        // Twelve digits have 36 bits: nothing is lost.
        value = (value << 3) | i64::from(digit & 7);
        rest = after;
    }
    let none = rest.len() == digits.len();
    let fault = if !rest.iter().all(|&byte| byte == 0 || byte == b' ') {
        let minus = matches!(rest, [b'-', b'0'..=b'7', ..]);
        Some(if none && minus { NumberFault::Minus } else { NumberFault::Invalid })
    } else if none {
        Some(NumberFault::Blank)
    } else {
        None
    };
    Number { value, fault }
}

/// Base-256: the first bit marks it, the second is the sign, the rest is two's complement.
fn read_base_256(field: &[u8], first: u8) -> Number {
    // Sign extension of the seven bits that the first byte holds.
    let mut value = i128::from(first & 0x3f).wrapping_sub(i128::from(first & 0x40));
    for &byte in field.iter().skip(1) {
        value = (value << 8) | i128::from(byte);
    }
    let Ok(value) = i64::try_from(value) else {
        let value = if value < 0 { i64::MIN } else { i64::MAX };
        return Number { value, fault: Some(NumberFault::Overflow) };
    };
    // Writers end octal with a NUL, so a number needs base-256 once it takes all bytes of the field.
    let octal_bits = field.len().saturating_sub(1).saturating_mul(3);
    let octal = u64::try_from(value).is_ok_and(|value| {
        u32::try_from(octal_bits).is_ok_and(|bits| value.checked_shr(bits) == Some(0))
    });
    Number { value, fault: octal.then_some(NumberFault::Encoding) }
}

/// Base-256 beyond 53 bits, which node-tar fails at.
pub(super) fn is_unsafe(field: &[u8]) -> bool {
    field.first().is_some_and(|first| first & 0x80 != 0)
        && read(field).value.unsigned_abs() >= 1 << 53
}

fn skip_while(bytes: &[u8], skipped: impl Fn(u8) -> bool) -> &[u8] {
    let start = bytes.iter().position(|&byte| !skipped(byte)).unwrap_or(bytes.len());
    bytes.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Number, NumberFault, is_unsafe, read, read_octal};

    #[test]
    fn node_tar_takes_base_256_of_53_bits() {
        for (field, expected) in [
            (&b"0000644\0"[..], false),
            (b"\x80\0\0\0\0\0\0\x01", false),
            (b"\x80\x1f\xff\xff\xff\xff\xff\xff", false),
            (b"\x80\x20\0\0\0\0\0\0", true),
            (b"\xff\xff\xff\xff\xff\xff\xff\xfe", false),
            (b"\xff\xe0\0\0\0\0\0\x01", false),
            (b"\xff\xe0\0\0\0\0\0\0", true),
            (b"\x81\0\0\0\0\0\0\0", true),
            (b"\xc0\0\0\0\0\0\0\0", true),
            (b"\xfe\0\0\0\0\0\0\0", true),
            (b"\x80\xff\0\0\0\0\0\0\0\0\0\0", true),
            (b"", false),
        ] {
            assert_eq!(is_unsafe(field), expected, "{field:?}");
        }
    }

    #[test]
    fn octal_ends_in_nuls_or_spaces_or_with_the_field() {
        for (field, value) in [
            (&b"0000644\0"[..], 0o644),
            (b"   644 \0", 0o644),
            (b"644\0\0\0\0\0", 0o644),
            (b"644 \0 \0 ", 0o644),
            (b"77777777", 0o77_777_777),
            (b"777777777777", 0o777_777_777_777),
            (b"00000000000\0", 0),
        ] {
            assert_eq!(read(field), Number { value, fault: None }, "{field:?}");
        }
    }

    #[test]
    fn anything_else_is_invalid_and_its_leading_part_is_taken() {
        for (field, value, fault) in [
            (&b"0000 644\0"[..], 0, NumberFault::Invalid),
            (b"12\x004\0\0\0\0", 0o12, NumberFault::Invalid),
            (b"0000008\0", 0, NumberFault::Invalid),
            (b"\x000644\0\0", 0, NumberFault::Invalid),
            (b"0x1f\0\0\0\0", 0, NumberFault::Invalid),
            (b"+0000644", 0, NumberFault::Invalid),
            (b" -000001", 0, NumberFault::Minus),
            (b"-\0\0\0\0\0\0\0", 0, NumberFault::Invalid),
            (b"        ", 0, NumberFault::Blank),
            (b"\0\0\0\0\0\0\0\0", 0, NumberFault::Blank),
            (b"", 0, NumberFault::Blank),
        ] {
            assert_eq!(read(field), Number { value, fault: Some(fault) }, "{field:?}");
        }
    }

    #[test]
    fn base_256_has_a_sign_and_a_bound() {
        let field = |first: u8, value: i64| {
            let mut field = [if value < 0 { 0xff } else { 0 }; 12];
            field[4..].copy_from_slice(&value.to_be_bytes());
            field[0] = first;
            field
        };
        for value in [0o100_000_000_000, i64::MAX, 1 << 40] {
            assert_eq!(read(&field(0x80, value)), Number { value, fault: None });
        }
        for value in [-1, -512, i64::MIN] {
            assert_eq!(read(&field(0xff, value)), Number { value, fault: None });
        }
        let mut over = field(0x80, 0);
        over[4] = 0x80;
        assert_eq!(read(&over), Number { value: i64::MAX, fault: Some(NumberFault::Overflow) });
        over[1] = 0x80;
        assert_eq!(read(&over).fault, Some(NumberFault::Overflow));
        assert_eq!(
            read(&[0xc0; 12]),
            Number { value: i64::MIN, fault: Some(NumberFault::Overflow) }
        );
    }

    #[test]
    fn base_256_is_odd_only_where_octal_with_its_nul_would_do() {
        let uid = |value: u32| {
            let mut field = [0x80, 0, 0, 0, 0, 0, 0, 0];
            field[4..].copy_from_slice(&value.to_be_bytes());
            read(&field).fault
        };
        assert_eq!(uid(0o7_777_777), Some(NumberFault::Encoding));
        assert_eq!(uid(0o10_000_000), None);
    }
    proptest! {
        /// What is read word by word is what is read byte by byte.
        #[test]
        fn plain_fields_read_as_any_other(field in "([0-8 ]{6}|[0-9]{7}|[0-7]{6,10})[0-7 \0]{1,3}") {
            let field = field.as_bytes();
            for length in [8, 12] {
                if let Some(field) = field.get(..length) {
                    prop_assert_eq!(read(field), read_octal(field));
                }
            }
        }
    }
}
