//! PAX records.

use serde::{Deserialize, Deserializer, de::Error as _};

use crate::{RecipeError, bytes::Bytes};

/// One record of a PAX header.
#[derive(Clone, Debug)]
pub enum Record {
    /// Well-formed: its length is computed.
    Pair(Vec<u8>, Bytes),
    /// As given.
    Raw(Bytes),
}

impl Record {
    /// A well-formed record.
    pub fn new(key: &str, value: impl Into<Bytes>) -> Self {
        Self::Pair(key.as_bytes().to_vec(), value.into())
    }

    /// Appends the record's bytes.
    pub fn write(&self, out: &mut Vec<u8>) -> Result<(), RecipeError> {
        match self {
            Self::Pair(key, value) => {
                let value = value.to_vec()?;
                let rest = [&b" "[..], key, b"=", &value, b"\n"].concat();
                // The length counts its own digits.
                let mut length = rest.len();
                while length != rest.len() + length.to_string().len() {
                    length = rest.len() + length.to_string().len();
                }
                out.extend_from_slice(length.to_string().as_bytes());
                out.extend_from_slice(&rest);
            }
            Self::Raw(bytes) => out.extend_from_slice(&bytes.to_vec()?),
        }
        Ok(())
    }

    /// The same record with `from` replaced by `to` in its value.
    #[must_use]
    pub fn replaced(&self, from: &str, to: &str) -> Self {
        match self {
            Self::Pair(key, value) => Self::Pair(key.clone(), value.replaced(from, to)),
            Self::Raw(bytes) => Self::Raw(bytes.replaced(from, to)),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "\"key=value\", { key, value }, or { raw }")]
enum Form {
    Text(String),
    Pair(Pair),
    Raw(Raw),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    key: String,
    value: Bytes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    raw: Bytes,
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Form::deserialize(deserializer)? {
            Form::Text(text) => {
                let (key, value) = text.split_once('=').ok_or_else(|| {
                    let fault =
                        format!("{text:?} is not key=value; a record without one is {{ raw }}");
                    D::Error::custom(fault)
                })?;
                Ok(Self::new(key, value))
            }
            Form::Pair(Pair { key, value }) => Ok(Self::new(&key, value)),
            Form::Raw(Raw { raw }) => Ok(Self::Raw(raw)),
        }
    }
}
