//! How much work one file may cause.

use crate::model::to_u64;

/// Work that one file may cause: bytes of expanded text, and steps of patterns. Real files take some
/// thousands; `ARG B=$A$A` over and over would take any number.
const WORK: u64 = 16 << 20;

/// What is left of [`WORK`].
#[derive(Debug)]
pub(super) struct Budget(u64);

impl Budget {
    pub(super) const fn new() -> Self {
        Self(WORK)
    }

    /// Takes some of it.
    pub(super) fn take(&mut self, work: usize) -> Result<(), String> {
        let work = to_u64(work);
        self.0 = self.0.checked_sub(work).ok_or("variables expand without end")?;
        Ok(())
    }
}
