//! The report as text: for a person, a program, a code host, a test dashboard.
//!
//! Pure functions from a [`Report`] to a string. Texts in a report are escaped where they are made;
//! every format guards what it writes once more (see [`guard`]), so that nothing of the input ever acts on
//! a terminal, a log reader or a page.

mod excerpt;
mod github;
mod guard;
#[cfg(feature = "explain")]
mod html;
mod json;
mod junit;
mod roles;
#[cfg(feature = "explain")]
mod rules;
#[cfg(feature = "explain")]
mod sarif;
mod text;
mod words;

#[cfg(test)]
mod tests;

use crate::{
    decode,
    model::{Compression, Report},
};

pub use json::NotAReport;
#[cfg(feature = "schema")]
pub use json::{report_schema, sample_reports};
#[cfg(feature = "explain")]
pub use rules::rules_json;

/// A form of the report.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Format {
    /// Workflow commands of GitHub Actions: an annotation for each finding.
    Github,
    /// One page that needs no script and nothing from elsewhere. Not in a build without the feature
    /// `explain`, whose texts it carries.
    #[cfg(feature = "explain")]
    Html,
    /// The report itself, schema version 1.
    Json,
    /// JUnit XML: one suite, one case for each rule that found something.
    Junit,
    /// SARIF 2.1.0. Not in a build without the feature `explain`, whose texts it carries.
    #[cfg(feature = "explain")]
    Sarif,
    /// For a person.
    Text {
        /// With colours. Nothing is told by colour alone.
        ansi: bool,
        /// How much.
        detail: Detail,
    },
}

/// How much [`Format::Text`] says.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Detail {
    /// One line: the verdict and the counts.
    Verdict,
    /// Findings at deny and warn, and a count of those at info.
    #[default]
    Findings,
    /// All findings.
    Full,
}

impl Format {
    /// The names that [`from_name`](Self::from_name) takes, sorted.
    pub const NAMES: &[&str] = &[
        "github",
        #[cfg(feature = "explain")]
        "html",
        "json",
        "junit",
        #[cfg(feature = "explain")]
        "sarif",
        "text",
    ];

    /// The format of that name; `text` is plain and of default detail.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "github" => Self::Github,
            #[cfg(feature = "explain")]
            "html" => Self::Html,
            "json" => Self::Json,
            "junit" => Self::Junit,
            #[cfg(feature = "explain")]
            "sarif" => Self::Sarif,
            "text" => Self::Text { ansi: false, detail: Detail::default() },
            _ => return None,
        })
    }
}

impl Report {
    /// The report in that format, with a final newline.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Github => github::render(self),
            #[cfg(feature = "explain")]
            Format::Html => html::render(self),
            Format::Json => json::render(self),
            Format::Junit => junit::render(self),
            #[cfg(feature = "explain")]
            Format::Sarif => sarif::render(self),
            Format::Text { ansi, detail } => text::render(self, ansi, detail),
        }
    }
}

impl Format {
    /// What stands between the reports of several inputs, where these follow each other as they are; none
    /// where [`render_all`] makes one document of them.
    pub const fn separator(self) -> Option<&'static str> {
        match self {
            Self::Github | Self::Text { detail: Detail::Verdict, .. } => Some(""),
            Self::Text { .. } => Some("\n"),
            _ => None,
        }
    }
}

/// The reports of several inputs in one text: an HTML page with a part each, a JSON array, a SARIF log with a
/// run each, a JUnit document with a suite each, or one text after the other.
pub fn render_all(reports: &[Report], format: Format) -> String {
    match format {
        #[cfg(feature = "explain")]
        Format::Html => html::render_all(reports),
        Format::Json => json::render_all(reports),
        Format::Junit => junit::render_all(reports),
        #[cfg(feature = "explain")]
        Format::Sarif => sarif::render_all(reports),
        Format::Github | Format::Text { .. } => {
            let texts: Vec<_> = reports.iter().map(|report| report.render(format)).collect();
            texts.join(format.separator().unwrap_or_default())
        }
    }
}

/// What this build can read beyond plain archives, sorted. Input that needs anything else is undecided,
/// which denies.
pub fn capabilities() -> Vec<&'static str> {
    Compression::ALL
        .into_iter()
        .filter(|format| decode::decodes(*format))
        .map(Compression::name)
        .collect()
}
