use super::LayerIndex;
use crate::model::{Entry, EntryKind, EntryPath, Limits};

fn entry(path: &str, kind: EntryKind, target: &str) -> Entry {
    Entry {
        path: EntryPath::new(path),
        kind,
        link_target: EntryPath::new(target),
        ..Entry::default()
    }
}

fn index(entries: &[(&str, EntryKind, &str)]) -> LayerIndex {
    let mut index = LayerIndex::new([0; 16]);
    for (number, (path, kind, target)) in entries.iter().enumerate() {
        let mut entry = entry(path, *kind, target);
        entry.start = crate::model::to_u64(number) * 512;
        let parents = index.walk_parents(path.as_bytes());
        let target =
            (*kind == EntryKind::HardLink).then(|| index.walk_hard_link(target.as_bytes()));
        index.insert(&entry, &parents, target.as_ref(), &Limits::default());
    }
    index
}

#[test]
fn spellings_of_one_place_meet() {
    let index = index(&[("a/b/c", EntryKind::File, "")]);
    for spelling in ["a/b/c", "./a//b/./c", "/a/b/c", "a/x/../b/c", "../a/b/c"] {
        assert!(index.find(spelling.as_bytes()).is_some(), "{spelling}");
    }
    assert!(index.find(b"a/b").is_none(), "an implied directory is no entry");
    assert!(index.find(b"a/c").is_none());
}

#[test]
fn parents_are_followed_through_symlinks() {
    let mut index = index(&[
        ("lib", EntryKind::Symlink, "usr/lib"),
        ("usr/lib/x", EntryKind::File, ""),
        ("abs", EntryKind::Symlink, "/usr"),
    ]);
    let walk = index.walk_parents(b"lib/x");
    assert!(walk.through.is_some() && !walk.absolute && !walk.climbed);
    assert_eq!(index.at(&walk).map(|earlier| earlier.offset), Some(512));
    let walk = index.walk_parents(b"abs/lib/x");
    assert!(walk.absolute && !walk.climbed);
    assert_eq!(index.at(&walk).map(|earlier| earlier.offset), Some(512));
}

#[test]
fn climbing_is_judged_at_the_resolved_place() {
    let mut index = index(&[("d", EntryKind::Directory, ""), ("d/up", EntryKind::Symlink, "..")]);
    let parents = index.walk_parents(b"d/up/x");
    assert!(!parents.climbed);
    assert!(index.walk_symlink(&parents, b"..").climbed, "d/up/x is at the root");
    let parents = index.walk_parents(b"d/y");
    assert!(!index.walk_symlink(&parents, b"../z").climbed);
    assert!(index.walk_symlink(&parents, b"../../z").climbed);
    assert!(index.walk_symlink(&parents, b"nowhere/../../../z").climbed);
}

#[test]
fn loops_and_chains_end() {
    let mut index = index(&[("a", EntryKind::Symlink, "b"), ("b", EntryKind::Symlink, "a")]);
    assert!(index.walk_parents(b"a/x").endless);
    assert!(!index.walk_parents(b"a").endless, "the last component is not followed");
}

#[test]
fn a_file_in_the_way_is_seen() {
    let mut index = index(&[("f", EntryKind::File, "")]);
    assert!(index.walk_parents(b"f/x").blocked_by.is_some());
}

#[test]
fn paths_are_given_back_in_normal_form() {
    let index = index(&[("./a//b", EntryKind::File, "")]);
    let found = index.find(b"a/b").unwrap();
    assert_eq!(index.path(found.node), b"a/b");
}

#[test]
fn a_long_path_of_dots_takes_linear_time() {
    let mut path = b"./".repeat(1 << 20);
    path.extend_from_slice(b"x");
    let index = index(&[(std::str::from_utf8(&path).unwrap(), EntryKind::File, "")]);
    assert!(index.find(b"x").is_some());
}
