//! What is out of the ordinary about an entry, gathered once so that most rules need not look.

use crate::{
    layer::{LayerIndex, WHITEOUT, Walk},
    model::{Entry, EntryKind, Limits, PathTraits, to_u64},
};

/// A set of facts about an entry. A rule for entries names those of which it needs one at least; an ordinary
/// entry has none.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Facts(u16);

/// `NAME_MAX` of Linux, in bytes.
pub(super) const NAME_MAX: usize = 255;

impl Facts {
    /// Nothing is out of the ordinary.
    const NONE: Self = Self(0);
    /// A symlink or hard link.
    pub(crate) const LINK: Self = Self(1);
    /// Neither a plain file nor a directory nor a link.
    pub(crate) const SPECIAL: Self = Self(1 << 1);
    /// Has a link target, link or not.
    pub(crate) const LINK_NAME: Self = Self(1 << 2);
    /// The name is empty, absolute, not in normal form, or more than plain ASCII letters; or it ends in a
    /// slash and is no directory's.
    pub(crate) const NAME: Self = Self(1 << 3);
    /// The name or a part of it is longer than names usually are, or deeper.
    pub(crate) const LONG_NAME: Self = Self(1 << 4);
    /// The name begins with `./` unlike those before it, or the other way round.
    pub(crate) const SPELLING: Self = Self(1 << 5);
    /// The last component begins as a whiteout's does.
    pub(crate) const WHITEOUT: Self = Self(1 << 6);
    /// The mode is more than permissions, or lets everyone write.
    pub(crate) const MODE: Self = Self(1 << 7);
    /// An owner or a time below 0 or beyond 32 bits.
    pub(crate) const NUMBER: Self = Self(1 << 8);
    /// Has extended attributes.
    pub(crate) const XATTRS: Self = Self(1 << 9);
    /// A sparse file.
    pub(crate) const SPARSE: Self = Self(1 << 10);
    /// Something stands at its place already.
    pub(crate) const HELD: Self = Self(1 << 11);
    /// The way to its place leads through more than directories.
    pub(crate) const DETOUR: Self = Self(1 << 12);

    /// The facts about an entry. `parents` is how its name resolves in the index of those before it.
    pub(crate) fn of(
        entry: &Entry,
        traits: &PathTraits,
        parents: &Walk,
        index: &LayerIndex,
        limits: &Limits,
    ) -> Self {
        let length = entry.path.as_bytes().len();
        let long = traits.longest > NAME_MAX
            || to_u64(length) > limits.path_length
            || to_u64(traits.depth) > limits.path_depth;
        let known = 0..=i64::from(u32::MAX.wrapping_sub(1));
        let number = ![entry.uid, entry.gid, entry.mtime].iter().all(|it| known.contains(it));
        Self::of_kind(entry.kind)
            .or(Self::of_way(parents, index))
            .or(Self::LINK_NAME.only_if(!entry.link_target.as_bytes().is_empty()))
            .or(Self::NAME.only_if(length == 0 || is_odd(traits, entry.kind)))
            .or(Self::LONG_NAME.only_if(long))
            .or(Self::SPELLING.only_if(index.spelling().changes_with(&entry.path).is_some()))
            .or(Self::WHITEOUT.only_if(entry.path.name().starts_with(WHITEOUT)))
            .or(Self::MODE.only_if(entry.mode & !0o1775 != 0))
            .or(Self::NUMBER.only_if(number))
            .or(Self::XATTRS.only_if(!entry.xattrs.is_empty()))
            .or(Self::SPARSE.only_if(entry.sparse.is_some()))
    }

    fn of_kind(kind: EntryKind) -> Self {
        match kind {
            EntryKind::File | EntryKind::Directory => Self::NONE,
            EntryKind::Symlink | EntryKind::HardLink => Self::LINK,
            EntryKind::CharDevice
            | EntryKind::BlockDevice
            | EntryKind::Fifo
            | EntryKind::Contiguous => Self::SPECIAL,
        }
    }

    fn of_way(parents: &Walk, index: &LayerIndex) -> Self {
        let detour = parents.through.is_some() || parents.blocked_by.is_some() || parents.endless;
        Self::HELD.only_if(index.kind_at(parents).is_some()).or(Self::DETOUR.only_if(detour))
    }

    /// The facts of both.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// There is a fact in both.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    const fn only_if(self, holds: bool) -> Self {
        if holds { self } else { Self::NONE }
    }
}

fn is_odd(traits: &PathTraits, kind: EntryKind) -> bool {
    traits.absolute
        || traits.parent
        || traits.not_canonical
        || traits.backslash
        || traits.control
        || traits.non_ascii
        || traits.colon
        || traits.windows_alias
        || (traits.trailing_slash && kind.is_file())
}
