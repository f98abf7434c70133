//! The core's modules in ranks: a module names only modules of a lower rank.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test ends where it is wrong"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use ocivet_tests::generated::top;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Top-level modules by rank, the lowest first.
const RANKS: &[&[&str]] = &[
    &["model"],
    &["decode", "digest", "json", "reference", "tar"],
    &["docker", "dockerfile", "layer", "oci", "trust"],
    &["graph", "policy"],
    &["rules"],
    &["options", "render"],
    &["blob"],
    &["assemble"],
    &["verifier"],
    &["fuzzing", "parts"],
];

fn rank(module: &str) -> Option<usize> {
    RANKS.iter().position(|modules| modules.contains(&module))
}

/// A path that leaves its own module by `crate::` or `super::`.
#[derive(Debug, Eq, PartialEq)]
struct Named {
    line: usize,
    /// The first component below the crate's root; none for the root itself.
    module: Option<String>,
}

/// Paths that a source names, `module` being where it stands.
fn named(module: &[&str], source: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let tokens: TokenStream = source.parse().unwrap();
    walk(&module.iter().map(|&name| name.to_owned()).collect::<Vec<_>>(), tokens, &mut found);
    found
}

fn walk(module: &[String], tokens: TokenStream, found: &mut Vec<Named>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(word) if word == "mod" => {
                at += 1;
                if let [name, TokenTree::Group(body), ..] = &tokens[at..] {
                    walk(&[module, &[name.to_string()]].concat(), body.stream(), found);
                    at += 2;
                }
            }
            TokenTree::Ident(word)
                if ["crate", "self", "super"].iter().any(|root| word == root)
                    && is_separator(&tokens[at + 1..]) =>
            {
                at += resolve(module.to_vec(), &tokens[at..], found);
            }
            TokenTree::Group(group) => {
                walk(module, group.stream(), found);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

fn is_separator(tokens: &[TokenTree]) -> bool {
    let colon =
        |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ':');
    matches!(tokens, [one, two, ..] if colon(one) && colon(two))
}

/// Follows a path or a tree of paths, and gives the number of tokens that belong to its first components.
fn resolve(mut base: Vec<String>, tokens: &[TokenTree], found: &mut Vec<Named>) -> usize {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let line = token.span().start().line;
        match token {
            TokenTree::Ident(word) if word == "crate" => base.clear(),
            TokenTree::Ident(word) if word == "self" => {}
            TokenTree::Ident(word) if word == "super" => {
                base.pop();
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let parts: Vec<_> = group.stream().into_iter().collect();
                let comma = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',');
                for part in parts.split(comma).filter(|part| !part.is_empty()) {
                    resolve(base.clone(), part, found);
                }
                return at + 1;
            }
            // A name, or `*` for all of `base`.
            _ => {
                if let TokenTree::Ident(name) = token {
                    base.push(name.to_string());
                }
                found.push(Named { line, module: base.first().cloned() });
                return at + 1;
            }
        }
        at += 1;
        if !is_separator(&tokens[at..]) {
            break;
        }
        at += 2;
    }
    at
}

/// What a source names against the ranks.
fn faults(module: &[&str], source: &str) -> Vec<String> {
    let Some(own) = module.first() else { return Vec::new() };
    let Some(own_rank) = rank(own) else {
        return vec![format!("module {own} has no rank")];
    };
    let fault = |named: Named| {
        let line = named.line;
        match named.module {
            None => Some(format!("line {line}: {own} names all of the crate's root")),
            Some(other) if other == *own => None,
            Some(other) => match rank(&other) {
                None => Some(format!("line {line}: {own} names {other}, which is no module")),
                Some(rank) if rank < own_rank => None,
                Some(rank) => Some(format!(
                    "line {line}: {own} (rank {own_rank}) names {other} (rank {rank})"
                )),
            },
        }
    };
    named(module, source).into_iter().filter_map(fault).collect()
}

/// All `.rs` files below a folder, sorted.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The module that a file below `src` holds.
fn module_of(path: &Path) -> Vec<String> {
    let path = path.with_extension("");
    let mut module: Vec<_> = path.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if module.last().is_some_and(|last| last == "mod" || last == "lib") {
        module.pop();
    }
    module
}

#[test]
fn modules_name_only_lower_ranks() {
    let src = top().join("core/src");
    let mut all = Vec::new();
    let files = sources(&src);
    assert!(files.len() > 20, "{files:?}");
    for file in files {
        let inside = file.strip_prefix(&src).unwrap();
        let module = module_of(inside);
        let module: Vec<_> = module.iter().map(String::as_str).collect();
        for fault in faults(&module, &fs::read_to_string(&file).unwrap()) {
            all.push(format!("{}: {fault}", inside.display()));
        }
    }
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn the_check_finds_every_way_to_name_a_module() {
    let bad = r#"
        use crate::{model::Digest, blob::{self, x}, oci as o};
        use super::super::verifier::Verifier;
        use crate::Report;
        use crate::*;
        mod tests { use super::super::super::render::Format; use super::x; }
        macro_rules! m { () => { $crate::assemble::f() } }
        fn f() -> crate::rules::other::T { (self::super::super::tar::g)() }
        pub(in crate::rules) fn g() {}
        // use crate::verifier;
        /// [`crate::verifier`]
        const TEXT: &str = "use crate::verifier;";
    "#;
    let named: Vec<_> = named(&["rules", "path"], bad)
        .into_iter()
        .map(|named| (named.line, named.module.unwrap_or_default()))
        .collect();
    let expected = [
        (2, "model"),
        (2, "blob"),
        (2, "oci"),
        (3, "verifier"),
        (4, "Report"),
        (5, ""),
        (6, "render"),
        (6, "rules"),
        (7, "assemble"),
        (8, "rules"),
        (8, "tar"),
        (9, "rules"),
    ];
    assert_eq!(named, expected.map(|(line, name)| (line, name.to_owned())));
    let faults = faults(&["rules", "path"], bad);
    assert_eq!(
        faults,
        [
            "line 2: rules (rank 4) names blob (rank 6)",
            "line 3: rules (rank 4) names verifier (rank 8)",
            "line 4: rules names Report, which is no module",
            "line 5: rules names all of the crate's root",
            "line 6: rules (rank 4) names render (rank 5)",
            "line 7: rules (rank 4) names assemble (rank 7)",
        ]
    );
    assert_eq!(self::faults(&["new"], ""), ["module new has no rank"]);
    assert_eq!(self::faults(&["oci"], "use crate::docker::X;").len(), 1);
}

#[test]
fn every_crate_forbids_unsafe_code() {
    let workspace: toml::Table =
        fs::read_to_string(top().join("Cargo.toml")).unwrap().parse().unwrap();
    let members = workspace["workspace"]["members"].as_array().unwrap();
    let mut roots = Vec::new();
    for member in members {
        let src = top().join(member.as_str().unwrap()).join("src");
        roots.extend([src.join("lib.rs"), src.join("main.rs")]);
        if src.join("bin").is_dir() {
            roots.extend(sources(&src.join("bin")));
        }
    }
    roots.retain(|root| root.exists());
    assert!(roots.len() >= members.len(), "{roots:?}");
    let forbids = |root: &PathBuf| {
        let text = fs::read_to_string(root).unwrap();
        text.lines().any(|line| line == "#![forbid(unsafe_code)]")
    };
    let bad: Vec<_> = roots.into_iter().filter(|root| !forbids(root)).collect();
    assert!(bad.is_empty(), "no `#![forbid(unsafe_code)]` in {bad:?}");
}

#[test]
fn the_guide_has_these_ranks() {
    let guide = fs::read_to_string(top().join("docs/architecture.md")).unwrap();
    for (rank, modules) in RANKS.iter().enumerate() {
        let line = format!("| {rank} | `{}` |", modules.join("`, `"));
        assert!(guide.contains(&line), "docs/architecture.md does not have {line}");
    }
    assert!(!guide.contains(&format!("\n| {} |", RANKS.len())));
}
