//! The list of disagreements that ocivet does not deny.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    known: Vec<Entry>,
}

/// Archives that some readers see in another way than all others do.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    cases: BTreeSet<String>,
    readers: BTreeSet<String>,
    reason: String,
}

/// The list, and which of it was needed.
#[derive(Debug)]
pub(crate) struct Known {
    entries: Vec<Entry>,
    present: BTreeSet<&'static str>,
    used: BTreeSet<(usize, String, String)>,
}

impl Known {
    /// Reads the list, for the readers that are there.
    pub(crate) fn read(present: BTreeSet<&'static str>) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/known.toml");
        let text: Text = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        for entry in &text.known {
            assert!(!entry.reason.trim().is_empty(), "no reason: {entry:?}");
        }
        Self { entries: text.known, present, used: BTreeSet::new() }
    }

    /// The list has it that this reader sees this archive in a way of its own.
    pub(crate) fn excuses(&mut self, case: &str, reader: &str) -> bool {
        let mut listed = false;
        for (number, entry) in self.entries.iter().enumerate() {
            if entry.cases.contains(case) && entry.readers.contains(reader) {
                self.used.insert((number, case.to_owned(), reader.to_owned()));
                listed = true;
            }
        }
        listed
    }

    /// What of the list was not needed.
    pub(crate) fn stale(&self) -> String {
        let mut text = String::new();
        for (number, entry) in self.entries.iter().enumerate() {
            for (case, reader) in entry.pairs() {
                let used = self.used.contains(&(number, case.clone(), reader.clone()));
                if self.present.contains(reader.as_str()) && !used {
                    writeln!(text, "known.toml: {case}, {reader}: no longer needed").unwrap();
                }
            }
        }
        text
    }
}

impl Entry {
    fn pairs(&self) -> impl Iterator<Item = (&String, &String)> {
        self.cases.iter().flat_map(|case| self.readers.iter().map(move |reader| (case, reader)))
    }
}
