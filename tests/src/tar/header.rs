//! One header block: its fields, each by value or by raw bytes.

use std::{collections::BTreeMap, ops::Range};

use serde::Deserialize;

use crate::{RecipeError, bytes::Bytes};

/// Bytes of a block.
pub const BLOCK: usize = 512;

/// The layout of a header, and how what does not fit its fields is written.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// No magic, no names of owners, no device numbers.
    V7,
    /// `ustar\0` and `00`; a long name is split over name and prefix.
    #[default]
    Ustar,
    /// `ustar  \0`; a long name gets an `L` or `K` header before it.
    Gnu,
    /// As ustar; what does not fit gets a PAX record.
    Pax,
}

/// A field of the header, as POSIX names it; the last ones are GNU's.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "POSIX tells what they are")]
pub enum Field {
    Name,
    Mode,
    Uid,
    Gid,
    Size,
    Mtime,
    Chksum,
    Typeflag,
    Linkname,
    Magic,
    Version,
    Uname,
    Gname,
    Devmajor,
    Devminor,
    Prefix,
    Atime,
    Ctime,
    Sparse,
    Isextended,
    Realsize,
    /// All of the block.
    Block,
}

impl Field {
    /// Where it stands.
    pub const fn range(self) -> Range<usize> {
        match self {
            Self::Name => 0..100,
            Self::Mode => 100..108,
            Self::Uid => 108..116,
            Self::Gid => 116..124,
            Self::Size => 124..136,
            Self::Mtime => 136..148,
            Self::Chksum => 148..156,
            Self::Typeflag => 156..157,
            Self::Linkname => 157..257,
            Self::Magic => 257..263,
            Self::Version => 263..265,
            Self::Uname => 265..297,
            Self::Gname => 297..329,
            Self::Devmajor => 329..337,
            Self::Devminor => 337..345,
            Self::Prefix => 345..500,
            Self::Atime => 345..357,
            Self::Ctime => 357..369,
            Self::Sparse => 386..482,
            Self::Isextended => 482..483,
            Self::Realsize => 483..495,
            Self::Block => 0..BLOCK,
        }
    }
}

/// What a field holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "a number, { base256 = number }, or bytes")]
pub enum Value {
    /// In octal with a final NUL, or in base-256 where that does not fit; in a field of one byte that byte.
    Number(i64),
    /// As given, the rest of the field NUL.
    Raw(Bytes),
    /// In base-256.
    Base256(Base256),
}

/// A number in base-256.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base256 {
    /// The number.
    pub base256: i64,
}

/// How the checksum field is filled.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Checksum {
    /// The sum of unsigned bytes.
    #[default]
    Unsigned,
    /// The sum of signed bytes.
    Signed,
    /// One more than the right sum.
    Wrong,
}

/// A header block in the making.
#[derive(Clone, Debug)]
pub struct Header {
    block: [u8; BLOCK],
}

impl Header {
    /// A block of NULs with the magic of a layout.
    pub fn new(format: Format) -> Self {
        let mut header = Self { block: [0; BLOCK] };
        match format {
            Format::V7 => {}
            Format::Ustar | Format::Pax => header.put(Field::Magic, b"ustar\x0000"),
            Format::Gnu => header.put(Field::Magic, b"ustar  \0"),
        }
        header
    }

    /// Writes at the start of a field, and beyond it where there is more.
    fn put(&mut self, field: Field, bytes: &[u8]) {
        let start = field.range().start;
        self.block[start..start + bytes.len()].copy_from_slice(bytes);
    }

    /// What a field holds.
    pub fn bytes(&self, field: Field) -> &[u8] {
        &self.block[field.range()]
    }

    /// Fills a field: the bytes, then NULs.
    pub fn text(&mut self, field: Field, bytes: &[u8]) -> Result<(), RecipeError> {
        let range = field.range();
        if bytes.len() > range.len() {
            let (given, room) = (bytes.len(), range.len());
            let fault = format!("{given} bytes do not fit the {room} of header field {field:?}");
            return Err(RecipeError::new(fault));
        }
        self.block[range].fill(0);
        self.put(field, bytes);
        Ok(())
    }

    /// Fills a number field: octal, or base-256 where that does not fit.
    pub fn number(&mut self, field: Field, value: i64) {
        let width = field.range().len();
        if fits_octal(field, value) {
            self.put(field, format!("{value:0digits$o}\0", digits = width - 1).as_bytes());
        } else {
            self.base256(field, value);
        }
    }

    /// Fills a number field in base-256: two's complement, the top bit set.
    pub fn base256(&mut self, field: Field, value: i64) {
        let width = field.range().len();
        let fill = if value < 0 { 0xff } else { 0 };
        let mut bytes = vec![fill; width];
        let number = value.to_be_bytes();
        let common = width.min(number.len());
        bytes[width - common..].copy_from_slice(&number[number.len() - common..]);
        bytes[0] |= 0x80;
        self.put(field, &bytes);
    }

    /// Sets fields as a recipe says, all but the checksum.
    pub fn set(&mut self, fields: &BTreeMap<Field, Value>) -> Result<(), RecipeError> {
        // The whole block first, so that the other fields can refine it.
        let block = fields.get_key_value(&Field::Block);
        let others = fields.iter().filter(|&(&field, _)| field != Field::Block);
        for (&field, value) in block.into_iter().chain(others) {
            if field != Field::Chksum {
                self.set_field(field, value)?;
            }
        }
        Ok(())
    }

    fn set_field(&mut self, field: Field, value: &Value) -> Result<(), RecipeError> {
        match value {
            Value::Number(number) if field.range().len() == 1 => {
                let byte = u8::try_from(*number)
                    .map_err(|_| RecipeError::new(format!("{number} is no byte")))?;
                self.put(field, &[byte]);
            }
            Value::Number(number) => self.number(field, *number),
            Value::Base256(number) => self.base256(field, number.base256),
            Value::Raw(bytes) => self.text(field, &bytes.to_vec()?)?,
        }
        Ok(())
    }

    /// The finished block: the checksum as `checksum` says, unless `fields` gives the field itself.
    pub fn finish(
        mut self,
        checksum: Checksum,
        fields: &BTreeMap<Field, Value>,
    ) -> Result<[u8; BLOCK], RecipeError> {
        if let Some(value) = fields.get(&Field::Chksum) {
            self.set_field(Field::Chksum, value)?;
            return Ok(self.block);
        }
        self.put(Field::Chksum, b"        ");
        let unsigned: i64 = self.block.iter().map(|&byte| i64::from(byte)).sum();
        let signed: i64 = self.block.iter().map(|&byte| i64::from(byte.cast_signed())).sum();
        let sum = match checksum {
            Checksum::Unsigned => unsigned,
            Checksum::Signed => signed,
            Checksum::Wrong => unsigned + 1,
        };
        if checksum == Checksum::Signed && signed == unsigned {
            let fault = "checksum = \"signed\" needs a byte above 127 in the header";
            return Err(RecipeError::new(fault));
        }
        // Six digits, NUL, space: what every tool writes. A negative sum in two's complement of 18 bits.
        let sum = if sum < 0 { sum + 0o1_000_000 } else { sum };
        self.put(Field::Chksum, format!("{sum:06o}\0 ").as_bytes());
        Ok(self.block)
    }
}

/// A value can be written in octal with a final NUL.
pub(super) fn fits_octal(field: Field, value: i64) -> bool {
    let digits = field.range().len() - 1;
    value >= 0 && (digits >= 21 || value < 1_i64 << (3 * digits))
}
