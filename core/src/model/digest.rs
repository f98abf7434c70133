//! Content addresses.

use core::fmt;

use thiserror::Error;

/// A digest algorithm that ocivet computes.
///
/// Source: OCI image-spec 1.1, descriptor.md, "Registered algorithms".
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum DigestAlgorithm {
    /// SHA-256, 32 bytes.
    Sha256,
    /// SHA-384, 48 bytes.
    Sha384,
    /// SHA-512, 64 bytes.
    Sha512,
}

impl DigestAlgorithm {
    /// All of them, in order of length.
    pub const ALL: [Self; 3] = [Self::Sha256, Self::Sha384, Self::Sha512];

    /// The name as written before the colon.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// Number of hexadecimal digits of a digest.
    pub(crate) const fn hex_length(self) -> usize {
        match self {
            Self::Sha256 => 64,
            Self::Sha384 => 96,
            Self::Sha512 => 128,
        }
    }

    /// The algorithm of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }
}

/// A well-formed digest of a known algorithm.
#[cfg_attr(
    feature = "transfer",
    derive(serde::Deserialize, serde::Serialize),
    serde(into = "String", try_from = "String")
)]
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
pub struct Digest {
    algorithm: DigestAlgorithm,
    /// The value, zero beyond the algorithm's length.
    value: [u8; 64],
}

/// Why a text is no [`Digest`].
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum DigestError {
    /// Not `algorithm:hex` in lower case with the algorithm's length.
    #[error("it is no digest")]
    Malformed,
    /// Right in form, of an algorithm that ocivet does not take.
    #[error("it is of an unknown algorithm")]
    UnknownAlgorithm,
}

impl Digest {
    /// A digest from its value; bytes beyond 64 are cut, which no algorithm here has.
    pub fn new(algorithm: DigestAlgorithm, value: &[u8]) -> Self {
        let mut digest = Self { algorithm, value: [0; 64] };
        for (to, from) in digest.value.iter_mut().zip(value) {
            *to = *from;
        }
        digest
    }

    /// Reads `algorithm:hex`.
    ///
    /// Source: OCI image-spec 1.1, descriptor.md, "Digests".
    ///
    /// # Errors
    /// [`DigestError`], which says whether the form or the algorithm is at fault.
    pub fn parse(text: &str) -> Result<Self, DigestError> {
        let (name, hex) = text.split_once(':').ok_or(DigestError::Malformed)?;
        let Some(algorithm) = DigestAlgorithm::from_name(name) else {
            return Err(if is_algorithm(name) && is_encoded(hex) {
                DigestError::UnknownAlgorithm
            } else {
                DigestError::Malformed
            });
        };
        Self::from_hex(algorithm, hex).ok_or(DigestError::Malformed)
    }

    /// Reads the hexadecimal part alone: lower case, exactly the algorithm's length.
    pub(crate) fn from_hex(algorithm: DigestAlgorithm, hex: &str) -> Option<Self> {
        if hex.len() != algorithm.hex_length() {
            return None;
        }
        let mut value = [0; 64];
        for (to, pair) in value.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *to = (nibble(*high)? << 4) | nibble(*low)?;
        }
        Some(Self { algorithm, value })
    }

    /// The algorithm.
    pub const fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// The value, as many bytes as the algorithm gives.
    pub fn as_bytes(&self) -> &[u8] {
        self.value.get(..self.algorithm.hex_length() / 2).unwrap_or_default()
    }

    /// The value in lower-case hexadecimal.
    pub fn hex(&self) -> String {
        let text = self.to_string();
        text.split_once(':').map(|(_, hex)| hex.to_owned()).unwrap_or_default()
    }
}

#[cfg(feature = "transfer")]
impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

#[cfg(feature = "transfer")]
impl TryFrom<String> for Digest {
    type Error = DigestError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

/// OCI: `algorithm-component (algorithm-separator algorithm-component)*`.
fn is_algorithm(name: &str) -> bool {
    name.split(['+', '.', '_', '-']).all(|part| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    })
}

/// OCI: `encoded ::= [a-zA-Z0-9=_-]+`.
fn is_encoded(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'=' | b'_' | b'-'))
}

const fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(digit.wrapping_sub(b'a').wrapping_add(10)),
        _ => None,
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:", self.algorithm.name())?;
        for byte in self.value.iter().take(self.algorithm.hex_length() >> 1) {
            write!(out, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, DigestError};

    #[test]
    fn digests_are_read_strictly() {
        let text = format!("sha256:{}", "0a".repeat(32));
        assert_eq!(Digest::parse(&text).unwrap().to_string(), text);
        for (bad, why) in [
            ("", DigestError::Malformed),
            ("0a0a", DigestError::Malformed),
            ("sha256:0a", DigestError::Malformed),
            ("sha256:../../etc/passwd", DigestError::Malformed),
            (&format!("sha256:{}", "0A".repeat(32)), DigestError::Malformed),
            (&format!("md5:{}", "0a".repeat(16)), DigestError::UnknownAlgorithm),
            ("md5:../x", DigestError::Malformed),
        ] {
            assert_eq!(Digest::parse(bad), Err(why), "{bad}");
        }
    }
}
