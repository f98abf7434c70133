//! Placeholder until the decoders land: everything is taken as it is.
use crate::model::{Compression, FramingAnomaly, Limits};
pub(crate) fn sniff(_head: &[u8]) -> Option<Compression> {
    None
}
#[derive(Debug)]
pub(crate) struct Decoder;
impl Decoder {
    pub(crate) fn new(_limits: &Limits) -> Self {
        Self
    }
    pub(crate) fn next<'a, 'i: 'a>(&'a mut self, input: &mut &'i [u8]) -> Option<&'a [u8]> {
        let all = core::mem::take(input);
        (!all.is_empty()).then_some(all)
    }
    pub(crate) fn finish(&mut self) -> Option<&[u8]> {
        None
    }
    pub(crate) fn compression(&self) -> Option<Compression> {
        None
    }
    pub(crate) fn take_anomalies(&mut self) -> Vec<FramingAnomaly> {
        Vec::new()
    }
}
