//! What was shown about an image.

use super::statement::StatementFormat;

/// A signature of an image, or a signed statement about it, with the keys that it verifies with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Proof {
    /// How it is written.
    pub(crate) format: StatementFormat,
    /// The name that it gives the image, as it is written.
    pub(crate) identity: Option<String>,
    /// The type of what is stated, escaped; none where it is only signed.
    pub(crate) predicate: Option<String>,
    /// What the keys are called.
    pub(crate) keys: Vec<String>,
}
