//! What every codec offers.

use core::fmt;

use super::BackEnd;
use super::facts::Facts;
use super::source::Source;

/// What one step of a codec did.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Step {
    /// So many bytes of output, perhaps none; it goes on.
    Wrote(usize),
    /// So many bytes of output, perhaps none, and nothing more: the stream is over, or cannot be
    /// read on. In the latter case the facts say why.
    Last(usize),
    /// The bytes from `start` on belong to no member. Those before the current offset are zero.
    Rest {
        /// Offset in the stream.
        start: u64,
    },
}

/// A decoder of one format, driven step by step.
pub(super) trait Codec: fmt::Debug + Send {
    /// Does one step: uses up input, changes its state or writes output. None when it needs more
    /// input than there is, which it never does once the end of the stream is known.
    fn step(
        &mut self,
        source: &mut Source<'_, '_>,
        out: &mut [u8],
        facts: &mut Facts,
    ) -> Option<Step>;

    /// Who decodes.
    fn back_end(&self) -> BackEnd {
        BackEnd::Reference
    }
}
