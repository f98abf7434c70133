//! Names of the input's members, and where they lead.

use std::collections::BTreeMap;

use crate::model::{EntryKind, EntryPath, Limits, to_u64};

/// Links that are followed for one name, as many as Linux follows in six paths.
const HOPS: u32 = 255;
/// Components of link targets that may wait to be resolved for one name.
const PENDING: usize = 4096;

/// A member of the input, as the graph sees it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Member {
    /// Where its entry is in the outer archive.
    pub(crate) offset: u64,
    /// What it is; any file of a layout is a regular one.
    pub(crate) kind: EntryKind,
    /// Target of a link.
    pub(crate) link_target: EntryPath,
    /// Position of its summary among the blobs; none for a file that can be no part of an image.
    pub(crate) blob: Option<usize>,
}

/// Two members with one name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Duplicate {
    /// The name in normal form.
    pub(crate) name: Vec<u8>,
    /// Where the first one is in the outer archive.
    pub(crate) first: u64,
    /// Where the second one is.
    pub(crate) second: u64,
}

/// The members by the normal form of their names. Of several with one name the first one is kept.
///
/// Bounds: `Limits::blobs` names; `Limits::FINDINGS` duplicates.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members {
    map: BTreeMap<Vec<u8>, Member>,
    duplicates: Vec<Duplicate>,
    overflow: bool,
}

/// Where a name leads.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Resolution<'m> {
    /// To a member that is no link.
    Found {
        /// The member.
        member: &'m Member,
        /// Over at least one link.
        linked: bool,
    },
    /// To no member, and no link is on the way.
    Missing,
    /// Out of the archive, over a link or by its own `..`.
    Outside,
    /// To no member, over a link.
    Broken,
    /// Over more links, or longer ones, than are followed.
    Loop,
}

impl Members {
    /// Adds a member, in the order of the archive.
    pub(crate) fn insert(&mut self, path: &EntryPath, member: Member, limits: &Limits) {
        let name = path.normal();
        if let Some(first) = self.map.get(&name) {
            let directories =
                first.kind == EntryKind::Directory && member.kind == EntryKind::Directory;
            if !directories && self.duplicates.len() < Limits::FINDINGS {
                let (first, second) = (first.offset, member.offset);
                self.duplicates.push(Duplicate { name, first, second });
            }
        } else if to_u64(self.map.len()) >= limits.blobs {
            self.overflow = true;
        } else {
            self.map.insert(name, member);
        }
    }

    /// The member of that normal name, links not followed.
    pub(crate) fn get(&self, name: &[u8]) -> Option<&Member> {
        self.map.get(name)
    }

    /// All members by name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], &Member)> {
        self.map.iter().map(|(name, member)| (name.as_slice(), member))
    }

    /// Members with a name that an earlier one has, repeated directories aside.
    pub(crate) fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    /// There were more members than `Limits::blobs`.
    pub(crate) const fn overflow(&self) -> bool {
        self.overflow
    }

    /// Follows links from a name, by the members' names alone: nothing outside the archive counts.
    ///
    /// `steps` is what all resolutions together may take; at zero no link is followed any more.
    pub(crate) fn resolve(&self, path: &[u8], steps: &mut u64) -> Resolution<'_> {
        let mut walk = Walk { members: self, place: Vec::new(), pending: Vec::new(), hops: 0 };
        let path = EntryPath::new(path);
        // The path outlives the walk only in this frame: its components are copied into the place.
        walk.follow(&path, steps)
    }
}

/// One resolution under way.
struct Walk<'m> {
    members: &'m Members,
    /// The part that is resolved, in normal form.
    place: Vec<u8>,
    /// The components still to come, the next one last.
    pending: Vec<&'m [u8]>,
    hops: u32,
}

impl<'m> Walk<'m> {
    fn follow(&mut self, path: &EntryPath, steps: &mut u64) -> Resolution<'m> {
        for part in path.components() {
            if let Err(end) = self.step(part) {
                return end;
            }
            while let Some(part) = self.pending.pop() {
                *steps = steps.saturating_sub(1);
                if *steps == 0 {
                    return Resolution::Loop;
                }
                if let Err(end) = self.step(part) {
                    return end;
                }
            }
        }
        self.last()
    }

    /// Goes one component on from `place`.
    fn step(&mut self, part: &[u8]) -> Result<(), Resolution<'m>> {
        if part == b".." {
            return self.up();
        }
        let mark = self.place.len();
        if mark > 0 {
            self.place.push(b'/');
        }
        self.place.extend_from_slice(part);
        let Some(member) = self.members.map.get(&self.place) else { return Ok(()) };
        match member.kind {
            EntryKind::Symlink => self.place.truncate(mark),
            // The target of a hard link is a name from the top of the archive.
            EntryKind::HardLink => self.place.clear(),
            _ => return Ok(()),
        }
        self.enter(&member.link_target)
    }

    fn up(&mut self) -> Result<(), Resolution<'m>> {
        if self.place.is_empty() {
            return Err(Resolution::Outside);
        }
        let parent = self.place.iter().rposition(|&byte| byte == b'/').unwrap_or(0);
        self.place.truncate(parent);
        Ok(())
    }

    fn enter(&mut self, target: &'m EntryPath) -> Result<(), Resolution<'m>> {
        self.hops = self.hops.saturating_add(1);
        if target.as_bytes().starts_with(b"/") {
            return Err(Resolution::Outside);
        }
        let mark = self.pending.len();
        self.pending.extend(target.components());
        if self.hops > HOPS || self.pending.len() > PENDING {
            return Err(Resolution::Loop);
        }
        if let Some(added) = self.pending.get_mut(mark..) {
            added.reverse();
        }
        Ok(())
    }

    fn last(&self) -> Resolution<'m> {
        let linked = self.hops > 0;
        match self.members.map.get(&self.place) {
            Some(member) => Resolution::Found { member, linked },
            None if linked => Resolution::Broken,
            None => Resolution::Missing,
        }
    }
}

/// Which members that say what an archive is are there.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each read by one rule")]
pub(crate) struct WellKnown {
    /// `oci-layout`.
    pub(crate) oci_layout: bool,
    /// `index.json`.
    pub(crate) index_json: bool,
    /// `manifest.json`.
    pub(crate) manifest_json: bool,
    /// `repositories`.
    pub(crate) repositories: bool,
    /// Anything below `blobs/`.
    pub(crate) blobs: bool,
}

impl WellKnown {
    /// Looks for the names; what the members are does not count.
    pub(crate) fn of(members: &Members) -> Self {
        let has = |name: &[u8]| members.get(name).is_some();
        let below = b"blobs/".to_vec();
        Self {
            oci_layout: has(b"oci-layout"),
            index_json: has(b"index.json"),
            manifest_json: has(b"manifest.json"),
            repositories: has(b"repositories"),
            blobs: members
                .map
                .range(below..)
                .next()
                .is_some_and(|(name, _)| name.starts_with(b"blobs/")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Member, Members, Resolution};
    use crate::model::{EntryKind, EntryPath, Limits};

    fn members(list: &[(&str, EntryKind, &str)]) -> Members {
        let mut members = Members::default();
        for (offset, &(name, kind, target)) in (0..).zip(list) {
            let link_target = EntryPath::new(target);
            let member = Member { offset, kind, link_target, blob: None };
            members.insert(&EntryPath::new(name), member, &Limits::default());
        }
        members
    }

    fn resolve(members: &Members, name: &str) -> (Option<u64>, &'static str) {
        match members.resolve(name.as_bytes(), &mut 1_000) {
            Resolution::Found { member, linked: true } => (Some(member.offset), "linked"),
            Resolution::Found { member, linked: false } => (Some(member.offset), "plain"),
            Resolution::Missing => (None, "missing"),
            Resolution::Outside => (None, "outside"),
            Resolution::Broken => (None, "broken"),
            Resolution::Loop => (None, "loop"),
        }
    }

    #[test]
    fn links_are_followed_inside_the_archive_alone() {
        let members = members(&[
            ("./a.tar", EntryKind::File, ""),
            ("id/layer.tar", EntryKind::Symlink, "../a.tar"),
            ("out", EntryKind::Symlink, "../a.tar"),
            ("chain/up", EntryKind::Symlink, ".."),
            ("chain/out", EntryKind::Symlink, "up/../a.tar"),
            ("abs", EntryKind::Symlink, "/a.tar"),
            ("broken", EntryKind::Symlink, "b.tar"),
            ("loop", EntryKind::Symlink, "loop"),
            ("x", EntryKind::Symlink, "y/z"),
            ("y", EntryKind::Symlink, "x"),
            ("hard/link", EntryKind::HardLink, "a.tar"),
            ("dirs", EntryKind::Symlink, "id"),
        ]);
        for (name, expected) in [
            ("a.tar", (Some(0), "plain")),
            ("id/layer.tar", (Some(0), "linked")),
            ("dirs/layer.tar", (Some(0), "linked")),
            ("chain/up/a.tar", (Some(0), "linked")),
            ("hard/link", (Some(0), "linked")),
            ("out", (None, "outside")),
            ("chain/out", (None, "outside")),
            ("abs", (None, "outside")),
            ("../a.tar", (None, "outside")),
            ("broken", (None, "broken")),
            ("loop", (None, "loop")),
            ("x", (None, "loop")),
            ("b.tar", (None, "missing")),
        ] {
            assert_eq!(resolve(&members, name), expected, "{name}");
        }
    }

    #[test]
    fn long_chains_end() {
        let wide = "w/".repeat(3_000);
        let members = members(&[("w", EntryKind::Symlink, &wide)]);
        assert_eq!(resolve(&members, "w"), (None, "loop"));
        assert_eq!(members.resolve(b"w", &mut 0), Resolution::Loop);
    }

    #[test]
    fn a_second_member_of_one_name_is_noted() {
        let members = members(&[
            ("blobs/", EntryKind::Directory, ""),
            ("index.json", EntryKind::File, ""),
            ("./blobs", EntryKind::Directory, ""),
            (".//index.json", EntryKind::File, ""),
        ]);
        let [duplicate] = members.duplicates() else { panic!("{members:?}") };
        assert_eq!((duplicate.first, duplicate.second), (1, 3));
        assert_eq!(members.get(b"index.json").unwrap().offset, 1);
    }
}
