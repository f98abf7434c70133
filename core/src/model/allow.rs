//! What the user allows, and why.

use core::fmt;

use super::{Digest, EntryPath, Glob, RuleId};

/// Findings that the user allows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Allow {
    /// The rule.
    pub(crate) rule: RuleId,
    /// Only in entries of these names; the pattern as it was written, and as it is read.
    pub(crate) entry: Option<(String, Glob)>,
    /// Only in this blob, or in images that have this manifest or config.
    pub(crate) digest: Option<Digest>,
    /// Why, escaped and cut.
    pub(crate) reason: String,
}

impl Allow {
    /// Every finding of the rule is allowed, wherever it is.
    pub(crate) const fn is_whole_rule(&self) -> bool {
        self.entry.is_none() && self.digest.is_none()
    }

    /// The entry of a finding is one of those named. A name of which only the start is kept is none: nobody
    /// could say what the rest of it is.
    pub(crate) fn takes_entry(&self, path: Option<&EntryPath>) -> bool {
        self.entry.as_ref().is_none_or(|(_, glob)| {
            path.is_some_and(|path| !path.is_cut() && glob.matches(path.as_bytes()))
        })
    }
}

/// What is allowed, in words: `path/absolute in entry usr/** of sha256:…`.
impl fmt::Display for Allow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rule.fmt(out)?;
        if let Some((pattern, _)) = &self.entry {
            write!(out, " in entry {pattern}")?;
        }
        match self.digest {
            Some(digest) => write!(out, " of {digest}"),
            None => Ok(()),
        }
    }
}
