//! Tar archives, entry by entry.

mod blocks;
mod entry;
mod header;
mod pax;
mod sparse;

pub use entry::{Entry, Type};
pub use header::{BLOCK, Base256, Checksum, Field, Format, Header, Value};
pub use pax::Record;
pub use sparse::{Sparse, Version};

/// Fills the last block with NULs.
pub fn pad(out: &mut Vec<u8>) {
    out.resize(out.len().next_multiple_of(BLOCK), 0);
}
