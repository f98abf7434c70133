//! Hashing bytes as they pass.

use core::fmt;

use sha2::Digest as _;

use crate::model::{Digest, DigestAlgorithm};

/// One running digest. A driver may bring its own, on another thread or by the host's native code.
pub trait Hasher: Send + fmt::Debug {
    /// Takes the next bytes.
    fn update(&mut self, bytes: &[u8]);
    /// The digest's value.
    fn finish(self: Box<Self>) -> Vec<u8>;
}

/// Where hashers come from.
pub trait Hashers: Send + Sync + fmt::Debug {
    /// A new hasher.
    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher>;
}

/// Hashers that run where the bytes are pushed.
#[derive(Clone, Copy, Debug, Default)]
pub struct InlineHashers;

impl Hashers for InlineHashers {
    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
        match algorithm {
            DigestAlgorithm::Sha256 => Box::new(Inline(sha2::Sha256::new())),
            DigestAlgorithm::Sha384 => Box::new(Inline(sha2::Sha384::new())),
            DigestAlgorithm::Sha512 => Box::new(Inline(sha2::Sha512::new())),
        }
    }
}

struct Inline<D>(D);

impl<D> fmt::Debug for Inline<D> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Inline")
    }
}

impl<D: sha2::Digest + Send> Hasher for Inline<D> {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        self.0.finalize().to_vec()
    }
}

/// Digests of one stream, by one or more algorithms.
#[derive(Debug)]
pub(crate) struct DigestTap {
    hashers: Vec<(DigestAlgorithm, Box<dyn Hasher>)>,
}

impl DigestTap {
    /// A tap for these algorithms.
    pub(crate) fn new(hashers: &dyn Hashers, algorithms: &[DigestAlgorithm]) -> Self {
        let hasher = |&algorithm| (algorithm, hashers.hasher(algorithm));
        Self { hashers: algorithms.iter().map(hasher).collect() }
    }

    /// Takes the next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        for (_, hasher) in &mut self.hashers {
            hasher.update(bytes);
        }
    }

    /// The digests, in the order of the algorithms.
    pub(crate) fn finish(self) -> Vec<Digest> {
        let digest =
            |(algorithm, hasher): (_, Box<dyn Hasher>)| Digest::new(algorithm, &hasher.finish());
        self.hashers.into_iter().map(digest).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{DigestTap, InlineHashers};
    use crate::model::DigestAlgorithm;

    #[test]
    fn digests_of_nothing_are_those_of_fips_180() {
        let mut tap = DigestTap::new(&InlineHashers, &DigestAlgorithm::ALL);
        tap.update(b"");
        let digests: Vec<String> = tap.finish().iter().map(ToString::to_string).collect();
        assert!(digests[0].starts_with("sha256:e3b0c44298fc1c14"));
        assert!(digests[1].starts_with("sha384:38b060a751ac9638"));
        assert!(digests[2].starts_with("sha512:cf83e1357eefb8bd"));
    }
}
