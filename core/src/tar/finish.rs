//! The end of the stream, wherever it comes.

use super::{
    TarParser,
    block::{BLOCK_SIZE, is_zero},
    member::Body,
    step::{Owner, State},
};
use crate::model::{Anomaly, AnomalyKind, EntryPath, GoesOn, to_u64};

impl TarParser {
    /// Tells what the end of the stream means where it came.
    pub(super) fn finish_state(&mut self) {
        let offset = self.reader.offset;
        if let State::Data { remaining: 0 } = self.state {
            // The driver left out all that remained of it, and nothing came behind.
            self.tell_of_map();
            self.state = State::Ended(Body::Empty);
        }
        match self.state {
            State::Header { first: true, .. } => self.finish_first(),
            State::Header { .. } | State::Judge(_) => self.finish_block(),
            State::Announce(_) | State::Ended(_) | State::Padding { owner: Owner::Entry, .. } => {
                self.finish_padding();
                self.tell(offset, AnomalyKind::MissingEnd);
            }
            State::Padding { owner: Owner::Extension, .. } => {
                let missing = self.finish_padding();
                self.flush_pending();
                self.tell(offset, AnomalyKind::Truncated { missing });
            }
            State::Data { remaining } | State::Skip { remaining, owner: Owner::Entry } => {
                self.tell_of_map();
                self.tell_of_entry(offset, AnomalyKind::Truncated { missing: remaining });
            }
            State::Extension { remaining } | State::Skip { remaining, .. } => {
                self.flush_unfinished(None);
                self.tell(offset, AnomalyKind::Truncated { missing: remaining });
            }
            State::OldMap { .. } => {
                let missing = BLOCK_SIZE.saturating_sub(to_u64(self.reader.partial().len()));
                let path = self.entry.path.clone();
                self.flush_unfinished(Some(&path));
                self.tell_of_entry(offset, AnomalyKind::Truncated { missing });
            }
            State::Trailer(mut trailer) => {
                let partial = self.reader.partial();
                trailer.read(offset.saturating_sub(to_u64(partial.len())), partial);
                self.queue.extend(trailer.finish(offset));
            }
            State::Resync { zeros } => {
                if zeros < 2 {
                    self.tell(offset, AnomalyKind::MissingEnd);
                }
            }
            State::Lost => {}
        }
    }

    /// No whole block came.
    fn finish_first(&mut self) {
        let partial = self.reader.partial();
        let kind = match partial {
            [] => AnomalyKind::Empty,
            _ if is_zero(partial) => AnomalyKind::Truncated { missing: self.reader.missing() },
            _ => AnomalyKind::NotATar,
        };
        self.tell(0, kind);
    }

    /// The stream ends where a header, or the end-of-archive blocks, should be.
    fn finish_block(&mut self) {
        let offset = self.reader.offset;
        let partial = self.reader.partial();
        let zero = is_zero(partial);
        let length = to_u64(partial.len());
        self.flush_pending();
        if let State::Judge(size) = self.state {
            // Both the end of the stream right here and the end of the data in these bytes are good ends.
            self.finish_judgement(size, zero, length);
        } else if zero {
            self.tell(offset, AnomalyKind::MissingEnd);
        } else {
            let missing = self.reader.missing();
            self.tell(offset, AnomalyKind::Truncated { missing });
        }
    }

    fn finish_judgement(&mut self, size: u64, zero: bool, length: u64) {
        let offset = self.reader.offset;
        let goes_on = match zero {
            true if size <= length => GoesOn::Both,
            true => GoesOn::WithoutData,
            false => GoesOn::WithData,
        };
        let suspect = self.suspect(size);
        self.queue.push_back(suspect.anomaly(goes_on));
        let kind = match size.checked_sub(length) {
            Some(missing) if missing > 0 && !zero => AnomalyKind::Truncated { missing },
            _ => AnomalyKind::MissingEnd,
        };
        self.tell_of_entry(offset, kind);
    }

    /// Tells what was odd about headers that lead to no entry any more.
    fn flush_unfinished(&mut self, entry: Option<&EntryPath>) {
        self.extensions.note_dangling(&mut self.entry.anomalies);
        for anomaly in self.entry.anomalies.drain(..) {
            self.queue.push_back(Anomaly { entry: entry.cloned(), ..anomaly });
        }
    }

    /// Gives how much of the padding is missing.
    fn finish_padding(&mut self) -> u64 {
        let State::Padding { remaining, first, owner } = self.state else { return 0 };
        self.end_padding(first, owner);
        remaining
    }
}
