//! Validated choices that every stage reads.

use std::collections::BTreeMap;

use super::{Allow, Digest, DigestAlgorithm, InputKind, Limits, Profile, RuleId, Severity};

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
    /// Values of a Dockerfile's arguments, by name.
    pub(crate) build_args: BTreeMap<String, String>,
    /// Compute the digest of the whole input.
    pub(crate) digest: bool,
    /// Digests of the whole input that a list of checksums needs.
    pub(crate) checksums: Vec<DigestAlgorithm>,
    /// Nothing but size and digests of the input is looked at.
    pub(crate) any_file: bool,
    /// Key of the hash table under the layer index. It never changes a report; a driver passes random
    /// bytes, so that names cannot be chosen to collide.
    pub(crate) hash_key: [u8; 16],
}

impl Settings {
    /// A text is read as a Dockerfile: the options say so, or say nothing and the name is that of one.
    ///
    /// Archives are told by their bytes, whatever their names are.
    pub(crate) fn expects_dockerfile(&self) -> bool {
        self.kind.map_or_else(|| names_dockerfile(&self.name), |kind| kind == InputKind::Dockerfile)
    }
}

/// `Dockerfile`, `Containerfile`, `Dockerfile.dev`, `app.dockerfile`, in any case; no `Dockerfile.dockerignore`.
fn names_dockerfile(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let is_part = |part: &str| matches!(part, "dockerfile" | "containerfile");
    let (first, rest) = name.split_once('.').unwrap_or((&name, ""));
    let last = name.rsplit_once('.').map_or("", |(_, last)| last);
    (is_part(first) && !rest.ends_with("dockerignore")) || is_part(last)
}

#[cfg(test)]
mod tests {
    use super::names_dockerfile;

    #[test]
    fn dockerfiles_are_known_by_name() {
        for name in [
            "Dockerfile",
            "a.b/Containerfile",
            "dockerfile",
            "C:\\src\\Dockerfile.windows",
            "Dockerfile.alpine.arm",
            "app.dockerfile",
            "App.Containerfile",
        ] {
            assert!(names_dockerfile(name), "{name}");
        }
        for name in [
            "",
            "-",
            "Dockerfile/",
            "Dockerfile.dockerignore",
            "Dockerfile-dev",
            "mydockerfile",
            "dockerfile.d/x.tar",
            "dockerfiles",
        ] {
            assert!(!names_dockerfile(name), "{name}");
        }
    }
}
