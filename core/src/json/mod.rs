//! Strict reading of JSON texts: validation, and a cursor over what is valid.
//!
//! There is no tree. A text is validated once; then [`JsonValue`] reads it where it stands, and
//! [`FieldReader`] gives the fields of known objects and notes what is wrong with them.
//!
//! Source: RFC 8259, and RFC 8785's demand that keys be unique (after unescaping).
//! Differs: Go's `encoding/json` takes bad UTF-8, lone surrogates and duplicate keys (last wins), and
//! folds case when it looks for a field.

mod closed;
mod document;
mod lexer;
mod pointer;
mod reader;
#[cfg(any(test, feature = "fuzzing"))]
mod rebuilt;
mod string;
mod validate;
mod value;

pub(crate) use closed::{field, fields};
pub(crate) use document::read_document;
pub(crate) use pointer::Pointer;
pub(crate) use reader::{FieldReader, Fields};
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use rebuilt::rebuilt;
pub(crate) use validate::validate;
pub(crate) use value::{JsonKind, JsonValue, length_at, root};

#[cfg(test)]
mod tests;
