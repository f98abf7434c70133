//! Verifies container images and source tarballs without unpacking them: bytes in, report out.
//!
//! No files, sockets, clock, environment, threads or randomness: a front end brings the bytes and takes the
//! [`Report`]. The same bytes and options give the same report, whatever the chunking, the order of members
//! or the driver.
//!
//! ```
//! use ocivet_core::{Format, Options, Verdict, Verifier};
//!
//! let options = Options::from_json(r#"{"name": "hello.txt"}"#)?;
//! let mut verifier = Verifier::new(&options);
//! let _ = verifier.push(b"no archive at all");
//! let report = verifier.finish();
//! assert_eq!(report.verdict, Verdict::Deny);
//! println!("{}", report.render(Format::Json));
//! # Ok::<(), ocivet_core::OptionsError>(())
//! ```
//!
//! How the bytes go: digest, decompression, tar parser, rules for each entry; each member of an image archive
//! goes the same way, and gives a bounded summary. Roles are known only when all members were seen, for real
//! archives put blobs before the documents that name them: the assembler builds the image graph then, runs
//! the rules about documents and images, and orders the findings.
//!
//! Words: an *archive* is the outer tar, a *member* one of its files; an *entry* is what a layer or package
//! holds; a *blob* is content with a digest; a *diff-ID* is the digest of a layer when decompressed; a *size*
//! is claimed, a *length* was seen; an *anomaly* is a fact from a parser, a *finding* the result of a rule.
//!
//! The [guide to the architecture](https://github.com/ocivet/ocivet/blob/main/docs/architecture.md) has the
//! ranks of the modules, and what drivers do; [`parts`] is for those who write one.
#![forbid(unsafe_code)]

mod assemble;
mod blob;
mod decode;
mod digest;
mod docker;
mod dockerfile;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod graph;
mod json;
mod layer;
mod model;
mod oci;
mod options;
pub mod parts;
mod policy;
mod reference;
mod render;
mod rules;
mod tar;
mod trust;
mod verifier;

pub use assemble::check_name;
pub use blob::FileKind;
pub use model::{
    ChecksumSummary, Compression, Counts, Digest, DigestAlgorithm, DigestError, EntryPath, Excerpt,
    Finding, ImageSummary, InputKind, InputSummary, LayerSummary, Level, LimitInfo, Limits,
    Location, NameSummary, Omitted, Profile, Region, Report, RuleId, Severity, SignatureSummary,
    SignerSummary, SourceKind, SourceOrigin, SourceSummary, Stream, Suppression, Verdict,
    VouchingSummary, escape, escape_str,
};
pub use options::{Options, OptionsError};
pub use policy::{Emitted, Policy, PolicyForm};
pub use reference::{Implied, Reference, ReferenceError, ReferencePart};
#[cfg(feature = "explain")]
pub use render::rules_json;
pub use render::{Detail, Format, NotAReport, capabilities, render_all};
#[cfg(feature = "schema")]
#[doc(hidden)]
pub use render::{report_schema, sample_reports};
pub use rules::{Rule, find as find_rule, rules};
pub use verifier::{Event, Flow, LayoutVerifier, Verifier};
