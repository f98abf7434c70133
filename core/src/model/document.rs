//! What is odd about the fields of an image document.

use super::Digest;

/// A field that a document should not have, or have otherwise.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct FieldFault {
    /// Bytes from the start of the document to the value, key or object concerned.
    pub(crate) offset: u64,
    /// The value concerned (RFC 6901, escaped and cut); the object, for what is missing in it.
    pub(crate) pointer: String,
    /// What it is.
    pub(crate) kind: FieldFaultKind,
}

/// The kinds of [`FieldFault`]. Texts of the document are escaped and cut.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum FieldFaultKind {
    /// A required field is absent.
    Missing {
        /// Its name.
        field: &'static str,
    },
    /// Another JSON type than the field has; null where a value must be.
    WrongType {
        /// What must be there, as in "an object".
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// A key that differs from a known field's only in case, as Go's decoder folds it.
    CaseKey {
        /// The key as written.
        key: String,
        /// The field.
        field: &'static str,
    },
    /// A size that is negative, fractional or over 2^63-1.
    SizeRange {
        /// The number as written.
        text: String,
    },
    /// A digest that is not `algorithm:hex` in lower case with the algorithm's length.
    DigestMalformed {
        /// The digest as written.
        text: String,
    },
    /// A digest of an algorithm that ocivet does not take.
    DigestAlgorithm {
        /// The digest as written.
        text: String,
    },
    /// `schemaVersion` is not 2.
    SchemaVersion {
        /// The value as written.
        text: String,
    },
    /// A field of another kind of document: `layers` next to `manifests`.
    AmbiguousType {
        /// The field that belongs to the other kind.
        field: &'static str,
        /// The field that it stands next to.
        beside: &'static str,
    },
    /// `imageLayoutVersion` is not `1.0.0`.
    LayoutVersion {
        /// The value as written.
        text: String,
    },
    /// A descriptor's `data` is not base64.
    DataEncoding,
    /// A descriptor's `data` has another length than its `size`.
    DataSize {
        /// The descriptor's size.
        size: u64,
        /// Bytes of the data.
        length: u64,
    },
    /// A descriptor's `data` has another digest.
    DataDigest {
        /// The digest of the data.
        computed: Digest,
        /// The descriptor's.
        stated: Digest,
    },
}

/// The faults of one document's fields: the first ones, and a count of the rest.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct FieldFaults {
    /// In the order in which they were met.
    pub(crate) list: Vec<FieldFault>,
    /// How many more there were.
    pub(crate) more: u64,
}
