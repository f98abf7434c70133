//! Validated choices that every stage reads.

use std::collections::BTreeMap;

use super::{Allow, Digest, InputKind, Limits, Profile, RuleId, Severity};

/// Choices of the user, validated.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// The input's name, for the report.
    pub(crate) name: String,
    /// The kind of the input, where it is not to be found by content.
    pub(crate) kind: Option<InputKind>,
    /// The profile, where the kind is not to choose it.
    pub(crate) profile: Option<Profile>,
    /// Severities that differ from the rules' tables.
    pub(crate) levels: BTreeMap<RuleId, Severity>,
    /// Findings that do not count, in the order of the configuration.
    pub(crate) allow: Vec<Allow>,
    /// Bounds.
    pub(crate) limits: Limits,
    /// Digests that the archive, a manifest or a config must have, each.
    pub(crate) expect: Vec<Digest>,
    /// Compute the digest of the whole input.
    pub(crate) digest: bool,
    /// Key of the hash table under the layer index. It never changes a report; a driver passes random
    /// bytes, so that names cannot be chosen to collide.
    pub(crate) hash_key: [u8; 16],
}
