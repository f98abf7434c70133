//! Files of this repository that are written by a program, from the core's own tables.

mod python;
mod typescript;

use std::{fmt::Write as _, fs, io, path::PathBuf};

use ocivet_core::{Level, Profile, Rule, rules};

/// A file, and what it must hold.
#[derive(Debug)]
pub struct Generated {
    /// Its path from the top of the repository.
    pub path: &'static str,
    make: fn() -> String,
}

/// All of them.
pub const FILES: &[Generated] = &[
    Generated { path: "core/RULES.md", make: rules_page },
    Generated { path: "core/schema/report-1.schema.json", make: ocivet_core::report_schema },
    Generated { path: "python/ocivet/_generated.py", make: python::module },
    Generated { path: "wasm/js/generated.d.ts", make: typescript::declarations },
];

impl Generated {
    fn file(&self) -> PathBuf {
        top().join(self.path)
    }

    /// What it holds, and what it must hold.
    fn texts(&self) -> io::Result<(String, String)> {
        let present = match fs::read_to_string(self.file()) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => String::new(),
            other => other?,
        };
        let wanted = (self.make)();
        Ok((present, wanted))
    }

    /// It holds what it must.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn is_current(&self) -> io::Result<bool> {
        self.texts().map(|(present, wanted)| present == wanted)
    }

    /// Writes it where it is not current; true where it was written.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub fn write(&self) -> io::Result<bool> {
        let (present, wanted) = self.texts()?;
        if present == wanted {
            return Ok(false);
        }
        if let Some(folder) = self.file().parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(self.file(), wanted)?;
        Ok(true)
    }
}

/// The paths of the files that are not current.
///
/// # Errors
/// Where one cannot be read.
pub fn stale() -> io::Result<Vec<&'static str>> {
    let mut stale = Vec::new();
    for file in FILES {
        if !file.is_current()? {
            stale.push(file.path);
        }
    }
    Ok(stale)
}

/// The top of the repository.
pub fn top() -> PathBuf {
    let mut top = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    top.pop();
    top
}

/// The table of rules, with links to their sections.
fn table() -> String {
    let mut text =
        "| rule | finds | in image layers | in other tarballs |\n|---|---|---|---|\n".to_owned();
    for rule in rules() {
        line(
            &mut text,
            &format!(
                "| [`{}`](#{}) | {} | {} | {} |",
                rule.id,
                anchor(rule),
                cell(rule.summary),
                levels(rule.level(Profile::Layer)),
                levels(rule.level(Profile::Package)),
            ),
        );
    }
    text
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// GitHub's anchor of a heading: its letters, digits and hyphens.
fn anchor(rule: &Rule) -> String {
    rule.id.as_str().replace('/', "")
}

/// Text for a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The severities of one profile: the plain case, then the milder ones as far as they differ.
pub fn levels(level: Level) -> String {
    let mut names = vec![level.full.name(), level.lesser.name(), level.least.name()];
    names.dedup();
    names.join(" / ")
}

fn rules_page() -> String {
    let mut page = "\
# Rules

<!-- Written by `cargo run -p ocivet-tests --bin generate` from core/src/rules: edit there. -->

What ocivet looks for. A rule has a severity in image layers and one in other tarballs, such as an sdist, an
npm package, or the outer archive of an image; options can change both. Where several are given, the first
is that of the plain case, the others are those of the milder cases that its text names.

"
    .to_owned();
    page.push_str(&table());
    for rule in rules() {
        push_section(&mut page, rule);
    }
    page
}

fn push_section(page: &mut String, rule: &Rule) {
    // Writing to a string cannot fail.
    let _ = write!(
        page,
        "\n## {}\n\n{}\n\n| in image layers | in other tarballs | since |\n|---|---|---|\n| {} | {} | {} |\n\n",
        rule.id,
        sentence(rule.summary),
        levels(rule.level(Profile::Layer)),
        levels(rule.level(Profile::Package)),
        rule.since,
    );
    for text in rule.explanation().lines() {
        let demoted = if text.starts_with("## ") { "#" } else { "" };
        line(page, &format!("{demoted}{text}"));
    }
    line(page, &format!("\nSources: {}.", rule.sources.join(" · ")));
}

/// A summary as a sentence.
fn sentence(summary: &str) -> String {
    let mut letters = summary.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}
