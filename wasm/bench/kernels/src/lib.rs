//! The libraries that a check spends its time in, called as directly as can be.
#![forbid(unsafe_code)]

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;
use sha2::{Digest as _, Sha256};
use wasm_bindgen::prelude::wasm_bindgen;

/// SHA-256 alone: what an uncompressed layer needs.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Hash(Sha256);

#[wasm_bindgen]
impl Hash {
    /// A new digest.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes.
    pub fn push(&mut self, chunk: &[u8]) {
        self.0.update(chunk);
    }

    /// The digest's value.
    pub fn finish(self) -> Vec<u8> {
        self.0.finalize().to_vec()
    }
}

/// SHA-256 of a gzip stream and of what is in it: what a compressed layer needs.
#[wasm_bindgen]
#[derive(Debug)]
pub struct InflateHash {
    compressed: Sha256,
    contents: MultiGzDecoder<Contents>,
}

#[wasm_bindgen]
impl InflateHash {
    /// A new stream.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self { compressed: Sha256::new(), contents: MultiGzDecoder::new(Contents::default()) }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// Where they are no gzip stream.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), String> {
        self.compressed.update(chunk);
        self.contents.write_all(chunk).map_err(|error| error.to_string())
    }

    /// Both digests' values, that of the contents second.
    ///
    /// # Errors
    /// Where the stream ends early.
    pub fn finish(self) -> Result<Vec<u8>, String> {
        let contents = self.contents.finish().map_err(|error| error.to_string())?;
        Ok([self.compressed.finalize(), contents.0.finalize()].concat())
    }
}

impl Default for InflateHash {
    fn default() -> Self {
        Self::new()
    }
}

#[derive(Debug, Default)]
struct Contents(Sha256);

impl Write for Contents {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
