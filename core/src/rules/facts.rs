//! What is out of the ordinary about an entry, gathered once so that most rules need not look.

use super::EntryContext;
use crate::{
    layer::{WHITEOUT, Walk},
    model::{EntryKind, EntryPath, Limits, PathTraits, to_u64},
};

/// A set of facts about an entry. A rule for entries names those of which it needs one at least; an ordinary
/// entry has none.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Facts(u16);

/// `NAME_MAX` of Linux, in bytes.
pub(super) const NAME_MAX: usize = 255;

/// The largest user or group id that is not -1, which `chown` takes for "as it is".
pub(super) const LARGEST_ID: i64 = 4_294_967_294;

impl Facts {
    /// Nothing is out of the ordinary.
    pub(super) const NONE: Self = Self(0);
    /// A symlink or hard link.
    pub(crate) const LINK: Self = Self(1);
    /// Neither a plain file nor a directory nor a link.
    pub(crate) const SPECIAL: Self = Self(1 << 1);
    /// Has a link target, link or not.
    pub(crate) const LINK_NAME: Self = Self(1 << 2);
    /// The name is empty, absolute or not canonical, has `..`, a backslash, a colon, a control character or
    /// more than ASCII, or means another file on Windows; or it is a file's and ends in a slash.
    pub(crate) const NAME: Self = Self(1 << 3);
    /// The name or a component of it is longer than systems take, or it has more components.
    pub(crate) const LONG_NAME: Self = Self(1 << 4);
    /// The name begins with `./` unlike those before it, or the other way round.
    pub(crate) const SPELLING: Self = Self(1 << 5);
    /// The last component begins as a whiteout's does.
    pub(crate) const WHITEOUT: Self = Self(1 << 6);
    /// The mode has more bits than those of permissions and the sticky one, or lets everyone write.
    pub(crate) const MODE: Self = Self(1 << 7);
    /// An owner or a time below 0 or over the largest id, which has 32 bits.
    pub(crate) const NUMBER: Self = Self(1 << 8);
    /// Has extended attributes.
    pub(crate) const XATTRS: Self = Self(1 << 9);
    /// A sparse file.
    pub(crate) const SPARSE: Self = Self(1 << 10);
    /// Something stands at its place already.
    pub(crate) const HELD: Self = Self(1 << 11);
    /// The way to its place leads through more than directories.
    pub(crate) const DETOUR: Self = Self(1 << 12);

    /// The facts about an entry.
    pub(super) fn of(cx: &EntryContext<'_>) -> Self {
        let entry = cx.entry;
        let plain = 0..=LARGEST_ID;
        let number = ![entry.uid, entry.gid, entry.mtime].iter().all(|it| plain.contains(it));
        Self::of_kind(entry.kind)
            .or(Self::of_place(cx))
            .or(Self::LINK_NAME.only_if(!entry.link_target.as_bytes().is_empty()))
            .or(Self::NAME.only_if(is_odd(&entry.path, &cx.traits, entry.kind)))
            .or(Self::LONG_NAME.only_if(is_long(&entry.path, &cx.traits, cx.limits)))
            .or(Self::SPELLING.only_if(cx.index.spelling().changes_with(&entry.path).is_some()))
            .or(Self::WHITEOUT.only_if(cx.name.starts_with(WHITEOUT)))
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

    fn of_place(cx: &EntryContext<'_>) -> Self {
        let Walk { through, blocked_by, endless, .. } = cx.parents;
        let detour = through.is_some() || blocked_by.is_some() || *endless;
        Self::HELD.only_if(cx.index.kind_at(cx.parents).is_some()).or(Self::DETOUR.only_if(detour))
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

fn is_odd(path: &EntryPath, traits: &PathTraits, kind: EntryKind) -> bool {
    path.as_bytes().is_empty()
        || traits.absolute
        || traits.parent
        || traits.not_canonical
        || traits.backslash
        || traits.control
        || traits.non_ascii
        || traits.colon
        || traits.windows_alias
        || (traits.trailing_slash && kind.is_file())
}

fn is_long(path: &EntryPath, traits: &PathTraits, limits: &Limits) -> bool {
    traits.longest > NAME_MAX
        || to_u64(path.as_bytes().len()) > limits.path_length
        || to_u64(traits.depth) > limits.path_depth
}
