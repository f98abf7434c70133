//! Validated choices that every stage reads.

use std::collections::BTreeMap;

use super::{Digest, InputKind, Limits, Profile, RuleId, Severity};

/// Choices of the user, validated.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The input's name, for the report.
    pub name: String,
    /// The kind of the input, where it is not to be found by content.
    pub kind: Option<InputKind>,
    /// The profile, where the kind is not to choose it.
    pub profile: Option<Profile>,
    /// Severities that differ from the rules' tables.
    pub levels: BTreeMap<RuleId, Severity>,
    /// Bounds.
    pub limits: Limits,
    /// Digests that the archive, a manifest or a config must have, each.
    pub expect: Vec<Digest>,
    /// Compute the digest of the whole input.
    pub digest: bool,
    /// Key of the hash table under the layer index. It never changes a report; a driver passes random
    /// bytes, so that names cannot be chosen to collide.
    pub hash_key: [u8; 16],
}
