//! bzip2 streams.

use std::io::Read as _;

use serde::Deserialize;

use super::Part;
use crate::{
    RecipeError,
    bytes::Bytes,
    edit::{self, Patch},
};

/// One stream, made by libbzip2. There is no form that stores: oddities are made by patches.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Bzip2Stream {
    /// How many bytes of the contents it takes.
    pub take: Option<usize>,
    /// Block size, 1 to 9 times 100 kB.
    pub level: Option<u32>,
    /// Changes to the stream's bytes.
    pub patch: Vec<Patch>,
    /// Keep the stream's bytes up to here.
    pub truncate: Option<i64>,
    /// Bytes behind the stream.
    pub trailing: Bytes,
}

impl Part for Bzip2Stream {
    fn take(&self) -> Option<usize> {
        self.take
    }

    fn write(&self, data: &[u8], out: &mut Vec<u8>) -> Result<(), RecipeError> {
        let level = ::bzip2::Compression::new(self.level.unwrap_or(9));
        let mut stream = Vec::new();
        ::bzip2::read::BzEncoder::new(data, level)
            .read_to_end(&mut stream)
            .map_err(|fault| RecipeError::new(fault.to_string()))?;
        edit::finish(&mut stream, &self.patch, self.truncate)?;
        out.extend_from_slice(&stream);
        out.extend_from_slice(&self.trailing.to_vec()?);
        Ok(())
    }
}
