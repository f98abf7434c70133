//! What the bytes of an archive's case stand for.

use memchr::memmem;
use ocivet_core::{Digest, DigestAlgorithm, Options, Report};
use ocivet_tests::{
    drive::{Cut, Numbers, verify},
    recipe::Input,
};
use sha2::{Digest as _, Sha256};

/// Stands between an input and its options.
pub const MARK: &[u8] = b"\n#ocivet ";

/// An input, and the options that it is verified by.
#[derive(Clone, Debug)]
pub struct Case {
    /// One file.
    pub input: Input,
    /// What stands behind the last [`MARK`], as JSON; the default where that is refused or nothing stands there.
    pub options: Options,
    /// Another number for another case, for what is chosen at random.
    pub seed: u64,
}

impl Case {
    /// Reads a case. Every text of bytes is one.
    pub fn read(data: &[u8]) -> Self {
        let (bytes, options) = split(data);
        let options = str::from_utf8(options).ok().and_then(|text| Options::from_json(text).ok());
        let input = Input::File(bytes.to_vec());
        Self { input, options: options.unwrap_or_default(), seed: seed(data) }
    }

    /// The bytes of the input.
    pub fn bytes(&self) -> &[u8] {
        match &self.input {
            Input::File(bytes) => bytes,
            Input::Folder(_) | Input::Name(_) => &[],
        }
    }

    /// The report of the sequential verifier, from one chunk.
    pub fn report(&self) -> Report {
        verify(&self.input, &self.options, Cut::Whole)
    }

    /// Numbers for what is chosen at random.
    pub const fn numbers(&self) -> Numbers {
        Numbers::new(self.seed)
    }
}

/// The input, and what stands behind its mark.
pub(crate) fn split(data: &[u8]) -> (&[u8], &[u8]) {
    match memmem::rfind(data, MARK) {
        Some(at) => (&data[..at], &data[at + MARK.len()..]),
        None => (data, b""),
    }
}

pub(crate) fn sha256(data: &[u8]) -> Digest {
    Digest::new(DigestAlgorithm::Sha256, &Sha256::digest(data))
}

/// FNV-1a.
pub(crate) fn seed(data: &[u8]) -> u64 {
    data.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Panics where two reports are not the same, and shows the first difference.
pub(crate) fn assert_same(expected: &str, other: &str, way: &str) {
    if expected == other {
        return;
    }
    let mut lines = expected.lines().zip(other.lines());
    let differ = lines.find(|(left, right)| left != right);
    panic!("{way}: another report, first difference {differ:?}\n{expected}\n{other}");
}
