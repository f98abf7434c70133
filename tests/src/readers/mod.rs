//! Readers of tar archives to compare ocivet with, and one form for what they see.

pub mod crates;
pub mod view;
