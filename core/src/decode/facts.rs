//! The anomalies of one stream, bounded.

use core::mem::{Discriminant, discriminant};

use crate::model::{FramingAnomaly, FramingKind, sort_by_key};

/// Anomalies of one kind that are kept. A stream can hold millions of members, each with the same
/// fault; what comes later is left out, never what is of another kind.
const KEPT: usize = 1000;

/// What was odd so far.
#[derive(Debug, Default)]
pub(super) struct Facts {
    list: Vec<FramingAnomaly>,
    counts: Vec<(Discriminant<FramingKind>, usize)>,
}

impl Facts {
    /// Records an anomaly.
    pub(super) fn note(&mut self, offset: u64, kind: FramingKind) {
        let wanted = discriminant(&kind);
        let place = self.counts.iter().position(|(seen, _)| *seen == wanted);
        let place = place.unwrap_or_else(|| {
            self.counts.push((wanted, 0));
            self.counts.len().saturating_sub(1)
        });
        if let Some((_, count)) = self.counts.get_mut(place) {
            if *count < KEPT {
                self.list.push(FramingAnomaly { offset, kind });
            }
            *count = count.saturating_add(1);
        }
    }

    /// Nothing was odd so far.
    pub(super) const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Takes back those anomalies that turn out to be ordinary.
    pub(super) fn withdraw(&mut self, ordinary: impl Fn(&FramingAnomaly) -> bool) {
        self.list.retain(|anomaly| !ordinary(anomaly));
    }

    /// Hands the anomalies over, by offset.
    pub(super) fn take(&mut self) -> Vec<FramingAnomaly> {
        let mut list = core::mem::take(&mut self.list);
        sort_by_key(&mut list, |anomaly| anomaly.offset);
        list
    }
}
