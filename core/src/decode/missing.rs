//! Stands in for a decoder that this build lacks.

use super::codec::{Codec, Step};
use super::facts::Facts;
use super::source::Source;
use crate::model::{Compression, FramingKind};

/// Says that nothing can be said.
#[derive(Debug)]
pub(super) struct Missing {
    pub(super) format: Compression,
}

impl Codec for Missing {
    fn step(
        &mut self,
        _source: &mut Source<'_, '_>,
        _out: &mut [u8],
        facts: &mut Facts,
    ) -> Option<Step> {
        facts.note(0, FramingKind::Unsupported { format: self.format });
        Some(Step::Last(0))
    }
}
