//! Plain data that every stage shares: what was seen, what was found, what is allowed.
//!
//! This module names nothing else of the crate.

mod allow;
mod anomaly;
mod blob;
mod digest;
mod document;
mod entry;
mod finding;
mod framing;
mod glob;
mod limits;
mod order;
mod outline;
mod path;
mod place;
mod report;
mod settings;
mod source;
mod text;
mod windows;

pub(crate) use allow::Allow;
pub(crate) use anomaly::{Anomaly, AnomalyKind, GoesOn, HeaderField};
pub(crate) use blob::{BlobContent, DocumentText, JsonFault, JsonFaultKind, TarTotals};
pub use blob::{BlobSummary, MemberInfo};
pub use digest::{Digest, DigestAlgorithm, DigestError};
pub(crate) use document::{FieldFault, FieldFaultKind, FieldFaults};
pub use entry::EntryKind;
pub(crate) use entry::{Entry, Layout, NameSource, SparseInfo};
pub use finding::{
    Excerpt, Finding, Level, Location, Profile, Region, RuleId, Severity, Suppression,
};
pub(crate) use finding::{Grade, Levels, Observation, Observations};
pub use framing::Compression;
pub(crate) use framing::{FramingAnomaly, FramingKind};
pub(crate) use glob::Glob;
pub use limits::{LimitInfo, Limits};
pub(crate) use order::{sort_by, sort_by_key};
pub(crate) use outline::{Outline, OutlineKind, OutlineLink, OutlineRecord};
pub use path::EntryPath;
pub(crate) use path::PathTraits;
pub(crate) use place::Place;
pub use place::Stream;
pub use report::{
    ChecksumSummary, Counts, ImageSummary, InputKind, InputSummary, LayerSummary, NameSummary,
    Omitted, Report, SignatureSummary, SignerSummary, Verdict, VouchingSummary,
};
pub(crate) use settings::Settings;
pub use source::{SourceKind, SourceOrigin, SourceSummary};
pub(crate) use text::{Escaped, escape_whole, is_hidden, saturating_usize, to_u64};
pub use text::{escape, escape_str};
pub(crate) use windows::{has_backslash_parent, has_drive, is_windows_alias};
