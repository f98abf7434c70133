use super::{
    Folding,
    table::{CLASSES, FULL, SIMPLE, TEXT},
};

fn fold(folding: Folding, name: &str) -> String {
    String::from_utf8(folding.fold(name.as_bytes())).unwrap()
}

#[test]
fn simple_folding_changes_letters_one_by_one() {
    for (name, folded) in [
        ("README.md", "readme.md"),
        ("ÀÉÎ", "àéî"),
        ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
        ("ς", "σ"),
        ("Ж", "ж"),
        ("\u{1e9e}", "ß"),
        ("ß", "ß"),
        ("\u{212a}", "k"),
        ("\u{10400}", "\u{10428}"),
        ("\u{130}", "\u{130}"),
        ("\u{101}\u{100}", "\u{101}\u{101}"),
    ] {
        assert_eq!(fold(Folding::Case, name), folded, "{name}");
    }
}

#[test]
fn compatible_folding_joins_what_is_composed_and_what_is_not() {
    for (left, right) in [
        ("é", "e\u{301}"),
        ("É", "e\u{301}"),
        ("STRASSE", "straße"),
        ("ﬁle", "FILE"),
        ("ＦＩＬＥ", "file"),
        ("①", "1"),
        ("가", "\u{1100}\u{1161}"),
        ("각", "\u{1100}\u{1161}\u{11a8}"),
        ("ガ", "カ\u{3099}"),
        ("ﾊﾟ", "パ"),
        ("a\u{323}\u{307}", "a\u{307}\u{323}"),
        ("\u{1e69}", "s\u{307}\u{323}"),
        (".git", ".g\u{200c}it"),
        ("\u{130}", "i\u{307}"),
        ("\u{1f80}", "\u{1f00}ι"),
    ] {
        let folding = Folding::Compatible;
        assert_eq!(fold(folding, left), fold(folding, right), "{left} {right}");
    }
    for (left, right) in
        [("e", "é"), ("a", "а"), ("ı", "i"), ("a\u{301}\u{300}", "a\u{300}\u{301}")]
    {
        let folding = Folding::Compatible;
        assert_ne!(fold(folding, left), fold(folding, right), "{left} {right}");
    }
}

#[test]
fn bytes_that_are_no_text_stay() {
    for folding in [Folding::Case, Folding::Compatible] {
        assert_eq!(folding.fold(b"A\xffB\xc3"), b"a\xffb\xc3");
    }
    assert!(!Folding::concerns(b"a-1.txt"));
    assert!(Folding::concerns(b"a-1.Txt") && Folding::concerns("é".as_bytes()));
}

/// What is folded once does not change when folded again: else equal names could differ.
#[test]
fn folding_is_idempotent() {
    for folding in [Folding::Case, Folding::Compatible] {
        for letter in '\0'..=char::MAX {
            let once = fold(folding, &letter.to_string());
            assert_eq!(fold(folding, &once), once, "{letter:?}");
        }
    }
}

#[test]
fn the_tables_are_in_order() {
    assert!(SIMPLE.is_sorted_by(|left, right| left.1 < right.0));
    assert!(CLASSES.is_sorted_by(|left, right| left.1 < right.0));
    assert!(FULL.is_sorted_by(|left, right| left.0 < right.0 && left.1 <= right.1));
    assert!(FULL.iter().all(|&(_, start)| TEXT.is_char_boundary(usize::from(start))));
}
