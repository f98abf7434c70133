//! Following a path through the symlinks of earlier entries, as the kernel would.

use super::node::{NameHash, NodeId, Nodes};
use crate::model::EntryKind;

/// Symlinks that one walk follows: more than Linux does (40), as rules.md asks.
const HOPS: u32 = 255;
/// Components that one walk looks at.
pub(super) const STEPS: u64 = 1 << 14;

/// Where a path leads, and what was met on the way.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    /// The deepest place that exists.
    base: NodeId,
    /// The path below `base` that does not exist, with `/` between its names.
    missing: Vec<u8>,
    /// The hash of the first of its names, where there is one.
    hash: NameHash,
    /// The first symlink that was followed.
    pub(crate) through: Option<NodeId>,
    /// A symlink that was followed has an absolute target.
    pub(crate) absolute: bool,
    /// `..` was applied at the root.
    pub(crate) climbed: bool,
    /// More links or components than are followed.
    pub(crate) endless: bool,
    /// A component that is followed by another one is no directory.
    pub(crate) blocked_by: Option<NodeId>,
}

impl Walk {
    const fn new(base: NodeId) -> Self {
        Self::in_buffer(base, Vec::new())
    }

    /// With an empty buffer for names that do not exist.
    const fn in_buffer(base: NodeId, buffer: Vec<u8>) -> Self {
        Self {
            base,
            missing: buffer,
            hash: NameHash::NONE,
            through: None,
            absolute: false,
            climbed: false,
            endless: false,
            blocked_by: None,
        }
    }

    /// It leads to the root of the archive.
    pub(crate) fn is_root(&self) -> bool {
        self.base == NodeId::ROOT && self.missing.is_empty() && !self.endless
    }

    /// Both lead to one place, whether or not something stands there.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let ends = !self.endless && !other.endless;
        ends && self.base == other.base && self.missing == other.missing
    }

    /// A symlink that was followed is absolute, or `..` was applied at the root on the way.
    pub(crate) const fn leaves(&self) -> bool {
        self.absolute || self.climbed
    }

    /// The node that it leads to, if that exists.
    pub(super) fn place(&self) -> Option<NodeId> {
        (self.missing.is_empty() && !self.endless).then_some(self.base)
    }

    /// The node that it leads to, made with all directories above it. Nothing may have been made since the
    /// walk.
    pub(super) fn make(&self, nodes: &mut Nodes) -> NodeId {
        let mut names = self.missing.split(|&byte| byte == b'/').filter(|name| !name.is_empty());
        let Some(first) = names.next() else { return self.base };
        let first = nodes.add_found(self.base, first, self.hash);
        names.fold(first, |parent, name| nodes.add_child(parent, name))
    }

    /// The directory that the path's last component is in, if the way there was plain: no links, no `..`.
    pub(super) fn plain_directory(&self, nodes: &Nodes) -> Option<NodeId> {
        let plain = self.through.is_none() && self.blocked_by.is_none() && !self.climbed;
        if !plain || self.endless {
            None
        } else if self.missing.is_empty() {
            Some(nodes.parent(self.base))
        } else {
            (!self.missing.contains(&b'/')).then_some(self.base)
        }
    }

    /// Its buffer, empty, for another walk.
    pub(super) fn into_buffer(mut self) -> Vec<u8> {
        self.missing.clear();
        self.missing
    }

    /// The path that it leads to, whether or not something stands there.
    pub(super) fn path(&self, nodes: &Nodes) -> Vec<u8> {
        let mut path = nodes.path(self.base);
        if !path.is_empty() && !self.missing.is_empty() {
            path.push(b'/');
        }
        path.extend_from_slice(&self.missing);
        path
    }

    /// The place above the one that it leads to: where a symlink's target starts.
    fn parent(&self, nodes: &Nodes) -> Self {
        let mut parent = Self::new(self.base);
        parent.missing.clone_from(&self.missing);
        parent.hash = self.hash;
        if !parent.drop_missing() {
            parent.base = nodes.parent(self.base);
        }
        parent
    }

    /// Drops the last name that does not exist; false where there is none.
    fn drop_missing(&mut self) -> bool {
        if self.missing.is_empty() {
            return false;
        }
        let end = self.missing.iter().rposition(|&byte| byte == b'/').unwrap_or_default();
        self.missing.truncate(end);
        true
    }

    fn step_up(&mut self, nodes: &Nodes) {
        if self.drop_missing() {
            return;
        }
        self.climbed |= self.base == NodeId::ROOT;
        self.base = nodes.parent(self.base);
    }

    fn step_down(&mut self, nodes: &Nodes, name: &[u8]) -> Option<NodeId> {
        if self.missing.is_empty() {
            match nodes.find(self.base, name) {
                Ok(child) => return Some(child),
                Err(hash) => self.hash = hash,
            }
        } else {
            self.missing.push(b'/');
        }
        self.missing.extend_from_slice(name);
        None
    }
}

/// Follows all components of `path` but the last from the root; the last is looked up, never followed.
pub(super) fn parents(nodes: &Nodes, budget: &mut u64, path: &[u8]) -> Walk {
    run(nodes, budget, Walk::new(NodeId::ROOT), path)
}

/// Follows a path from a directory, as [`parents`] does from the root, with the buffer of an earlier walk.
pub(super) fn below(
    nodes: &Nodes,
    budget: &mut u64,
    directory: NodeId,
    path: &[u8],
    buffer: Vec<u8>,
) -> Walk {
    run(nodes, budget, Walk::in_buffer(directory, buffer), path)
}

/// Follows a symlink's target from the directory of the link that `link` leads to. The last component is
/// looked up, never followed.
pub(super) fn from(nodes: &Nodes, budget: &mut u64, link: &Walk, target: &[u8]) -> Walk {
    let absolute = target.first() == Some(&b'/');
    let start = if absolute { Walk::new(NodeId::ROOT) } else { link.parent(nodes) };
    let mut walk = run(nodes, budget, start, target);
    walk.absolute |= absolute;
    walk
}

/// Follows a symlink to what it leads to in the end, which is none itself.
pub(super) fn follow(nodes: &Nodes, budget: &mut u64, symlink: NodeId) -> Walk {
    let mut met = Walk::new(symlink);
    let mut at = symlink;
    for _ in 0..HOPS {
        *budget = budget.saturating_sub(1);
        let target = nodes.target(at);
        let absolute = target.first() == Some(&b'/');
        let start = if absolute { NodeId::ROOT } else { nodes.parent(at) };
        let mut walk = run(nodes, budget, Walk::new(start), target);
        walk.through = Some(symlink);
        walk.absolute |= absolute | met.absolute;
        walk.climbed |= met.climbed;
        walk.endless |= *budget == 0;
        let place = walk
            .place()
            .filter(|&place| nodes.get(place).is_some_and(|node| node.kind == EntryKind::Symlink));
        let Some(next) = place else { return walk };
        at = next;
        met = walk;
    }
    met.endless = true;
    met
}

fn run(nodes: &Nodes, budget: &mut u64, mut walk: Walk, path: &[u8]) -> Walk {
    let mut todo = Todo { path, behind: Vec::new() };
    let mut hops = 0_u32;
    let mut steps = 0_u64;
    while let Some((name, is_last)) = todo.next_component() {
        if name == b".." {
            walk.step_up(nodes);
            continue;
        }
        let Some(child) = walk.step_down(nodes, name) else { continue };
        let kind = nodes.get(child).map(|node| node.kind).unwrap_or_default();
        if is_last || kind == EntryKind::Directory {
            walk.base = child;
        } else if kind == EntryKind::Symlink {
            walk.through.get_or_insert(child);
            hops = hops.saturating_add(1);
            // Only walks through links cost more than their own length: these draw on the budget.
            steps = steps.saturating_add(1);
            *budget = budget.saturating_sub(1);
            if hops > HOPS || *budget == 0 {
                walk.endless = true;
                return walk;
            }
            let target = nodes.target(child);
            if target.first() == Some(&b'/') {
                walk.absolute = true;
                walk.base = NodeId::ROOT;
            }
            todo.push(target);
        } else {
            walk.blocked_by.get_or_insert(child);
            walk.base = child;
        }
        if hops > 0 {
            steps = steps.saturating_add(1);
            *budget = budget.saturating_sub(1);
            if steps > STEPS || *budget == 0 {
                walk.endless = true;
                return walk;
            }
        }
    }
    walk
}

/// What is still to be walked.
struct Todo<'a> {
    /// Comes first.
    path: &'a [u8],
    /// What comes behind it, the last first: none of it is empty.
    behind: Vec<&'a [u8]>,
}

impl<'a> Todo<'a> {
    /// Puts a path before all others.
    fn push(&mut self, path: &'a [u8]) {
        if !self.path.is_empty() {
            self.behind.push(self.path);
        }
        self.path = path;
    }

    /// Takes the next component off, and says whether it is the very last one.
    fn next_component(&mut self) -> Option<(&'a [u8], bool)> {
        loop {
            let path = trim(self.path);
            if path.is_empty() {
                self.path = self.behind.pop()?;
                continue;
            }
            let end = path.iter().position(|&byte| byte == b'/').unwrap_or(path.len());
            let (name, rest) = path.split_at_checked(end)?;
            self.path = trim(rest);
            return Some((name, self.path.is_empty() && self.behind.is_empty()));
        }
    }
}

/// Drops slashes and `.` components from the start of a path.
fn trim(mut path: &[u8]) -> &[u8] {
    loop {
        path = match path {
            [b'/', rest @ ..] | [b'.', b'/', rest @ ..] => rest,
            [b'.'] => &[],
            _ => return path,
        };
    }
}
