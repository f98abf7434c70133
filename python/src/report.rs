//! A report and its forms.

use ocivet_core::{Detail, Format};
use pyo3::prelude::*;

use crate::errors::{guarded, usage};

/// A report, for its texts.
#[pyclass(frozen, module = "ocivet._native")]
pub(crate) struct Report {
    report: ocivet::Report,
}

impl Report {
    pub(crate) const fn new(report: ocivet::Report) -> Self {
        Self { report }
    }
}

#[pymethods]
impl Report {
    /// The report in a format.
    #[pyo3(signature = (format, *, color = false, detail = "findings"))]
    fn render(&self, py: Python<'_>, format: &str, color: bool, detail: &str) -> PyResult<String> {
        let format = Format::from_name(format).ok_or_else(|| {
            usage(py, &format!("format must be one of {}", Format::NAMES.join(", ")))
        })?;
        let detail = match detail {
            "verdict" => Detail::Verdict,
            "findings" => Detail::Findings,
            "full" => Detail::Full,
            _ => return Err(usage(py, "detail must be one of findings, full, verdict")),
        };
        let format = match format {
            Format::Text { .. } => Format::Text { ansi: color, detail },
            other => other,
        };
        guarded(py, || py.detach(|| self.report.render(format)))
    }
}
