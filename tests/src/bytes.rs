//! Bytes as a recipe writes them: text, numbers, hex, base64, repetitions, other pieces of the image.

use std::collections::BTreeMap;

use base64::Engine as _;
use serde::{Deserialize, Deserializer, de::Error as _};

use crate::RecipeError;

/// A run of bytes that is only laid out when written, so that a gigabyte of zeros takes one line and no
/// memory until then.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Bytes(Vec<Part>);

#[derive(Clone, Debug, Eq, PartialEq)]
enum Part {
    Literal(Vec<u8>),
    Repeat { unit: Vec<u8>, count: u64 },
    Piece(String),
}

impl Bytes {
    /// `unit`, `count` times.
    pub fn repeat(unit: impl Into<Vec<u8>>, count: u64) -> Self {
        Self(vec![Part::Repeat { unit: unit.into(), count }])
    }

    /// How many they are.
    pub fn length(&self) -> Result<usize, RecipeError> {
        self.0.iter().try_fold(0_usize, |sum, part| {
            let length = match part {
                Part::Literal(bytes) => bytes.len(),
                Part::Repeat { unit, count } => part_length(unit, *count)?,
                Part::Piece(name) => return Err(unknown_piece(name)),
            };
            sum.checked_add(length).ok_or_else(too_many)
        })
    }

    /// Appends the bytes.
    pub fn write(&self, out: &mut Vec<u8>) -> Result<(), RecipeError> {
        out.reserve(self.length()?);
        for part in &self.0 {
            match part {
                Part::Literal(bytes) => out.extend_from_slice(bytes),
                Part::Repeat { unit, count } => {
                    let length = part_length(unit, *count)?;
                    match unit[..] {
                        [byte] => out.resize(out.len() + length, byte),
                        _ => out.extend(unit.iter().cycle().take(length)),
                    }
                }
                Part::Piece(name) => return Err(unknown_piece(name)),
            }
        }
        Ok(())
    }

    /// The bytes, laid out.
    pub fn to_vec(&self) -> Result<Vec<u8>, RecipeError> {
        let mut out = Vec::new();
        self.write(&mut out)?;
        Ok(out)
    }

    /// The same bytes with `from` replaced by `to` in what was written as text or hex.
    #[must_use]
    pub fn replaced(&self, from: &str, to: &str) -> Self {
        let replace = |bytes: &[u8]| replace_all(bytes, from.as_bytes(), to.as_bytes());
        Self(
            self.0
                .iter()
                .map(|part| match part {
                    Part::Literal(bytes) => Part::Literal(replace(bytes)),
                    Part::Repeat { unit, count } => {
                        Part::Repeat { unit: replace(unit), count: *count }
                    }
                    Part::Piece(name) => Part::Piece(name.clone()),
                })
                .collect(),
        )
    }

    /// The same bytes with the pieces that are known put in.
    #[must_use]
    pub fn with_pieces(&self, pieces: &BTreeMap<String, Vec<u8>>) -> Self {
        let fill = |part: &Part| match part {
            Part::Piece(name) => pieces.get(name).cloned().map_or(part.clone(), Part::Literal),
            _ => part.clone(),
        };
        Self(self.0.iter().map(fill).collect())
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(vec![Part::Literal(bytes.to_vec())])
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(vec![Part::Literal(bytes)])
    }
}

impl From<&str> for Bytes {
    fn from(text: &str) -> Self {
        Self::from(text.as_bytes())
    }
}

impl From<String> for Bytes {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}

fn part_length(unit: &[u8], count: u64) -> Result<usize, RecipeError> {
    let count = usize::try_from(count).ok();
    count.and_then(|count| unit.len().checked_mul(count)).ok_or_else(too_many)
}

fn too_many() -> RecipeError {
    RecipeError::new("the bytes do not fit in memory")
}

fn unknown_piece(name: &str) -> RecipeError {
    RecipeError::new(format!("no piece {name:?} is known here"))
}

/// `bytes` with every `from` replaced by `to`.
pub fn replace_all(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = find(rest, from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// Where `wanted`, which is not empty, first stands in `bytes`.
pub fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len().max(1)).position(|window| window == wanted)
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "text, a byte from 0 to 255, { hex }, { base64 }, { repeat, count }, \
                               { piece }, or a list of these"
)]
enum Form {
    Text(String),
    Byte(u8),
    // Before the tables, which serde would read from a list as well.
    List(Vec<Self>),
    Hex(Hex),
    Base64(Base64),
    Repeat(Repeat),
    Piece(Piece),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hex {
    hex: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Base64 {
    base64: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Repeat {
    repeat: Box<Form>,
    count: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Piece {
    piece: String,
}

impl Form {
    fn add_to(self, parts: &mut Vec<Part>) -> Result<(), RecipeError> {
        match self {
            Self::Text(text) => parts.push(Part::Literal(text.into_bytes())),
            Self::Byte(byte) => parts.push(Part::Literal(vec![byte])),
            Self::Hex(Hex { hex }) => parts.push(Part::Literal(from_hex(&hex)?)),
            Self::Base64(Base64 { base64 }) => {
                let bytes = base64::engine::general_purpose::STANDARD.decode(&base64);
                parts.push(Part::Literal(bytes.map_err(|fault| {
                    RecipeError::new(format!("{base64:?} is not base64: {fault}"))
                })?));
            }
            Self::Repeat(Repeat { repeat, count }) => {
                let mut unit = Vec::new();
                repeat.add_to(&mut unit)?;
                parts.push(Part::Repeat { unit: Bytes(unit).to_vec()?, count });
            }
            Self::Piece(Piece { piece }) => parts.push(Part::Piece(piece)),
            Self::List(forms) => {
                for form in forms {
                    form.add_to(parts)?;
                }
            }
        }
        Ok(())
    }
}

/// The bytes of hex digits in pairs; blanks between the pairs are allowed.
fn from_hex(text: &str) -> Result<Vec<u8>, RecipeError> {
    let digits: Vec<char> = text.chars().filter(|char| !char.is_ascii_whitespace()).collect();
    let fault = || RecipeError::new(format!("{text:?} is not pairs of hex digits"));
    digits
        .chunks(2)
        .map(|pair| {
            let [high, low] = pair else { return Err(fault()) };
            let value = |digit: char| digit.to_digit(16).ok_or_else(fault);
            u8::try_from(value(*high)? * 16 + value(*low)?).map_err(|_| fault())
        })
        .collect()
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut parts = Vec::new();
        Form::deserialize(deserializer)?.add_to(&mut parts).map_err(D::Error::custom)?;
        Ok(Self(parts))
    }
}
