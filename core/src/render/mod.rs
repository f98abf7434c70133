//! Reports as text.

use crate::model::Report;

/// A format of a report.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Format {
    /// Schema version 1.
    Json,
}

impl Report {
    /// The report in a format.
    pub fn render(&self, _format: Format) -> String {
        format!("{self:?}\n")
    }
}
