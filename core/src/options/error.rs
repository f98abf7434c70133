//! Why options were refused.

use thiserror::Error;

/// Why options were refused. The text names the key, what stands there and what may.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum OptionsError {
    /// No JSON object.
    #[error("options are no JSON object: {0}")]
    Json(String),
    /// A key, rule or limit that does not exist.
    #[error("unknown {what} {name}{}", suggest(.nearest.as_deref()))]
    Unknown {
        /// What was expected.
        what: &'static str,
        /// What stands there, escaped.
        name: String,
        /// The nearest one that exists.
        nearest: Option<String>,
    },
    /// A value of the wrong kind.
    #[error("option {key} must be {expected}")]
    Value {
        /// The key.
        key: String,
        /// What it takes.
        expected: String,
    },
    /// A file of another program that is not as its format says. It counts as a whole or not at all.
    #[error("{what}: {reason}")]
    File {
        /// Which file.
        what: &'static str,
        /// What is wrong, and where.
        reason: String,
    },
}

fn suggest(nearest: Option<&str>) -> String {
    nearest.map(|name| format!("; did you mean {name}?")).unwrap_or_default()
}
