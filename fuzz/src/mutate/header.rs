//! Fields of header blocks.

use ocivet_tests::{
    drive::Numbers,
    tar::{BLOCK, Field},
};

use super::tokens::NAMES;

type Block = [u8; BLOCK];

const NUMBERS: [Field; 8] = [
    Field::Size,
    Field::Mode,
    Field::Uid,
    Field::Gid,
    Field::Mtime,
    Field::Devmajor,
    Field::Devminor,
    Field::Realsize,
];
const TEXTS: [Field; 5] = [Field::Name, Field::Linkname, Field::Prefix, Field::Uname, Field::Gname];
const TYPES: &[u8] = b"\x000123456789xgLKSDMNVXAZ ";
/// Odd ways to write a number, cut at the length of the field.
const WRITTEN: [&[u8]; 12] = [
    b"00000000000\0",
    b"         17 ",
    b"17\0\0junk",
    b"777777777777",
    b"0000000001 \0",
    b"-1",
    b"+7",
    b"8",
    b"\x80\0\0\0\0\0\0\0\0\0\x02\0",
    b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff",
    b"",
];
const MAGICS: [&[u8; 8]; 6] = [
    b"ustar\x0000",
    b"ustar  \0",
    b"ustar\0\0\0",
    b"\0\0\0\0\0\0\0\0",
    b"ustar 00",
    b"USTAR\x0000",
];

/// One change of a field.
pub(super) fn mutate(block: &mut Block, numbers: &mut Numbers, names: &[Vec<u8>]) {
    match numbers.below(8) {
        0 => block[Field::Typeflag.range().start] = TYPES[numbers.below(TYPES.len())],
        1 => set(block, Field::Magic, MAGICS[numbers.below(MAGICS.len())]),
        2 | 3 => mutate_number(block, numbers),
        4 => block[numbers.below(BLOCK)] ^= 1 << numbers.below(8),
        _ => {
            let field = TEXTS[numbers.below(TEXTS.len() + 3) % TEXTS.len()];
            let name = name(numbers, names);
            set_text(block, field, &name);
        }
    }
}

/// A name of the archive or one that means something, perhaps a bit changed.
pub(super) fn name(numbers: &mut Numbers, names: &[Vec<u8>]) -> Vec<u8> {
    let mut name = match numbers.below(3) {
        0 if !names.is_empty() => names[numbers.below(names.len())].clone(),
        1 if !names.is_empty() => {
            let token = NAMES[numbers.below(NAMES.len())].as_bytes();
            [&names[numbers.below(names.len())][..], b"/", token].concat()
        }
        _ => NAMES[numbers.below(NAMES.len())].as_bytes().to_vec(),
    };
    match numbers.below(8) {
        0 => super::bytes::mutate(&mut name, numbers),
        1 => name.make_ascii_uppercase(),
        2 => name.push(b'/'),
        3 => drop(name.splice(0..0, *b"./")),
        _ => {}
    }
    name
}

fn mutate_number(block: &mut Block, numbers: &mut Numbers) {
    let field = NUMBERS[numbers.below(NUMBERS.len() + 6) % NUMBERS.len()];
    let old = i64::try_from(octal(&block[field.range()]).unwrap_or(0)).unwrap_or(0);
    let steps = [1, 511, 512, 513, 1024];
    let step = steps[numbers.below(steps.len())];
    match numbers.below(5) {
        0 => number(block, field, old.saturating_add(step)),
        1 => number(block, field, old.saturating_sub(step)),
        2 => base256(block, field, old),
        3 => number(block, field, 1 << numbers.below(63)),
        _ => set(block, field, WRITTEN[numbers.below(WRITTEN.len())]),
    }
}

/// Fills a field from its start, as far as it goes; NULs behind.
pub(super) fn set_text(block: &mut Block, field: Field, text: &[u8]) {
    block[field.range()].fill(0);
    set(block, field, text);
}

/// Writes over the start of a field, or of it and the next one for the magic.
fn set(block: &mut Block, field: Field, bytes: &[u8]) {
    let range = field.range();
    let room = if field == Field::Magic { bytes.len() } else { range.len() };
    let length = bytes.len().min(room);
    block[range.start..range.start + length].copy_from_slice(&bytes[..length]);
}

/// In octal, or in base-256 where that does not fit.
pub(super) fn number(block: &mut Block, field: Field, value: i64) {
    let digits = field.range().len() - 1;
    if value < 0
        || value >= 1_i64.checked_shl(3 * u32::try_from(digits).unwrap_or(0)).unwrap_or(i64::MAX)
    {
        base256(block, field, value);
    } else {
        set(block, field, format!("{value:0digits$o}\0").as_bytes());
    }
}

fn base256(block: &mut Block, field: Field, value: i64) {
    let width = field.range().len();
    let mut bytes = vec![if value < 0 { 0xff } else { 0 }; width];
    let tail = value.to_be_bytes();
    let common = width.min(tail.len());
    bytes[width - common..].copy_from_slice(&tail[tail.len() - common..]);
    bytes[0] |= 0x80;
    set(block, field, &bytes);
}

/// The text up to the first NUL.
pub(super) fn text(block: &Block, field: Field) -> &[u8] {
    let text = &block[field.range()];
    text.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// The size of the data, as most readers read it.
pub(super) fn size(block: &Block) -> Option<usize> {
    let field = &block[Field::Size.range()];
    if field[0] & 0x80 == 0 {
        return octal(field);
    }
    let mut number = usize::from(field[0] & 0x7f);
    for byte in &field[1..] {
        number = number.checked_mul(256)?.checked_add(usize::from(*byte))?;
    }
    Some(number)
}

fn octal(field: &[u8]) -> Option<usize> {
    let mut number = 0_usize;
    let digits = field.iter().skip_while(|byte| **byte == b' ');
    for byte in digits.take_while(|byte| !matches!(byte, b' ' | 0)) {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 8)?;
        number = number.checked_mul(8)?.checked_add(digit.into())?;
    }
    Some(number)
}

fn sum(block: &Block) -> u32 {
    let field = Field::Chksum.range();
    let bytes = block.iter().enumerate();
    bytes.map(|(at, byte)| if field.contains(&at) { 32 } else { u32::from(*byte) }).sum()
}

pub(super) fn has_right_checksum(block: &Block) -> bool {
    octal(&block[Field::Chksum.range()]).and_then(|sum| u32::try_from(sum).ok()) == Some(sum(block))
}

pub(super) fn set_checksum(block: &mut Block) {
    let sum = format!("{:06o}\0 ", sum(block));
    set(block, Field::Chksum, sum.as_bytes());
}
