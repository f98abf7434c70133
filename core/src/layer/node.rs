//! The tree of paths: nodes in one vector, names in one arena, children found by a keyed hash.

use core::hash::Hasher as _;

use hashbrown::HashTable;
use siphasher::sip::SipHasher13;

use crate::model::{EntryKind, to_u64};

/// A node of the tree.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct NodeId(u32);

/// What a file holds, told in 16 bytes: the start of its SHA-256, so that no two files can be made to agree.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct ContentMark([u8; 16]);

/// A hash of a directory and the name of what is in it, by the key of an index.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct NameHash(u32);

/// One path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    parent: NodeId,
    name: Slice,
    target: Slice,
    /// Offset of the last entry that made it.
    pub(crate) offset: u64,
    /// What that entry was; a directory where only entries below it were seen.
    pub(crate) kind: EntryKind,
    /// An entry made it.
    pub(crate) explicit: bool,
    /// That entry was a hard link to a symlink: `kind` and target are that symlink's.
    pub(crate) linked: bool,
    /// That entry was a regular file without data.
    pub(crate) empty: bool,
    /// What that entry held, where contents are compared.
    pub(crate) content: Option<ContentMark>,
}

/// A range of the arena.
#[derive(Clone, Copy, Debug, Default)]
struct Slice {
    start: u32,
    length: u32,
}

/// All paths of one stream.
#[derive(Debug)]
pub(super) struct Nodes {
    list: Vec<Node>,
    names: Vec<u8>,
    /// Children by the hashes of their names, which stand beside them: neither a search in vain nor growing
    /// reads a node.
    table: HashTable<(NameHash, NodeId)>,
    key: [u8; 16],
}

/// Memory of a node and of its place in the table, in bytes: stated, so that every machine counts alike.
const NODE: u64 = 64;

impl ContentMark {
    /// The mark of contents that have this SHA-256.
    pub(crate) fn of(digest: &[u8]) -> Self {
        Self(digest.first_chunk().copied().unwrap_or_default())
    }
}

impl NodeId {
    /// The root of the archive.
    pub(crate) const ROOT: Self = Self(0);

    /// Its position among the nodes, the root being 0.
    pub(crate) const fn number(self) -> u32 {
        self.0
    }

    fn position(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl NameHash {
    /// Of no name at all.
    pub(super) const NONE: Self = Self(0);

    fn of(key: [u8; 16], parent: NodeId, name: &[u8]) -> Self {
        let mut hasher = SipHasher13::new_with_key(&key);
        hasher.write(name);
        hasher.write_u32(parent.0);
        // The lower half is as good a hash as the whole.
        let [a, b, c, d, ..] = hasher.finish().to_le_bytes();
        Self(u32::from_le_bytes([a, b, c, d]))
    }

    /// As tables take it, which read it from both ends.
    pub(super) fn wide(self) -> u64 {
        u64::from(self.0) << 32 | u64::from(self.0)
    }
}

impl Nodes {
    pub(super) fn new(key: [u8; 16]) -> Self {
        let root = Node {
            parent: NodeId::ROOT,
            name: Slice::default(),
            target: Slice::default(),
            offset: 0,
            kind: EntryKind::Directory,
            explicit: false,
            linked: false,
            empty: false,
            content: None,
        };
        Self { list: vec![root], names: Vec::new(), table: HashTable::new(), key }
    }

    /// Memory held, in bytes, as a measure that does not depend on how vectors grow.
    pub(super) fn bytes(&self) -> u64 {
        to_u64(self.names.len()).saturating_add(to_u64(self.list.len()).saturating_mul(NODE))
    }

    pub(super) fn get(&self, node: NodeId) -> Option<&Node> {
        self.list.get(node.position())
    }

    pub(super) fn parent(&self, node: NodeId) -> NodeId {
        self.get(node).map_or(NodeId::ROOT, |node| node.parent)
    }

    /// The child of that name.
    pub(super) fn child(&self, parent: NodeId, name: &[u8]) -> Option<NodeId> {
        self.find(parent, name).ok()
    }

    /// The child of that name, or the hash to add one with.
    pub(super) fn find(&self, parent: NodeId, name: &[u8]) -> Result<NodeId, NameHash> {
        let hash = self.hash(parent, name);
        let is_child = |&(other, node): &(NameHash, NodeId)| {
            other == hash && is(&self.list, &self.names, node, parent, name)
        };
        self.table.find(hash.wide(), is_child).map(|&(_, node)| node).ok_or(hash)
    }

    /// A new child, an implied directory. There must be none of that name.
    pub(super) fn add_child(&mut self, parent: NodeId, name: &[u8]) -> NodeId {
        self.add_found(parent, name, self.hash(parent, name))
    }

    /// The same with the hash that [`find`](Self::find) gave.
    pub(super) fn add_found(&mut self, parent: NodeId, name: &[u8], hash: NameHash) -> NodeId {
        debug_assert_eq!(hash, self.hash(parent, name));
        let Ok(number) = u32::try_from(self.list.len()) else { return parent };
        let child = NodeId(number);
        let name = self.store(name);
        self.list.push(Node {
            parent,
            name,
            target: Slice::default(),
            offset: 0,
            kind: EntryKind::Directory,
            explicit: false,
            linked: false,
            empty: false,
            content: None,
        });
        self.table.insert_unique(hash.wide(), (hash, child), |(hash, _)| hash.wide());
        child
    }

    /// Takes a child out of its directory. The node itself stays, out of reach of any path.
    pub(super) fn detach(&mut self, parent: NodeId, name: &[u8]) {
        let hash = self.hash(parent, name);
        let Self { list, names, table, .. } = self;
        let is_child = |&(other, node): &(NameHash, NodeId)| {
            other == hash && is(list, names, node, parent, name)
        };
        if let Ok(child) = table.find_entry(hash.wide(), is_child) {
            child.remove();
        }
    }

    /// Says what an entry made of a node.
    pub(super) fn set(
        &mut self,
        node: NodeId,
        kind: EntryKind,
        offset: u64,
        target: Option<&[u8]>,
    ) {
        let target = target.map(|target| self.store(target)).unwrap_or_default();
        if let Some(node) = self.list.get_mut(node.position()) {
            node.kind = kind;
            node.offset = offset;
            node.explicit = true;
            node.linked = false;
            node.empty = false;
            node.content = None;
            node.target = target;
        }
    }

    /// Says that the entry was a regular file without data.
    pub(super) fn set_empty(&mut self, node: NodeId) {
        if let Some(node) = self.list.get_mut(node.position()) {
            node.empty = true;
        }
    }

    /// Says what the entry held.
    pub(super) fn set_content(&mut self, node: NodeId, content: ContentMark) {
        if let Some(node) = self.list.get_mut(node.position()) {
            node.content = Some(content);
        }
    }

    /// The last component of a node's path.
    pub(super) fn name(&self, node: NodeId) -> &[u8] {
        parent_and_name(&self.list, &self.names, node).1
    }

    /// Makes a node the same symlink as another one.
    pub(super) fn set_linked(&mut self, node: NodeId, offset: u64, symlink: NodeId) {
        let target = self.get(symlink).map(|symlink| symlink.target).unwrap_or_default();
        self.set(node, EntryKind::Symlink, offset, None);
        if let Some(node) = self.list.get_mut(node.position()) {
            node.linked = true;
            node.target = target;
        }
    }

    /// The target of a symlink.
    pub(super) fn target(&self, node: NodeId) -> &[u8] {
        self.get(node).map_or(&[], |node| slice(&self.names, node.target))
    }

    /// The path from the root.
    pub(super) fn path(&self, node: NodeId) -> Vec<u8> {
        let mut names = Vec::new();
        let mut at = node;
        while at != NodeId::ROOT {
            let (parent, name) = parent_and_name(&self.list, &self.names, at);
            names.push(name);
            at = parent;
        }
        names.reverse();
        names.join(&b'/')
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        let numbered = (0..).map(NodeId).zip(&self.list);
        numbered.filter(|(_, node)| node.explicit)
    }

    /// All nodes but the root, numbered from 1, a directory before what is in it.
    pub(super) fn below_root(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        (0..).map(NodeId).zip(&self.list).skip(1)
    }

    /// The hash of a child's name, with the key of this index.
    pub(super) fn hash(&self, parent: NodeId, name: &[u8]) -> NameHash {
        NameHash::of(self.key, parent, name)
    }

    pub(super) fn children_of_root(&self) -> impl Iterator<Item = &[u8]> {
        let below_root = |node: &&Node| node.parent == NodeId::ROOT;
        self.list.iter().skip(1).filter(below_root).map(|node| slice(&self.names, node.name))
    }

    /// Keeps bytes in the arena. The arena is bounded by `Limits::index_size`, far below 4 GiB; were it ever
    /// full, the name would be kept empty.
    fn store(&mut self, bytes: &[u8]) -> Slice {
        let (Ok(start), Ok(length)) = (u32::try_from(self.names.len()), u32::try_from(bytes.len()))
        else {
            return Slice::default();
        };
        self.names.extend_from_slice(bytes);
        Slice { start, length }
    }
}

fn is(list: &[Node], names: &[u8], node: NodeId, parent: NodeId, name: &[u8]) -> bool {
    let node = list.get(node.position());
    node.is_some_and(|node| node.parent == parent && slice(names, node.name) == name)
}

fn parent_and_name<'a>(nodes: &[Node], names: &'a [u8], node: NodeId) -> (NodeId, &'a [u8]) {
    nodes
        .get(node.position())
        .map_or((NodeId::ROOT, &[]), |node| (node.parent, slice(names, node.name)))
}

fn slice(names: &[u8], slice: Slice) -> &[u8] {
    let start = usize::try_from(slice.start).unwrap_or(usize::MAX);
    let length = usize::try_from(slice.length).unwrap_or(usize::MAX);
    names.get(start..).and_then(|rest| rest.get(..length)).unwrap_or_default()
}
