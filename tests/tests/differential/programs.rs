//! The readers that are programs of their own: each is started once and lists the whole folder as lines of JSON.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use ocivet_tests::readers::view::{Listing, Row, View};
use serde::Deserialize;

use crate::corpus::Item;

/// A program in `tests/readers`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Program {
    /// The reader's name.
    pub(crate) name: &'static str,
    /// Its command, none where something is missing.
    command: fn() -> Option<Command>,
}

/// All of them.
pub(crate) const PROGRAMS: [Program; 4] = [
    Program { name: "libarchive", command: || interpreted("python3", "libarchive.py", "bsdtar") },
    Program { name: "python", command: || interpreted("python3", "python.py", "python3") },
    Program { name: "npm-tar", command: npm },
    Program { name: "go", command: go },
];

fn place(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("readers").join(path)
}

fn npm() -> Option<Command> {
    place("node_modules/tar").is_dir().then(|| interpreted("node", "npm.mjs", "node"))?
}

/// `tests/run` builds it.
fn go() -> Option<Command> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools/bin/go-tar-list");
    path.is_file().then(|| Command::new(path))
}

/// A script, where a command that it needs is there.
fn interpreted(interpreter: &str, script: &str, needs: &str) -> Option<Command> {
    Command::new(needs).arg("--version").output().ok()?;
    let mut command = Command::new(interpreter);
    command.arg(place(script));
    Some(command)
}

/// An entry as a reader tells it.
#[derive(Clone, Debug, Deserialize)]
struct RawRow {
    /// In hex where a program tells it.
    name: String,
    /// The typeflag, as one character of that code, or a word.
    #[serde(rename = "type")]
    kind: String,
    size: i128,
    /// In hex, as the name.
    target: String,
}

#[derive(Deserialize)]
struct Line {
    file: String,
    error: Option<String>,
    entries: Vec<RawRow>,
}

impl Program {
    /// What it makes of each archive.
    pub(crate) fn list_all(&self, items: &[Item], folder: &Path) -> Option<Vec<Listing>> {
        let Some(mut command) = (self.command)() else {
            eprintln!("left out: {} is not there", self.name);
            return None;
        };
        let output = command.arg(folder).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {}\n{told}", self.name, output.status);
        let lines = str::from_utf8(&output.stdout).unwrap().lines();
        let lines: Vec<Line> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), items.len(), "{}\n{told}", self.name);
        let pairs = lines.iter().zip(items);
        Some(
            pairs
                .map(|(line, item)| {
                    assert_eq!(line.file, item.file, "{}", self.name);
                    let view = View(line.entries.iter().filter_map(RawRow::row).collect());
                    Listing { error: line.error.clone(), view }
                })
                .collect(),
        )
    }
}

impl RawRow {
    fn row(&self) -> Option<Row> {
        let mut characters = self.kind.chars();
        let typeflag = match (characters.next(), characters.next()) {
            (Some(one), None) => u8::try_from(one).unwrap_or(b'?'),
            _ => b'?',
        };
        Row::of(&from_hex(&self.name), typeflag, self.size, &from_hex(&self.target))
    }
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2);
    digits.map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect()
}
