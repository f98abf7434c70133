//! A push parser for tar streams that never stops before the stream does.
//!
//! It reads headers and what extends them, in any of the formats that are in use: v7, ustar, GNU with its
//! long names and sparse files, PAX. Everything odd is told as an [`Anomaly`], and reading goes on. Of
//! contents it touches nothing.
//!
//! Source: POSIX.1-2024 pax, "ustar Interchange Format" and "pax Extended Header"; GNU tar manual, "Tar
//! Internals".

mod block;
mod body;
mod checksum;
mod end;
mod extension;
mod finish;
mod gnu;
mod header;
mod member;
mod notes;
mod number;
mod pax;
mod probe;
mod record;
mod sparse;
mod step;
#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
mod tests;

use std::collections::VecDeque;

use block::Reader;
use extension::Extensions;
use sparse::MapText;
use step::{State, Step};

use crate::model::{Anomaly, Entry, Limits};

/// Reads one tar stream.
///
/// Bounds: `Limits::pax_size`, `Limits::long_name`, `Limits::entries`, `Limits::sparse_map`.
///
/// Any way to cut the stream into chunks gives the same events; only [`TarEvent::Data`] is cut as the chunks
/// are.
#[derive(Debug)]
pub(crate) struct TarParser {
    limits: Limits,
    reader: Reader,
    state: State,
    entry: Entry,
    extensions: Extensions,
    /// The map of a sparse 1.0 file whose data is being read.
    map_text: Option<MapText>,
    /// What is odd and not part of an entry that is still to be told.
    queue: VecDeque<Anomaly>,
    /// What was told last.
    told: Option<Anomaly>,
    /// Members seen.
    entries: u64,
    /// While a global header is read: where its anomalies begin in the entry's list.
    global_mark: Option<usize>,
}

/// The block is a tar header, or was one: its sum fits, or it has a magic or what can be a sum.
pub(crate) fn is_header(block: &[u8; 512]) -> bool {
    checksum::is_header(block) || header::is_damaged(block)
}

/// What comes next in a tar stream.
#[derive(Debug)]
pub(crate) enum TarEvent<'a> {
    /// A member. What is odd about it so far is in its `anomalies`.
    Entry(&'a Entry),
    /// A part of a file's data, as stored: a sparse 1.0 file begins with its map.
    Data(&'a [u8]),
    /// The end of the member's data; each [`Entry`](Self::Entry) has one, unless the stream ends before.
    EntryEnd,
    /// Something odd that is in no entry's list.
    Anomaly(&'a Anomaly),
}

impl TarParser {
    /// A parser at the start of a stream.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            limits: limits.clone(),
            reader: Reader::new(),
            state: State::START,
            entry: Entry::default(),
            extensions: Extensions::default(),
            map_text: None,
            queue: VecDeque::new(),
            told: None,
            entries: 0,
            global_mark: None,
        }
    }

    /// The next event, or none once all of `input` is used up. Takes what it read from `input`.
    ///
    /// Call it until it gives none: an event may be due that needs no more bytes.
    pub(crate) fn next<'a, 'c: 'a>(&'a mut self, input: &mut &'c [u8]) -> Option<TarEvent<'a>> {
        loop {
            if let Some(anomaly) = self.pop_anomaly() {
                return Some(TarEvent::Anomaly(self.told.insert(anomaly)));
            }
            match self.step(input)? {
                Step::Data(data) => return Some(TarEvent::Data(data)),
                Step::Entry => return Some(TarEvent::Entry(&self.entry)),
                Step::EntryEnd => return Some(TarEvent::EntryEnd),
                Step::Silent => {}
            }
        }
    }

    fn pop_anomaly(&mut self) -> Option<Anomaly> {
        self.reader.probes.resolved.pop_front().or_else(|| self.queue.pop_front())
    }

    /// Bytes of the current file's data that are still to come.
    pub(crate) const fn remaining_data(&self) -> u64 {
        match self.state {
            State::Data { remaining } => remaining,
            _ => 0,
        }
    }

    /// Bytes from here on that a driver with random access need not show: a part of the current file's
    /// data that nothing of the parser looks at. None while an event is due.
    pub(crate) fn skippable(&self) -> u64 {
        if !self.queue.is_empty() || !self.reader.probes.resolved.is_empty() {
            return 0;
        }
        let map = self.map_text.is_some_and(|map| map.is_open());
        if map {
            0
        } else {
            self.remaining_data().min(self.reader.probes.distance(self.reader.offset))
        }
    }

    /// Goes on as if `length` bytes of data had passed, at most [`skippable`](Self::skippable). Gives how
    /// many it were.
    pub(crate) fn skip_data(&mut self, length: u64) -> u64 {
        let length = length.min(self.skippable());
        if let State::Data { remaining } = &mut self.state {
            *remaining = remaining.saturating_sub(length);
            self.reader.skip(length);
        }
        length
    }

    /// The end of the stream: what only it tells.
    ///
    /// Called after [`next`](Self::next) gave none; whatever was not fetched is among the anomalies.
    pub(crate) fn finish(mut self) -> Vec<Anomaly> {
        self.finish_state();
        self.reader.probes.finish(self.reader.offset);
        let mut anomalies: Vec<Anomaly> = self.reader.probes.resolved.drain(..).collect();
        anomalies.extend(self.queue.drain(..));
        anomalies
    }
}
