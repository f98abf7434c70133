//! Compressed streams with their framing laid open: the framing is written here, byte by byte.
//!
//! Contents are stored uncompressed where nothing else is asked for, so that the bytes, and with them the
//! digests of golden reports, hang on no encoder.

mod bzip2;
mod gzip;
mod xz;
mod zstd;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _, IntoDeserializer as _, value::MapAccessDeserializer},
};

pub use self::{
    bzip2::Bzip2Stream, gzip::GzipMember, xz::Check, xz::XzStream, zstd::Blocks, zstd::ZstdFrame,
};
use crate::RecipeError;

/// One compression of a whole stream: its members, frames or streams one after the other.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compression {
    /// RFC 1952.
    Gzip(Parts<GzipMember>),
    /// RFC 8878.
    Zstd(Parts<ZstdFrame>),
    /// The .xz File Format 1.2.
    Xz(Parts<XzStream>),
    /// bzip2.
    Bzip2(Parts<Bzip2Stream>),
}

impl Compression {
    /// The name, as in media types.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Gzip(_) => "gzip",
            Self::Zstd(_) => "zstd",
            Self::Xz(_) => "xz",
            Self::Bzip2(_) => "bzip2",
        }
    }

    /// The compressed form of `data`.
    pub fn compress(&self, data: &[u8]) -> Result<Vec<u8>, RecipeError> {
        match self {
            Self::Gzip(parts) => parts.write(data),
            Self::Zstd(parts) => parts.write(data),
            Self::Xz(parts) => parts.write(data),
            Self::Bzip2(parts) => parts.write(data),
        }
    }
}

/// One part of a compressed stream that stands by itself.
pub trait Part: Default {
    /// How many bytes of the contents it takes; all that is left where it does not say.
    fn take(&self) -> Option<usize>;
    /// Appends its bytes.
    fn write(&self, data: &[u8], out: &mut Vec<u8>) -> Result<(), RecipeError>;
}

/// Parts, one after the other; a recipe may write one alone as a table.
#[derive(Clone, Debug)]
pub struct Parts<T>(pub Vec<T>);

impl<T: Default> Default for Parts<T> {
    /// One part that takes everything.
    fn default() -> Self {
        Self(vec![T::default()])
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Parts<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = match toml::Value::deserialize(deserializer)? {
            toml::Value::Array(parts) => parts,
            part => vec![part],
        };
        let parts = parts.into_iter().map(toml::Value::try_into);
        parts.collect::<Result<_, _>>().map(Self).map_err(D::Error::custom)
    }
}

impl<T: Part> Parts<T> {
    fn write(&self, mut data: &[u8]) -> Result<Vec<u8>, RecipeError> {
        let mut out = Vec::new();
        for part in &self.0 {
            let length = part.take().unwrap_or(data.len());
            let taken = data.split_at_checked(length).ok_or_else(|| {
                RecipeError::new(format!("take = {length}, but {} bytes are left", data.len()))
            })?;
            part.write(taken.0, &mut out)?;
            data = taken.1;
        }
        if data.is_empty() {
            Ok(out)
        } else {
            Err(RecipeError::new(format!("no part takes the last {} bytes", data.len())))
        }
    }
}

/// Compressions of one stream, the innermost first.
#[derive(Clone, Debug, Default)]
pub struct Compressions(pub Vec<Compression>);

impl Compressions {
    /// The compressed form of `data`.
    pub fn compress(&self, mut data: Vec<u8>) -> Result<Vec<u8>, RecipeError> {
        for compression in &self.0 {
            let name = compression.name();
            data = compression.compress(&data).map_err(|fault| fault.at(name))?;
        }
        Ok(data)
    }
}

/// By its name alone, or as a table of one key.
#[derive(Clone)]
struct Named(Compression);

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Named;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("gzip, zstd, xz or bzip2, or a table of one of them")
            }

            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Named, E> {
                Ok(Named(match name {
                    "gzip" => Compression::Gzip(Parts::default()),
                    "zstd" => Compression::Zstd(Parts::default()),
                    "xz" => Compression::Xz(Parts::default()),
                    "bzip2" => Compression::Bzip2(Parts::default()),
                    _ => return Err(E::custom(format!("no compression is called {name:?}"))),
                }))
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Named, A::Error> {
                Compression::deserialize(MapAccessDeserializer::new(map)).map(Named)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl<'de> Deserialize<'de> for Compressions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(deserializer)?;
        let named = match value {
            toml::Value::Array(values) => values,
            value => vec![value],
        };
        let compressions = named.into_iter().map(|value| {
            Named::deserialize(value.into_deserializer()).map(|Named(compression)| compression)
        });
        compressions.collect::<Result<_, _>>().map(Self).map_err(D::Error::custom)
    }
}
