use proptest::prelude::*;

use super::{LayerIndex, Nearby};
use crate::model::{Entry, EntryKind, EntryPath, Limits};

fn entry(path: &str, kind: EntryKind, target: &str) -> Entry {
    Entry {
        path: EntryPath::new(path),
        kind,
        link_target: EntryPath::new(target),
        ..Entry::default()
    }
}

pub(super) fn index(entries: &[(&str, EntryKind, &str)]) -> LayerIndex {
    let mut index = LayerIndex::new([0; 16]);
    for (number, (path, kind, target)) in entries.iter().enumerate() {
        let mut entry = entry(path, *kind, target);
        entry.start = crate::model::to_u64(number).saturating_mul(512);
        let parents = index.walk_parents(path.as_bytes());
        let target =
            (*kind == EntryKind::HardLink).then(|| index.walk_hard_link(target.as_bytes()));
        index.insert(&entry, parents, target.as_ref(), &Limits::default());
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

#[test]
fn a_link_with_a_loop_above_it_has_no_place() {
    let index = index(&[
        ("a", EntryKind::Symlink, "b"),
        ("b", EntryKind::Symlink, "a"),
        ("a/f", EntryKind::File, ""),
    ]);
    assert!(index.find(b"").is_none(), "the root is not that file");
    assert!(index.find(b"a/f").is_none());
}

#[test]
fn hard_links_wait_for_targets_that_are_not_there() {
    let waiting = |entries: &[(&str, EntryKind, &str)]| -> Vec<Vec<u8>> {
        index(entries).pending().iter().map(|link| link.target.to_vec()).collect()
    };
    let link = EntryKind::HardLink;
    assert_eq!(waiting(&[("h", link, "f"), ("f", EntryKind::File, "")]), [b"f"]);
    assert!(waiting(&[("f", EntryKind::File, ""), ("h", link, "./f")]).is_empty());
    assert!(waiting(&[("d/f", EntryKind::File, ""), ("h", link, "d")]).is_empty(), "implied");
    assert!(waiting(&[("h", link, "h")]).is_empty(), "itself");
    assert_eq!(waiting(&[("a/b", link, "a")]), [b"a"], "its own parent was not there before");
}

#[test]
fn a_hard_link_to_a_symlink_is_that_symlink() {
    let mut index = index(&[
        ("s", EntryKind::Symlink, "/usr"),
        ("h", EntryKind::HardLink, "s"),
        ("f", EntryKind::File, ""),
        ("g", EntryKind::HardLink, "f"),
    ]);
    assert!(index.walk_parents(b"h/x").absolute);
    let linked = |path: &[u8]| {
        index.find(path).and_then(|found| index.node(found.node)).map(|node| node.linked)
    };
    assert_eq!((linked(b"s"), linked(b"h"), linked(b"g")), (Some(false), Some(true), Some(false)));
}

#[test]
fn walks_meet_where_they_lead_to_one_place() {
    let mut index = index(&[("d", EntryKind::Directory, ""), ("l", EntryKind::Symlink, "d")]);
    let mut meet = |one: &[u8], other: &[u8]| {
        let (one, other) = (index.walk_parents(one), index.walk_parents(other));
        one.meets(&other)
    };
    assert!(meet(b"d/new", b"l/./new"));
    assert!(meet(b"new/x", b"new//x/"));
    assert!(!meet(b"d/new", b"new"));
    assert!(!meet(b"l", b"d"));
}

#[test]
fn the_index_stops_at_its_bound_and_says_where() {
    let limits = Limits { index_size: 1024, ..Limits::default() };
    let mut index = LayerIndex::new([0; 16]);
    for number in 0..64_u64 {
        let mut entry = entry("h", EntryKind::HardLink, &format!("missing-{number}"));
        entry.start = number.saturating_mul(512);
        let parents = index.walk_parents(b"h");
        let target = index.walk_hard_link(entry.link_target.as_bytes());
        index.insert(&entry, parents, Some(&target), &limits);
    }
    let full = index.full().unwrap();
    assert!((512..64 * 512).contains(&full), "{full}");
    assert!(index.pending().len() < 64);
}

/// What the index says, entry by entry, must not hang on which directory it remembers.
#[test]
fn a_directory_that_is_remembered_is_forgotten_when_it_changes() {
    let mut index = index(&[
        ("d/sub/a", EntryKind::File, ""),
        ("d/sub/b", EntryKind::File, ""),
        ("d", EntryKind::Symlink, "/other"),
    ]);
    let walk = index.walk_parents(b"d/sub/c");
    assert!(walk.absolute && walk.through.is_some());

    let entries = [("e/a", EntryKind::File, ""), ("e", EntryKind::File, "")];
    assert!(self::index(&entries).walk_parents(b"e/b").blocked_by.is_some());

    let entries = [("x/../y/a", EntryKind::File, ""), ("x", EntryKind::Symlink, "z/z")];
    assert!(self::index(&entries).walk_parents(b"x/../y/b").through.is_some());
}

#[test]
fn names_beside_each_other_are_found_in_every_spelling() {
    let mut index = index(&[("./d/a", EntryKind::File, ""), ("./d/b/", EntryKind::Directory, "")]);
    for (path, there) in [
        ("./d/a", true),
        ("./d/b", true),
        ("./d/b/", true),
        ("./d/c", false),
        ("./d/.", true),
        ("./d/b/..", true),
        ("./d/a/", true),
    ] {
        let walk = index.walk_parents(path.as_bytes());
        assert_eq!(index.kind_at(&walk).is_some(), there, "{path}");
    }
    assert!(index.walk_parents(b"./d/../..").climbed);
}

fn any_path() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec!["a", "b", "c", "..", ".", ""]);
    prop::collection::vec(part, 1..5).prop_map(|parts| parts.join("/"))
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let kinds = [EntryKind::File, EntryKind::Directory, EntryKind::Symlink, EntryKind::HardLink];
    let kind = prop::sample::select(kinds.to_vec());
    (any_path(), kind, any_path()).prop_map(|(path, kind, target)| entry(&path, kind, &target))
}

proptest! {
    #[test]
    fn a_directory_that_is_remembered_changes_nothing(
        entries in prop::collection::vec(any_entry(), 1..12)
    ) {
        let [mut with, mut without] = [(); 2].map(|()| LayerIndex::new([0; 16]));
        for entry in entries {
            without.nearby = Nearby::default();
            let walks = [&mut with, &mut without].map(|index| {
                let parents = index.walk_parents(entry.path.as_bytes());
                let target = index.walk_hard_link(entry.link_target.as_bytes());
                let seen = format!("{parents:?} {:?}", index.at(&parents));
                index.insert(&entry, parents, Some(&target), &Limits::default());
                seen
            });
            prop_assert_eq!(&walks[0], &walks[1]);
        }
    }
}
