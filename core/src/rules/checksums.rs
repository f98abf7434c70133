//! Lists of checksums and signatures: what rules may see of them.

use super::rule::Seen;
use crate::{
    model::{Digest, Place},
    trust::{ChecksumList, Entry, Lookup, Signature, Signing, Span},
};

/// The input, and the list that is to vouch for it.
#[derive(Debug)]
pub(crate) struct ChecksumContext<'a> {
    /// The list.
    pub(crate) list: &'a ChecksumList,
    /// The input's name.
    pub(crate) name: &'a str,
    /// What the list says of it.
    pub(crate) lookup: Lookup<'a>,
    /// The input's digests, one for each strong algorithm of the list; none of a folder.
    pub(crate) digests: &'a [Digest],
    /// The input's size in bytes.
    pub(crate) size: u64,
    /// What the list's signatures are worth.
    pub(crate) signing: &'a Signing,
    /// A good signature is demanded.
    pub(crate) required: bool,
}

impl<'a> ChecksumContext<'a> {
    /// The lines about the input.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &'a Entry> {
        let entries = if let Lookup::Found(entries) = &self.lookup { &entries[..] } else { &[] };
        entries.iter().copied()
    }

    /// The digest that a line lists, and the input's own of that kind.
    pub(crate) fn compared(&self, entry: &Entry) -> Option<(Digest, Digest)> {
        let listed = entry.digest()?;
        let same_kind = |digest: &&Digest| digest.algorithm() == listed.algorithm();
        Some((listed, *self.digests.iter().find(same_kind)?))
    }

    /// The size that the list says the input has.
    pub(crate) fn listed_size(&self) -> Option<(u64, Span)> {
        let entry = self.entries().next()?;
        self.list.sizes.get(&entry.name).copied()
    }

    /// Some line was compared, all that were are right, and so are the list and what is demanded of it.
    pub(crate) fn vouches(&self) -> bool {
        let mut compared = self.entries().filter_map(|entry| self.compared(entry)).peekable();
        compared.peek().is_some()
            && compared.all(|(listed, actual)| listed == actual)
            && self.listed_size().is_none_or(|(size, _)| size == self.size)
            && (!self.required || self.signing.is_good())
    }
}

/// What is signed, or must be.
#[derive(Debug)]
pub(crate) struct SignatureContext<'a> {
    /// What it is, for messages.
    pub(crate) subject: &'a str,
    /// Where it is.
    pub(crate) place: &'a Place,
    /// What its signatures are worth.
    pub(crate) signing: &'a Signing,
    /// A good signature is demanded.
    pub(crate) required: bool,
    /// Where a signed text cannot be used, and why.
    pub(crate) faults: &'a [(Place, &'static str)],
}

impl<'a> SignatureContext<'a> {
    /// The signatures that were looked at.
    pub(crate) fn signatures(&self) -> impl Iterator<Item = &'a Signature> {
        let list = if let Signing::Verified(list) = self.signing { list.as_slice() } else { &[] };
        list.iter()
    }

    /// A sighting of something about a signature.
    pub(super) fn seen(&self, message: impl Into<String>) -> Seen {
        Seen::new(self.place.clone(), message)
    }
}
