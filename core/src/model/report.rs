//! The report, schema version 1.

use super::{Compression, Digest, Finding, RuleId, Severity, SourceSummary, Suppression};

/// What an input is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum InputKind {
    /// What `docker save` writes: `manifest.json`, configs and layers in one tar.
    DockerArchive,
    /// A Dockerfile: what a build would fetch.
    Dockerfile,
    /// One OCI index, manifest or config.
    Document,
    /// A file of any kind, of which only the checksum is judged.
    File,
    /// The tar of one image layer.
    Layer,
    /// An OCI image layout in one tar.
    OciArchive,
    /// An OCI image layout as a folder.
    OciLayout,
    /// Any other tarball.
    Package,
    /// The name of an image, without the image.
    Reference,
    /// None of these: text, an empty file, an unknown format.
    Unknown,
}

impl InputKind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::DockerArchive,
        Self::Dockerfile,
        Self::Document,
        Self::File,
        Self::Layer,
        Self::OciArchive,
        Self::OciLayout,
        Self::Package,
        Self::Reference,
        Self::Unknown,
    ];

    /// Those that bytes can be, which is what the option `kind` takes.
    pub const READABLE: [Self; 8] = [
        Self::DockerArchive,
        Self::Dockerfile,
        Self::Document,
        Self::Layer,
        Self::OciArchive,
        Self::OciLayout,
        Self::Package,
        Self::Unknown,
    ];

    /// The name in options and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DockerArchive => "docker-archive",
            Self::Dockerfile => "dockerfile",
            Self::Document => "document",
            Self::File => "file",
            Self::Layer => "layer",
            Self::OciArchive => "oci-archive",
            Self::OciLayout => "oci-layout",
            Self::Package => "package",
            Self::Reference => "reference",
            Self::Unknown => "unknown",
        }
    }

    /// The kind of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Holds images.
    pub const fn is_image(self) -> bool {
        matches!(self, Self::DockerArchive | Self::OciArchive | Self::OciLayout)
    }
}

/// The answer, from best to worst.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Verdict {
    /// Nothing at warn or above.
    Pass,
    /// Something at warn, nothing at deny.
    Warn,
    /// Something at deny: do not unpack.
    Deny,
}

impl Verdict {
    /// All of them, from best to worst.
    pub const ALL: [Self; 3] = [Self::Pass, Self::Warn, Self::Deny];

    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }
}

/// Number of findings by severity; suppressed ones apart.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Counts {
    /// At deny.
    pub deny: u64,
    /// At warn.
    pub warn: u64,
    /// At info.
    pub info: u64,
    /// Allowed by the configuration, at any severity.
    pub suppressed: u64,
}

/// What the input is.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct InputSummary {
    /// The input's name as the user gave it.
    pub name: String,
    /// What it is.
    pub kind: InputKind,
    /// Bytes.
    pub size: u64,
    /// Digest of all bytes, where it was asked for or needed.
    pub digest: Option<Digest>,
    /// Compression of the whole input.
    pub compression: Vec<Compression>,
}

/// One image of the input.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ImageSummary {
    /// Names that the archive gives it, escaped.
    pub references: Vec<String>,
    /// `os/architecture[/variant]`, escaped.
    pub platform: Option<String>,
    /// Digest of its manifest; none in a docker-archive without OCI parts.
    pub manifest: Option<Digest>,
    /// Digest of its config.
    pub config: Option<Digest>,
    /// Its layers, from the lowest.
    pub layers: Vec<LayerSummary>,
    /// What is signed about it, as far as the input brings it.
    pub signatures: Vec<SignatureSummary>,
}

/// A signature of an image, or a signed statement about it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SignatureSummary {
    /// How it is written, of [`FORMATS`](Self::FORMATS).
    pub format: &'static str,
    /// The manifest or index that is signed, or the input as a whole.
    pub digest: Digest,
    /// The type of what is stated, escaped; none where it is only signed.
    pub predicate: Option<String>,
    /// The key that it verifies with, of those that were given.
    pub key: Option<String>,
}

impl SignatureSummary {
    /// How signatures are written.
    pub const FORMATS: [&'static str; 4] = ["cosign", "dsse", "sigstore-bundle", "simple-signing"];
}

/// A name that was judged apart from any image, and what it resolves to.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct NameSummary {
    /// The normal form, which leaves nothing out.
    pub normal: String,
    /// The shortest form that means the same.
    pub familiar: String,
    /// The registry, as a host and perhaps a port.
    pub registry: String,
    /// The repository within its registry.
    pub repository: String,
    /// The tag, `latest` where neither tag nor digest was given.
    pub tag: Option<String>,
    /// The digest.
    pub digest: Option<Digest>,
    /// What was not said, of [`IMPLIED`](Self::IMPLIED).
    pub implied: Vec<&'static str>,
    /// The known or trusted name that it may be taken for.
    pub like: Option<String>,
    /// What the policy decides, one line a file.
    pub policy: Vec<String>,
}

impl NameSummary {
    /// What a name may leave out.
    pub const IMPLIED: [&'static str; 3] = ["registry", "namespace", "tag"];
}

/// One layer of an image.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct LayerSummary {
    /// Digest of the stored bytes; none where the blob is missing.
    pub digest: Option<Digest>,
    /// Digest of the decompressed bytes.
    pub diff_id: Option<Digest>,
    /// The descriptor's media type, escaped; none in a docker-archive.
    pub media_type: Option<String>,
    /// How it is compressed.
    pub compression: Option<Compression>,
    /// Bytes as stored.
    pub size: u64,
    /// Bytes after decompression.
    pub uncompressed_size: u64,
    /// Entries of its tar.
    pub entries: u64,
}

/// What a list of checksums says of the input.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ChecksumSummary {
    /// The name that the list has for it, escaped.
    pub name: String,
    /// The digest that the list has for it.
    pub digest: Digest,
    /// It is that of the input.
    pub matches: bool,
}

/// Who signed the list of checksums.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SignerSummary {
    /// Fingerprint of the OpenPGP certificate, in upper-case hexadecimal digits.
    pub fingerprint: String,
    /// The user that the certificate names first, escaped.
    pub user: String,
    /// When, in seconds since 1970.
    pub created: u64,
}

/// What vouches for the input.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct VouchingSummary {
    /// What the list of checksums says of it, line by line.
    pub checksums: Vec<ChecksumSummary>,
    /// The list is signed by a key that was given, and nothing speaks against any of its signatures.
    pub signed: bool,
    /// Who signed it.
    pub signers: Vec<SignerSummary>,
}

/// Findings that were counted but not kept.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Omitted {
    /// The rule.
    pub rule: RuleId,
    /// Their severity.
    pub severity: Severity,
    /// How many.
    pub count: u64,
    /// Why they do not count, where the configuration allows all findings of the rule.
    pub suppressed: Option<Suppression>,
}

/// What ocivet says about one input.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// What was read.
    pub input: InputSummary,
    /// The answer.
    pub verdict: Verdict,
    /// Findings by severity, omitted ones included.
    pub counts: Counts,
    /// The images, in the order in which the archive names them.
    pub images: Vec<ImageSummary>,
    /// The names that were judged without an image.
    pub names: Vec<NameSummary>,
    /// What the build of a Dockerfile fetches, in the order of the text; none for other inputs.
    pub sources: Option<Vec<SourceSummary>>,
    /// What vouches for the input, where a list of checksums was given.
    pub vouching: Option<VouchingSummary>,
    /// The findings, by place and rule.
    pub findings: Vec<Finding>,
    /// What is counted but not listed.
    pub omitted: Vec<Omitted>,
}

impl Report {
    /// Version of the report's format.
    pub const SCHEMA_VERSION: u32 = 1;

    /// Some finding is at or above a severity.
    pub const fn has(&self, severity: Severity) -> bool {
        match severity {
            Severity::Off => true,
            Severity::Info => self.counts.info > 0 || self.has(Severity::Warn),
            Severity::Warn => self.counts.warn > 0 || self.has(Severity::Deny),
            Severity::Deny => self.counts.deny > 0,
        }
    }
}
