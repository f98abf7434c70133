//! Hashing by the engine that runs the module: in Node, native code that is several times as fast.

use std::{fmt, sync::Arc};

use ocivet_core::{
    DigestAlgorithm,
    parts::{Hasher, Hashers, InlineHashers},
};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// What the scripts give: `begin(algorithm)`, with names such as `sha256`.
    pub type HostHashers;
    #[wasm_bindgen(method)]
    fn begin(this: &HostHashers, algorithm: &str) -> HostHash;

    type HostHash;
    /// The bytes are those of the module's memory, not a copy: they are read before it returns.
    #[wasm_bindgen(method)]
    fn update(this: &HostHash, bytes: &[u8]);
    #[wasm_bindgen(method)]
    fn digest(this: &HostHash) -> Vec<u8>;
}

/// Hashers by the host where it has some, else those of the core.
pub(crate) fn hashers(host: Option<HostHashers>) -> Arc<dyn Hashers> {
    match host {
        Some(host) => Arc::new(Host(host)),
        None => Arc::new(InlineHashers),
    }
}

struct Host(HostHashers);

impl fmt::Debug for Host {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Host")
    }
}

impl Hashers for Host {
    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
        Box::new(Running(self.0.begin(algorithm.name())))
    }
}

struct Running(HostHash);

impl fmt::Debug for Running {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Running")
    }
}

impl Hasher for Running {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        self.0.digest()
    }
}
