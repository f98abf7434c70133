//! Each limit: the input that it just lets pass, and that one less refuses by the rule that the table names.
//!
//! That memory and time stay bounded at the limits is measured in `cli/tests/limits`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests fail them")]

use ocivet_core::{Limits, Options, Report, Verdict};
use ocivet_tests::{
    drive::{Cut, verify},
    recipe::Recipe,
};
use serde_json::{Value, json};

/// A limit, an input, and the least value of the limit that lets the input pass.
const CASES: &[(&str, &str, u64)] = &[
    ("blobs", IMAGE, 5),
    ("descriptors", IMAGE, 3),
    ("dockerfile-size", "kind = 'dockerfile'\ntext = 'FROM a'", 6),
    ("document-total", IMAGE, 922),
    ("entries", THREE_FILES, 3),
    ("package-entries", THREE_FILES, 3),
    ("expanded-size", GZIPPED, 2048),
    ("package-expanded-size", GZIPPED, 2048),
    ("index-depth", "kind = 'oci'\n[image-index]", 2),
    ("index-size", THREE_FILES, 261),
    ("json-depth", IMAGE, 4),
    ("json-size", IMAGE, 397),
    ("long-name", LONG_NAME, 151),
    ("manifest-count", IMAGE, 2),
    ("manifest-size", IMAGE, 397),
    ("merge-read", TWO_LAYERS, 86),
    ("merge-size", TWO_LAYERS, 131),
    ("path-depth", "entry = [{ path = 'a/./b/c/', mode = 0o755 }]", 3),
    ("path-length", "entry = [{ path = 'pkg/file', data = 'x' }]", 8),
    ("pax-size", "entry = [{ path = 'one', pax = ['comment=x'], data = '1' }]", 13),
    ("ratio", ZEROS, 220),
    ("sparse-map", SPARSE, 3),
    ("sparse-expansion", SPARSE, 8192),
    ("xz-dictionary", "entry = [{ path = 'one' }]\n[compress.xz]\ndictionary = 16", 1 << 20),
    ("zstd-window", "entry = [{ path = 'one' }]\n[compress.zstd]\nwindow = 80", 1 << 20),
];

const IMAGE: &str = "kind = 'oci'";
// The whiteout has the paths of its layer read twice.
const TWO_LAYERS: &str = "kind = 'oci'
    [[layer]]\nentry = [{ path = 'one/file-{n}', count = 2 }]
    [[layer]]\nentry = [{ path = 'one/.wh.file-0' }, { path = 'one/file-1' }]";
const THREE_FILES: &str = "kind = 'package'\nentry = [{ path = 'pkg/{n}', data = 'x', count = 3 }]";
const GZIPPED: &str =
    "kind = 'package'\nentry = [{ path = 'pkg/a', data = 'a' }]\ncompress = 'gzip'";
const LONG_NAME: &str = "entry = [{ path = 'one', format = 'gnu',
    long-name = { repeat = 'n', count = 150 }, data = '1' }]";
const ZEROS: &str = "entry = [{ path = 'zeros', data = { repeat = 0, count = 69206016 } }]
    [compress.gzip]\nlevel = 1";
const SPARSE: &str = "entry = [{ path = 'one', sparse = { version = '1.0',
    map = [[0, 10], [512, 10], [1024, 10]], real-size = 8192 } }]";

fn report(recipe: &str, limit: &str, value: u64) -> Report {
    let recipe = Recipe::parse(recipe).unwrap();
    let mut options: Value = serde_json::from_str(&recipe.options).unwrap();
    options["limits"] = json!({ limit: value });
    let options = Options::from_json(&options.to_string()).unwrap();
    verify(&recipe.build().unwrap(), &options, Cut::Whole)
}

#[test]
fn every_limit_fires_its_rule_where_it_is_reached() {
    let mut faults = Vec::new();
    for &(name, recipe, least) in CASES {
        let rule = Limits::TABLE.iter().find(|limit| limit.name == name).unwrap().rule;
        let fires = |value| {
            let report = report(recipe, name, value);
            let mut messages =
                report.findings.iter().filter(|it| it.rule.as_str() == rule).map(|it| &it.message);
            messages.next().map(|message| (message.clone(), report.verdict))
        };
        if fires(least).is_some() {
            faults.push(format!("{name}: {rule} fires at {least}"));
        }
        match fires(least - 1) {
            Some((message, Verdict::Deny)) if message.contains(&(least - 1).to_string()) => {}
            other => faults.push(format!("{name}: {rule} at {}: {other:?}", least - 1)),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_limit_of_the_table_is_here() {
    let mut tested: Vec<_> = CASES.iter().map(|&(name, ..)| name).collect();
    let mut limits: Vec<_> = Limits::TABLE.iter().map(|limit| limit.name).collect();
    tested.sort_unstable();
    limits.sort_unstable();
    assert_eq!(tested, limits);
}
