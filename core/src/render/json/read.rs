//! A report from its own text.

use super::{
    Counts as CountsJson, FindingJson, Image, Name, OmittedJson, ReportJson, SourceJson, all,
    compression, digest, render,
};
use crate::model::{Counts, InputKind, InputSummary, Report, Verdict};

/// The text is not what this version of ocivet, with these capabilities, writes as a report.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the text is no JSON report of this version of ocivet, as it was written")]
#[non_exhaustive]
pub struct NotAReport;

impl Report {
    /// Reads what [`Format::Json`](crate::Format::Json) wrote, for rendering it in another format: all formats
    /// say the same as those of the report that was written.
    ///
    /// # Errors
    /// [`NotAReport`] where the text is not, byte for byte, a report of this version and its capabilities: the
    /// rules' texts of another version may say other things.
    pub fn from_json(text: &str) -> Result<Self, NotAReport> {
        let json: ReportJson<'_> = serde_json::from_str(text).map_err(|_| NotAReport)?;
        let report = json.read().ok_or(NotAReport)?;
        // What was not read, or read otherwise than written, shows here.
        if render(&report) == text { Ok(report) } else { Err(NotAReport) }
    }
}

impl ReportJson<'_> {
    fn read(self) -> Option<Report> {
        let input = self.input;
        let CountsJson { deny, warn, info, suppressed } = self.counts;
        Some(Report {
            input: InputSummary {
                name: input.name.into_owned(),
                kind: InputKind::from_name(&input.kind)?,
                size: input.size,
                digest: digest(input.digest),
                compression: all(input.compression, |name| compression(&name))?,
            },
            verdict: Verdict::ALL.into_iter().find(|verdict| verdict.name() == self.verdict)?,
            counts: Counts { deny, warn, info, suppressed },
            images: all(self.images, Image::read)?,
            names: all(self.names, Name::read)?,
            sources: match self.sources {
                Some(sources) => Some(all(sources, SourceJson::read)?),
                None => None,
            },
            vouching: match self.vouching {
                Some(vouching) => Some(vouching.read()?),
                None => None,
            },
            findings: all(self.findings, FindingJson::read)?,
            omitted: all(self.omitted, OmittedJson::read)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::NotAReport;
    use crate::{
        model::Report,
        render::{
            Format,
            tests::{denied, hostile, passed},
        },
        rules,
    };

    /// A sample without what names a rule that there is not.
    fn real(mut report: Report) -> Report {
        report.findings.retain(|finding| rules::find(finding.rule.as_str()).is_some());
        assert!(report.omitted.iter().all(|omitted| rules::find(omitted.rule.as_str()).is_some()));
        report
    }

    #[test]
    fn every_format_says_what_that_of_the_report_said() {
        for report in [passed(), denied(), hostile()].map(real) {
            let read = Report::from_json(&report.render(Format::Json)).unwrap();
            for format in Format::NAMES.iter().filter_map(|name| Format::from_name(name)) {
                assert_eq!(read.render(format), report.render(format));
            }
        }
    }

    #[test]
    fn nothing_but_a_report_as_it_was_written_is_taken() {
        let text = real(denied()).render(Format::Json);
        assert!(Report::from_json(&text).is_ok());
        let changed = [
            String::new(),
            "{}".to_owned(),
            text.trim_end().to_owned(),
            text.replace("  ", " "),
            text.replace("\"schema_version\": 1", "\"schema_version\": 2"),
            text.replace("path/parent-escape", "path/no-such-rule"),
            text.replace("\"verdict\": \"deny\"", "\"verdict\": \"fine\""),
            text.replacen("\"verdict\"", "\"other\": 1, \"verdict\"", 1),
            text.replacen(env!("CARGO_PKG_VERSION"), "9.9.9", 1),
        ];
        for changed in changed {
            assert_ne!(changed, text);
            assert_eq!(Report::from_json(&changed), Err(NotAReport), "{changed}");
        }
    }
}
