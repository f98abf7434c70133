use super::{Applied, MergeBounds, MergeLimit, Merged};
use crate::{
    layer::tests::index,
    model::{EntryKind, Limits, Outline},
};

type Entries<'a> = &'a [(&'a str, EntryKind, &'a str)];

const FILE: EntryKind = EntryKind::File;
const DIRECTORY: EntryKind = EntryKind::Directory;
const SYMLINK: EntryKind = EntryKind::Symlink;
const HARD_LINK: EntryKind = EntryKind::HardLink;

/// What the last of the layers does to the others, as text: paths that go through, whiteouts that do, links
/// without target.
fn last(layers: &[Entries<'_>]) -> String {
    let outlines: Vec<Outline> = layers.iter().map(|layer| index(layer).outline()).collect();
    let mut bounds = MergeBounds::new(&Limits::default());
    let mut merged = Merged::new([0; 16], outlines.iter(), &mut bounds).unwrap();
    let mut text = String::new();
    for (layer, outline) in outlines.iter().enumerate() {
        let applied = merged.apply(outline, layer, &mut bounds).unwrap();
        text = describe(&merged, &applied);
    }
    text
}

fn describe(merged: &Merged, applied: &Applied<'_>) -> String {
    let name = |number| String::from_utf8(applied.path(number)).unwrap();
    let link = |link: super::Link| {
        let marks =
            [(link.absolute, " absolute"), (link.climbed, " climbs"), (link.endless, " endless")];
        let marks: String = marks.iter().filter(|mark| mark.0).map(|mark| mark.1).collect();
        format!("{}{marks}", String::from_utf8(merged.path(link.node)).unwrap())
    };
    let through = applied.through.iter().map(|through| {
        format!("{}+{} by {}", name(through.first), through.more, link(through.link))
    });
    let whiteouts = applied
        .whiteouts
        .iter()
        .map(|whiteout| format!("{} by {}", name(whiteout.number), link(whiteout.link)));
    let missing = applied.missing.iter().map(|link| format!("{} missing", name(link.number)));
    through.chain(whiteouts).chain(missing).collect::<Vec<_>>().join("; ")
}

#[test]
fn entries_go_through_links_of_any_lower_layer() {
    let base: Entries<'_> = &[("lib", SYMLINK, "usr/lib"), ("usr/lib/x", FILE, "")];
    let top: Entries<'_> = &[("lib/a", FILE, ""), ("lib/d/b", FILE, ""), ("usr/lib/c", FILE, "")];
    assert_eq!(last(&[base, top]), "lib/a+1 by lib");
    assert_eq!(last(&[base, &[("etc/x", FILE, "")], top]), "lib/a+1 by lib");
    assert_eq!(last(&[top, base]), "");
}

#[test]
fn ways_are_judged_as_a_whole() {
    let links: Entries<'_> = &[
        ("up", SYMLINK, "../x"),
        ("x/in", SYMLINK, "."),
        ("one", SYMLINK, "two"),
        ("two", SYMLINK, "/x"),
        ("loop", SYMLINK, "loop"),
    ];
    assert_eq!(last(&[links, &[("up/in/f", FILE, "")]]), "up/in/f+0 by x/in climbs");
    assert_eq!(last(&[links, &[("one/f", FILE, "")]]), "one/f+0 by one absolute");
    assert_eq!(last(&[links, &[("loop/f", FILE, "")]]), "loop/f+0 by loop endless");
}

#[test]
fn links_that_are_replaced_or_removed_lead_nowhere() {
    let base: Entries<'_> = &[("d/l", SYMLINK, "/etc"), ("l", SYMLINK, "/etc")];
    let below: Entries<'_> = &[("d/l/f", FILE, ""), ("l/f", FILE, "")];
    let both = "d/l/f+0 by d/l absolute; l/f+0 by l absolute";
    assert_eq!(last(&[base, below]), both);
    for removal in [
        &[("d/.wh.l", FILE, ""), (".wh.l", FILE, "")][..],
        &[(".wh.d", FILE, ""), (".wh.l", FILE, "")],
        &[(".wh..wh..opq", FILE, "")],
        &[("d/.wh..wh..opq", FILE, ""), ("l", FILE, "")],
        &[("d", FILE, ""), ("l", DIRECTORY, "")],
        &[(".wh.d", FILE, ""), ("d/.wh..wh..opq", FILE, ""), ("l", HARD_LINK, "d/l")],
    ] {
        assert_ne!(last(&[base, removal, below]), both, "{removal:?}");
        assert!(!last(&[base, removal, below]).starts_with("d/l"), "{removal:?}");
        // In the layer that replaces or removes it too, wherever the whiteout stands.
        let mut mixed: Vec<_> = removal.to_vec();
        mixed.extend_from_slice(below);
        assert!(!last(&[base, &mixed]).starts_with("d/l"), "{mixed:?}");
    }
    assert_eq!(last(&[base, &[(".wh.wrong", FILE, ""), ("d/.wh.", FILE, "")], below]), both);
}

#[test]
fn a_directory_that_comes_late_does_not_count() {
    let base: Entries<'_> = &[("l", SYMLINK, "d")];
    assert_eq!(last(&[base, &[("l", DIRECTORY, ""), ("l/f", FILE, "")]]), "");
    assert_eq!(last(&[base, &[("l/f", FILE, ""), ("l", DIRECTORY, "")]]), "l/f+0 by l");
}

#[test]
fn whiteouts_go_through_links() {
    let base: Entries<'_> = &[("l", SYMLINK, "d"), ("d/l", SYMLINK, "/etc")];
    assert_eq!(last(&[base, &[("l/.wh.l", FILE, "")]]), "l/.wh.l by l");
    assert_eq!(last(&[base, &[("l/no/.wh..wh..opq", FILE, "")]]), "l/no/.wh..wh..opq by l");
    assert_eq!(last(&[base, &[("l", DIRECTORY, ""), ("l/.wh.l", FILE, "")]]), "");
    // It did remove what it points at.
    assert_eq!(last(&[base, &[("l/.wh.l", FILE, "")], &[("d/l/f", FILE, "")]]), "");
}

#[test]
fn hard_links_are_looked_for_in_all_lower_layers() {
    let base: Entries<'_> =
        &[("d/f", FILE, ""), ("l", SYMLINK, "d"), ("e/f", FILE, ""), ("f", FILE, "")];
    let links: Entries<'_> =
        &[("1", HARD_LINK, "d/f"), ("2", HARD_LINK, "./l/f"), ("3", HARD_LINK, "d/g")];
    assert_eq!(last(&[base, &[("x", FILE, "")], links]), "3 missing");
    assert_eq!(last(&[base, &[(".wh.d", FILE, "")], links]), "1 missing; 2 missing; 3 missing");
    assert_eq!(last(&[base, &[("d", FILE, "")], links]), "1 missing; 2 missing; 3 missing");
    assert_eq!(last(&[base, &[("d/.wh.f", FILE, "")], &[("4", HARD_LINK, "e/f")]]), "");
    assert_eq!(last(&[&[("d/f", HARD_LINK, "no")], &[("1", HARD_LINK, "d/f")]]), "");
    assert_eq!(last(&[base, &[("l/g", FILE, ""), ("3", HARD_LINK, "d/g")]]), "l/g+0 by l");
}

#[test]
fn bounds_end_the_merge() {
    let outline = index(&[("a/b/c", FILE, ""), (".wh.x", FILE, "")]).outline();
    let twice = outline.size() * 2;
    let apply = |size, read| {
        let mut bounds = MergeBounds { size, read, ..MergeBounds::new(&Limits::default()) };
        let mut merged = Merged::new([0; 16], core::iter::empty(), &mut bounds).unwrap();
        merged.apply(&outline, 0, &mut bounds).map(|_| bounds.read)
    };
    assert_eq!(apply(1 << 10, twice), Ok(0), "read twice for the whiteout");
    assert_eq!(apply(1 << 10, twice - 1), Err(MergeLimit::Read));
    assert_eq!(apply(3 * 64 + 2, twice), Ok(0), "the root, a and b");
    assert_eq!(apply(3 * 64 + 1, twice), Err(MergeLimit::Size));
}

#[test]
fn walks_are_bounded_over_all_layers() {
    let base =
        index(&[("a", SYMLINK, "b/b/b"), ("b", SYMLINK, "c"), ("c/b", SYMLINK, ".")]).outline();
    let top = index(&[("a/f", FILE, "")]).outline();
    let endless = |walk| {
        let mut bounds = MergeBounds { walk, ..MergeBounds::new(&Limits::default()) };
        let mut merged = Merged::new([0; 16], core::iter::empty(), &mut bounds).unwrap();
        merged.apply(&base, 0, &mut bounds).unwrap();
        merged.apply(&top, 1, &mut bounds).unwrap().through[0].link.endless
    };
    assert!(endless(3));
    assert!(!endless(100));
}
