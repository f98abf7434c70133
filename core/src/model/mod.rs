//! Plain data that every stage shares: what was seen, what was found, what is allowed.
//!
//! Rank 0: this module names nothing else of the crate.

mod blob;
mod digest;
mod document;
mod entry;
mod finding;
mod framing;
mod limits;
mod path;
mod place;
mod report;
mod settings;
mod text;
mod windows;

pub use blob::{
    BlobContent, BlobSummary, DocumentText, JsonFault, JsonFaultKind, MemberInfo, TarTotals,
};
pub use digest::{Digest, DigestAlgorithm, DigestSyntax};
pub use document::{FieldFault, FieldFaultKind, FieldFaults};
pub use entry::{
    Anomaly, AnomalyKind, Entry, EntryKind, HeaderField, Layout, NameSource, SparseInfo,
};
pub use finding::{
    Finding, Grade, Level, Levels, Location, Observation, Observations, Profile, RuleId, Severity,
};
pub use framing::{Compression, FramingAnomaly, FramingKind};
pub use limits::{LimitInfo, Limits};
pub use path::{EntryPath, PathTraits};
pub use place::{Place, Stream};
pub use report::{
    Counts, ImageSummary, InputKind, InputSummary, LayerSummary, Omitted, Report, Verdict,
};
pub use settings::Settings;
pub(crate) use text::is_hidden;
pub use text::{Escaped, escape, escape_str, saturating_usize, to_u64};
pub(crate) use windows::{has_backslash_parent, has_drive, is_windows_alias};
