//! Hashing beside the work: a stream that turns out long moves its hashers to other threads.

use std::sync::Arc;

use ocivet_core::{
    DigestAlgorithm,
    parts::{Hasher, Hashers, InlineHashers},
};

use super::threads::{Crew, Movable, Taker, Threads};

/// Hashers of one blob that use the threads which nothing else needs: one of their own each, or one together.
///
/// Together they take less time than decompression does, so that of two cores none idles.
#[derive(Debug)]
pub(super) struct ThreadHashers {
    crew: Arc<Crew>,
}

impl ThreadHashers {
    /// Hashers within these permits.
    pub(super) fn new(threads: &Arc<Threads>) -> Self {
        Self { crew: Crew::new(threads) }
    }

    /// The same for the core.
    pub(super) fn shared(threads: &Arc<Threads>) -> Arc<dyn Hashers> {
        Arc::new(Self::new(threads))
    }
}

impl Hashers for ThreadHashers {
    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
        let running = Running(InlineHashers.hasher(algorithm));
        Box::new(ThreadHasher(Movable::new(running, &self.crew)))
    }
}

#[derive(Debug)]
struct ThreadHasher(Movable<Running>);

impl Hasher for ThreadHasher {
    fn update(&mut self, bytes: &[u8]) {
        self.0.push(bytes);
    }

    fn finish(self: Box<Self>) -> Vec<u8> {
        self.0.finish().unwrap_or_default()
    }
}

struct Running(Box<dyn Hasher>);

impl Taker for Running {
    type Answer = Vec<u8>;

    fn take(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn close(self) -> Vec<u8> {
        self.0.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{Hashers, InlineHashers, ThreadHashers, Threads};
    use ocivet_core::DigestAlgorithm;

    #[test]
    fn digests_are_the_same_on_any_number_of_threads() {
        let bytes: Vec<u8> = (0..5_000_000_u32).map(|n| n.to_le_bytes()[0] ^ 0x5a).collect();
        for algorithm in DigestAlgorithm::ALL {
            let mut plain = InlineHashers.hasher(algorithm);
            plain.update(&bytes);
            let expected = plain.finish();
            for jobs in [1, 2, 4] {
                let mut hasher = ThreadHashers::new(&Threads::new(jobs)).hasher(algorithm);
                bytes.chunks(70_001).for_each(|chunk| hasher.update(chunk));
                assert_eq!(hasher.finish(), expected, "{jobs} jobs");
            }
        }
    }
}
