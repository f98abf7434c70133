//! The report itself, schema version 1.
//!
//! The structs below are the format: their fields stand in the order of the keys, their comments become
//! the descriptions in the published schema.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::guard::pretty_json;
use crate::model::{
    Compression, Digest, EntryPath, Finding, ImageSummary, LayerSummary, Location, NameSummary,
    Omitted, Report, Suppression,
};

mod read;
mod signature;
mod source;
mod vouching;

pub use read::NotAReport;
use signature::SignatureJson;
use source::{RegionJson, SourceJson};
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

/// One image of the input.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Image<'a> {
    /// Names that the input gives it.
    references: Cow<'a, [String]>,
    /// `os/architecture[/variant]`.
    platform: Option<Cow<'a, str>>,
    /// Digest of its manifest; null in a docker-archive without OCI parts.
    manifest: Option<DigestText>,
    /// Digest of its config.
    config: Option<DigestText>,
    /// Its layers, from the lowest.
    layers: Vec<Layer<'a>>,
    /// What is signed about it, as far as the input brings it; left out where nothing is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    signatures: Vec<SignatureJson<'a>>,
}

/// A name, and what it resolves to.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Name<'a> {
    /// The normal form, which leaves nothing out.
    normal: Cow<'a, str>,
    /// The shortest form that means the same.
    familiar: Cow<'a, str>,
    /// The registry: a host, perhaps with a port.
    registry: Cow<'a, str>,
    /// The repository within its registry.
    repository: Cow<'a, str>,
    /// The tag; `latest` where neither tag nor digest was given.
    tag: Option<Cow<'a, str>>,
    /// The digest.
    digest: Option<DigestText>,
    /// What was not said, and is read into it.
    implied: Vec<ImpliedPart>,
    /// The known or trusted name that it looks like and is not.
    like: Option<Cow<'a, str>>,
    /// What each file of the policy decides, in words; empty where none says anything.
    policy: Cow<'a, [String]>,
}

/// One layer of an image.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Layer<'a> {
    /// Digest of the stored bytes; null where the blob is missing.
    digest: Option<DigestText>,
    /// Digest of the decompressed bytes.
    diff_id: Option<DigestText>,
    /// The descriptor's media type; null in a docker-archive.
    media_type: Option<Cow<'a, str>>,
    /// How it is compressed.
    compression: Option<CompressionName>,
    /// Bytes as stored.
    size: u64,
    /// Bytes after decompression.
    uncompressed_size: u64,
    /// Entries of its tar.
    entries: u64,
}

/// What a rule found.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Finding"))]
struct FindingJson<'a> {
    /// The rule's id, `group/name`; ids are never renamed.
    rule: Cow<'static, str>,
    /// How much it weighs.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = names::severities())))]
    severity: Cow<'static, str>,
    /// One sentence without a full stop.
    message: Cow<'a, str>,
    /// Where it is.
    location: LocationJson<'a>,
    /// Other places that belong to it, such as the earlier of two duplicates.
    related: Vec<LocationJson<'a>>,
    /// Set where the configuration allows the finding: it does not count for the verdict then.
    suppressed: Option<SuppressionJson<'a>>,
}

/// A finding is allowed by the configuration.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Suppression"))]
struct SuppressionJson<'a> {
    /// The reason that the configuration gives.
    reason: Cow<'a, str>,
}

/// A place in the input.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Location"))]
struct LocationJson<'a> {
    /// Digest of the member's bytes.
    blob: Option<DigestText>,
    /// Entry of the outer archive.
    member: Option<String>,
    /// Entry of the layer or package.
    entry: Option<String>,
    /// The byte stream that `offset` counts in: the input as given, the outer archive after decompression,
    /// a member as stored, a member after decompression.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = names::streams())))]
    stream: Cow<'static, str>,
    /// Bytes from the start of `stream`.
    offset: Option<u64>,
    /// Bytes from `offset` on: of the value or key of a document, or of a part of a text.
    length: Option<u64>,
    /// JSON pointer (RFC 6901) into a document.
    pointer: Option<Cow<'a, str>>,
    /// The same place in lines and columns; left out where the stream is no text that people write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "RegionJson<'a>"))]
    region: Option<RegionJson<'a>>,
}

/// Findings of one rule and severity that are counted but not listed.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Omitted"))]
struct OmittedJson<'a> {
    /// The rule's id.
    rule: Cow<'static, str>,
    /// Their severity.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = names::severities())))]
    severity: Cow<'static, str>,
    /// How many.
    count: u64,
    /// Set where the configuration allows all findings of the rule.
    suppressed: Option<SuppressionJson<'a>>,
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

/// A part that a name may leave out.
#[derive(Deserialize, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(extend("enum" = names::implied()))
)]
struct ImpliedPart(Cow<'static, str>);

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

impl<'a> Image<'a> {
    fn new(image: &'a ImageSummary) -> Self {
        Self {
            references: Cow::Borrowed(&image.references),
            platform: image.platform.as_deref().map(Cow::Borrowed),
            manifest: image.manifest.as_ref().map(DigestText::new),
            config: image.config.as_ref().map(DigestText::new),
            layers: image.layers.iter().map(Layer::new).collect(),
            signatures: image.signatures.iter().map(SignatureJson::new).collect(),
        }
    }
}

impl<'a> Name<'a> {
    fn new(name: &'a NameSummary) -> Self {
        Self {
            normal: Cow::Borrowed(&name.normal),
            familiar: Cow::Borrowed(&name.familiar),
            registry: Cow::Borrowed(&name.registry),
            repository: Cow::Borrowed(&name.repository),
            tag: name.tag.as_deref().map(Cow::Borrowed),
            digest: name.digest.as_ref().map(DigestText::new),
            implied: name.implied.iter().map(|part| ImpliedPart(Cow::Borrowed(part))).collect(),
            like: name.like.as_deref().map(Cow::Borrowed),
            policy: Cow::Borrowed(&name.policy),
        }
    }
}

impl<'a> Layer<'a> {
    fn new(layer: &'a LayerSummary) -> Self {
        Self {
            digest: layer.digest.as_ref().map(DigestText::new),
            diff_id: layer.diff_id.as_ref().map(DigestText::new),
            media_type: layer.media_type.as_deref().map(Cow::Borrowed),
            compression: layer.compression.map(CompressionName::new),
            size: layer.size,
            uncompressed_size: layer.uncompressed_size,
            entries: layer.entries,
        }
    }
}

impl<'a> FindingJson<'a> {
    fn new(finding: &'a Finding) -> Self {
        Self {
            rule: finding.rule.as_str().into(),
            severity: finding.severity.name().into(),
            message: Cow::Borrowed(&finding.message),
            location: LocationJson::new(&finding.location),
            related: finding.related.iter().map(LocationJson::new).collect(),
            suppressed: finding.suppressed.as_ref().map(SuppressionJson::new),
        }
    }
}

impl<'a> LocationJson<'a> {
    fn new(location: &'a Location) -> Self {
        Self {
            blob: location.blob.as_ref().map(DigestText::new),
            member: location.member.as_ref().map(EntryPath::escaped),
            entry: location.entry.as_ref().map(EntryPath::escaped),
            stream: location.stream.name().into(),
            offset: location.offset,
            length: location.length,
            pointer: location.pointer.as_deref().map(Cow::Borrowed),
            region: location.region.as_ref().map(RegionJson::new),
        }
    }
}

impl<'a> SuppressionJson<'a> {
    fn new(suppression: &'a Suppression) -> Self {
        Self { reason: Cow::Borrowed(&suppression.reason) }
    }
}

impl<'a> OmittedJson<'a> {
    fn new(omitted: &'a Omitted) -> Self {
        Self {
            rule: omitted.rule.as_str().into(),
            severity: omitted.severity.name().into(),
            count: omitted.count,
            suppressed: omitted.suppressed.as_ref().map(SuppressionJson::new),
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
