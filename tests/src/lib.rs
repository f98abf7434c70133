//! Archives with any byte wrong on purpose, built from short recipes, and what ocivet must say about them.
//!
//! The recipe format is told in `cases/README.md`; the types that read it are those that write the bytes,
//! so that a generator can fill them in by hand as well.
#![forbid(unsafe_code)]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::missing_errors_doc,
    reason = "input is this repository's own recipes; a wrong one ends its test, by a fault or a panic"
)]

pub mod bytes;
pub mod cases;
pub mod compress;
pub mod drive;
pub mod edit;
pub mod generated;
pub mod image;
pub mod readers;
pub mod recipe;
pub mod stream;
pub mod tar;

use std::fmt;

/// What is wrong with a recipe.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecipeError(String);

impl RecipeError {
    /// A fault, told in one sentence.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// The same fault, with the place it was found at in front.
    #[must_use]
    pub fn at(self, place: impl fmt::Display) -> Self {
        Self(format!("{place}: {}", self.0))
    }
}

impl fmt::Display for RecipeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for RecipeError {}
