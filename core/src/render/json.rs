//! The report itself, schema version 1.
//!
//! The structs below are the format: their fields stand in the order of the keys, their comments become
//! the descriptions in the published schema.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::guard::pretty_json;
use crate::model::{Compression, Digest, Report};

mod finding;
mod image;
mod name;
mod read;
#[cfg(feature = "schema")]
mod samples;
mod signature;
mod source;
mod vouching;

use finding::{FindingJson, OmittedJson};
use image::Image;
use name::Name;
pub use read::NotAReport;
#[cfg(feature = "schema")]
pub use samples::sample_reports;
use source::SourceJson;
use vouching::VouchingJson;

/// Names the schema in reports and in the schema itself.
const SCHEMA_ID: &str =
    concat!(env!("CARGO_PKG_REPOSITORY"), "/raw/main/core/schema/report-1.schema.json");

pub(super) fn render(report: &Report) -> String {
    pretty_json(&ReportJson::new(report))
}

/// An array of reports.
pub(super) fn render_all(reports: &[Report]) -> String {
    pretty_json(&reports.iter().map(ReportJson::new).collect::<Vec<_>>())
}

/// The JSON schema of the report, with a final newline.
#[cfg(feature = "schema")]
pub fn report_schema() -> String {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<ReportJson<'_>>();
    schema.insert("$id".to_owned(), SCHEMA_ID.into());
    pretty_json(&schema)
}

/// What ocivet says about one input.
///
/// Text that comes from the input is escaped and cut: printable UTF-8 stands as it is, a backslash is
/// doubled, control, invisible and reordering characters become `\u{…}`, bytes that are not UTF-8 become
/// `\xNN`. Programs should take keys and values that they do not know without complaint.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Report"))]
struct ReportJson<'a> {
    /// Names this schema.
    #[serde(rename = "$schema")]
    #[cfg_attr(feature = "schema", schemars(extend("const" = SCHEMA_ID)))]
    schema: Cow<'static, str>,
    /// Version of this format. It changes when a key is removed or gets another meaning.
    #[cfg_attr(feature = "schema", schemars(extend("const" = Report::SCHEMA_VERSION)))]
    schema_version: u32,
    /// What made the report.
    tool: Tool,
    /// What was read.
    input: Input<'a>,
    /// The answer: `deny` means do not unpack.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = names::verdicts())))]
    verdict: Cow<'static, str>,
    /// Findings by severity, those that are not listed included, suppressed ones apart.
    counts: Counts,
    /// The images of the input, in the order in which it names them.
    images: Vec<Image<'a>>,
    /// The names that were judged without an image, or by which the input was fetched, and what they resolve
    /// to; left out where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    names: Vec<Name<'a>>,
    /// What the build of a Dockerfile fetches, in the order of the text; left out for other inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<SourceJson<'a>>"))]
    sources: Option<Vec<SourceJson<'a>>>,
    /// What vouches for the input; left out where no list of checksums was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "VouchingJson<'a>"))]
    vouching: Option<VouchingJson<'a>>,
    /// The findings, sorted by place and rule.
    findings: Vec<FindingJson<'a>>,
    /// Findings that are counted but not listed.
    omitted: Vec<OmittedJson<'a>>,
}

/// What made a report.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Tool {
    /// Always `ocivet`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = names::TOOL)))]
    name: Cow<'static, str>,
    /// Its version.
    version: Cow<'static, str>,
    /// What it can read beyond plain archives, sorted. Reports are the same everywhere for equal
    /// capabilities; input that needs others is denied as undecided.
    capabilities: Vec<Cow<'static, str>>,
}

/// What was read.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Input<'a> {
    /// The input's name as it was given.
    name: Cow<'a, str>,
    /// What it is.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = names::kinds())))]
    kind: Cow<'static, str>,
    /// Its size in bytes.
    size: u64,
    /// Digest of all its bytes, where it was asked for or needed.
    digest: Option<DigestText>,
    /// How the whole input is compressed, outermost first.
    compression: Vec<CompressionName>,
}

/// Number of findings by severity.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Counts {
    /// At deny.
    deny: u64,
    /// At warn.
    warn: u64,
    /// At info.
    info: u64,
    /// Allowed by the configuration, at any severity.
    suppressed: u64,
}

/// A digest, `algorithm:hex`.
#[derive(Deserialize, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        rename = "Digest",
        extend("pattern" = "^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$")
    )
)]
struct DigestText(String);

/// A compression format.
#[derive(Deserialize, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Compression", extend("enum" = names::compressions()))
)]
struct CompressionName(Cow<'static, str>);

impl<'a> ReportJson<'a> {
    fn new(report: &'a Report) -> Self {
        let input = &report.input;
        Self {
            schema: SCHEMA_ID.into(),
            schema_version: Report::SCHEMA_VERSION,
            tool: Tool {
                name: names::TOOL.into(),
                version: env!("CARGO_PKG_VERSION").into(),
                capabilities: super::capabilities().into_iter().map(Cow::Borrowed).collect(),
            },
            input: Input {
                name: Cow::Borrowed(&input.name),
                kind: input.kind.name().into(),
                size: input.size,
                digest: input.digest.as_ref().map(DigestText::new),
                compression: input.compression.iter().copied().map(CompressionName::new).collect(),
            },
            verdict: report.verdict.name().into(),
            counts: Counts {
                deny: report.counts.deny,
                warn: report.counts.warn,
                info: report.counts.info,
                suppressed: report.counts.suppressed,
            },
            images: report.images.iter().map(Image::new).collect(),
            names: report.names.iter().map(Name::new).collect(),
            sources: report.sources.as_ref().map(|all| all.iter().map(SourceJson::new).collect()),
            vouching: report.vouching.as_ref().map(VouchingJson::new),
            findings: report.findings.iter().map(FindingJson::new).collect(),
            omitted: report.omitted.iter().map(OmittedJson::new).collect(),
        }
    }
}

impl DigestText {
    fn new(digest: &Digest) -> Self {
        Self(digest.to_string())
    }
}

impl CompressionName {
    const fn new(compression: Compression) -> Self {
        Self(Cow::Borrowed(compression.name()))
    }
}

fn compression(name: &CompressionName) -> Option<Compression> {
    Compression::ALL.into_iter().find(|format| format.name() == name.0)
}

/// None where it cannot be read: that shows when the report is written again.
fn digest(text: Option<DigestText>) -> Option<Digest> {
    text.and_then(|DigestText(text)| Digest::parse(&text).ok())
}

fn all<T, U>(values: Vec<T>, read: impl FnMut(T) -> Option<U>) -> Option<Vec<U>> {
    values.into_iter().map(read).collect()
}

/// The values that the schema lists.
mod names {
    pub(super) const TOOL: &str = "ocivet";

    #[cfg(feature = "schema")]
    mod listed {
        use crate::model::{
            Compression, InputKind, NameSummary, Severity, SourceKind, SourceOrigin, Stream,
            Verdict,
        };

        pub(in super::super) fn verdicts() -> Vec<&'static str> {
            Verdict::ALL.into_iter().map(Verdict::name).collect()
        }

        pub(in super::super) fn kinds() -> Vec<&'static str> {
            InputKind::ALL.into_iter().map(InputKind::name).collect()
        }

        /// Those of findings: what is off is not reported.
        pub(in super::super) fn severities() -> Vec<&'static str> {
            let reported = |severity: &Severity| *severity != Severity::Off;
            Severity::ALL.into_iter().filter(reported).map(Severity::name).collect()
        }

        pub(in super::super) fn streams() -> Vec<&'static str> {
            Stream::ALL.into_iter().map(Stream::name).collect()
        }

        pub(in super::super) fn origins() -> Vec<&'static str> {
            SourceOrigin::ALL.into_iter().map(SourceOrigin::name).collect()
        }

        pub(in super::super) fn source_kinds() -> Vec<&'static str> {
            SourceKind::ALL.into_iter().map(SourceKind::name).collect()
        }

        pub(in super::super) fn implied() -> Vec<&'static str> {
            NameSummary::IMPLIED.to_vec()
        }

        pub(in super::super) fn compressions() -> Vec<&'static str> {
            Compression::ALL.into_iter().map(Compression::name).collect()
        }
    }

    #[cfg(feature = "schema")]
    pub(super) use listed::{
        compressions, implied, kinds, origins, severities, source_kinds, streams, verdicts,
    };
}
