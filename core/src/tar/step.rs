//! The states of the parser, and one step from each.

use super::{
    TarParser,
    block::{BLOCK_SIZE, Block, is_zero},
    checksum::{self, Sum},
    end::Trailer,
    header::{self, Header, Numbers},
    member::{self, Body, Member},
    notes::note,
    probe::Suspect,
    sparse::OldMap,
};
use crate::model::{Anomaly, AnomalyKind, Entry, sort_by_key};

/// What is read next.
#[derive(Clone, Copy, Debug)]
pub(super) enum State {
    /// A member is resolved and its event is due.
    Announce(Body),
    /// A file's data.
    Data { remaining: u64 },
    /// A member's data has passed and the event of its end is due; what follows it.
    Ended(Body),
    /// The data of an extension header.
    Extension { remaining: u64 },
    /// A header, or the blocks that end the archive.
    Header { first: bool, after_zero: bool },
    /// The block behind the header of an entry that has a size and takes no data: it tells whether the
    /// data is there.
    Judge(u64),
    /// Whatever comes: it is not read.
    Lost,
    /// A block of GNU's old sparse map.
    OldMap { map: OldMap, body: Body },
    /// The rest of a block of data; the first byte of it that is not zero.
    Padding { remaining: u64, first: Option<u64>, owner: Owner },
    /// Behind a damaged header: the next good one is looked for. Zero blocks in a row so far.
    Resync { zeros: u64 },
    /// Data that is no file's contents.
    Skip { remaining: u64, owner: Owner },
    /// Behind the end of the archive.
    Trailer(Trailer),
}

impl State {
    pub(super) const START: Self = Self::Header { first: true, after_zero: false };
    pub(super) const HEADER: Self = Self::Header { first: false, after_zero: false };
}

/// Whose data it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Owner {
    /// The current entry's.
    Entry,
    /// An extension header's.
    Extension,
}

/// What a step gave.
#[derive(Debug)]
pub(super) enum Step<'c> {
    /// Data of the current file.
    Data(&'c [u8]),
    /// The entry is complete.
    Entry,
    /// The entry's data has ended.
    EntryEnd,
    /// Nothing to be told.
    Silent,
}

impl TarParser {
    /// One step; none where it needs more input.
    pub(super) fn step<'c>(&mut self, input: &mut &'c [u8]) -> Option<Step<'c>> {
        match self.state {
            State::Announce(body) => Some(self.step_announce(body)),
            State::Data { remaining } => self.step_data(input, remaining),
            State::Ended(body) => Some(self.step_ended(body)),
            State::Extension { remaining } => self.step_extension(input, remaining),
            State::Header { first, after_zero } => self.step_header(input, first, after_zero),
            State::Judge(size) => self.step_judge(input, size),
            State::Lost => self.step_lost(input),
            State::OldMap { map, body } => self.step_old_map(input, map, body),
            State::Padding { remaining, first, owner } => {
                self.step_padding(input, remaining, first, owner)
            }
            State::Resync { zeros } => self.step_resync(input, zeros),
            State::Skip { remaining, owner } => self.step_skip(input, remaining, owner),
            State::Trailer(trailer) => self.step_trailer(input, trailer),
        }
    }

    fn step_header<'c>(
        &mut self,
        input: &mut &'c [u8],
        first: bool,
        after_zero: bool,
    ) -> Option<Step<'c>> {
        let block = self.reader.take_block(input)?;
        let offset = self.reader.offset.saturating_sub(BLOCK_SIZE);
        if is_zero(&*block) {
            self.read_zero_block(after_zero);
            return Some(Step::Silent);
        }
        match checksum::verify(&block) {
            Sum::Fits { signed } => {
                let before = after_zero.then_some(AnomalyKind::EntryAfterZeroBlock);
                self.read_header(&block, offset, signed, before);
            }
            Sum::Wrong { .. } if first && !header::is_damaged(&block) => {
                self.tell(offset, AnomalyKind::NotATar);
                self.state = State::Lost;
            }
            Sum::Wrong { stored, computed } => {
                self.flush_pending();
                self.tell(offset, AnomalyKind::Checksum { stored, computed });
                self.state = State::Resync { zeros: 0 };
            }
        }
        Some(Step::Silent)
    }

    pub(super) fn read_zero_block(&mut self, after_zero: bool) {
        self.flush_pending();
        self.state = if after_zero {
            State::Trailer(Trailer::new(self.reader.offset))
        } else {
            State::Header { first: false, after_zero: true }
        };
    }

    /// Reads a header whose sum fits. `before` is what is odd about its place.
    pub(super) fn read_header(
        &mut self,
        block: &Block,
        offset: u64,
        signed: bool,
        before: Option<AnomalyKind>,
    ) {
        if !self.extensions.is_pending() {
            member::reset(&mut self.entry, offset);
        }
        let mark = self.entry.anomalies.len();
        let notes = &mut self.entry.anomalies;
        if let Some(kind) = before {
            note(notes, offset, kind);
        }
        if signed {
            note(notes, offset, AnomalyKind::ChecksumSigned);
        }
        let header = Header::new(block);
        let numbers = header.read(offset, notes);
        if let Some(reason) = header.dropped(signed) {
            let (pax, _) = self.extensions.pax();
            let data = numbers.size > 0 || pax.size.is_some_and(|size| size > 0);
            note(notes, offset, AnomalyKind::DroppedHeader { reason, data });
        }
        if header::is_extension(header.typeflag()) {
            self.begin_extension(header.typeflag(), offset, numbers.size, mark);
        } else {
            self.begin_member(&header, &numbers, offset);
        }
    }

    fn begin_extension(&mut self, typeflag: u8, offset: u64, size: u64, mark: usize) {
        let notes = &mut self.entry.anomalies;
        let kept = self.extensions.begin(typeflag, offset, size, &self.limits, notes);
        self.global_mark = (typeflag == b'g').then_some(mark);
        self.state = if kept {
            State::Extension { remaining: size }
        } else {
            State::Skip { remaining: size, owner: Owner::Extension }
        };
    }

    fn begin_member(&mut self, header: &Header<'_>, numbers: &Numbers, offset: u64) {
        self.entries = self.entries.saturating_add(1);
        if self.entries > self.limits.entries {
            self.tell(offset, AnomalyKind::TooManyEntries { limit: self.limits.entries });
            self.state = State::Lost;
            return;
        }
        let limit = self.limits.package_entries;
        if self.entries == limit.saturating_add(1) {
            note(&mut self.entry.anomalies, offset, AnomalyKind::ManyEntries { limit });
        }
        let Member { body, old_map, map_text } = member::resolve(
            &mut self.entry,
            header,
            numbers,
            offset,
            &self.extensions,
            &self.limits,
        );
        self.extensions.clear();
        self.map_text = map_text;
        match old_map {
            Some(map) => self.read_old_map(map, body),
            None => self.announce(body),
        }
    }

    pub(super) fn announce(&mut self, body: Body) {
        if self.entry.anomalies.len() > 1 {
            sort_by_key(&mut self.entry.anomalies, |anomaly| anomaly.offset);
        }
        self.state = State::Announce(body);
    }

    fn step_announce(&mut self, body: Body) -> Step<'static> {
        self.state = match body {
            Body::Data(remaining) => State::Data { remaining },
            // What is odd about a map in the data is told at the end of the data, also of none.
            Body::Empty if self.map_text.is_some() => State::Data { remaining: 0 },
            other => State::Ended(other),
        };
        Step::Entry
    }
}

/// What the steps share.
impl TarParser {
    /// At most `most` bytes; none where the input is used up.
    pub(super) fn take<'c>(&mut self, input: &mut &'c [u8], most: u64) -> Option<&'c [u8]> {
        if input.is_empty() { None } else { Some(self.reader.take(input, most)) }
    }

    pub(super) fn suspect(&self, size: u64) -> Suspect {
        let Entry { header, path, kind, .. } = &self.entry;
        Suspect { header: *header, path: path.clone(), kind: *kind, size }
    }

    /// Tells something that belongs to no entry.
    pub(super) fn tell(&mut self, offset: u64, kind: AnomalyKind) {
        self.queue.push_back(Anomaly { offset, entry: None, kind });
    }

    /// Tells something about the entry that was handed on last.
    pub(super) fn tell_of_entry(&mut self, offset: u64, kind: AnomalyKind) {
        let entry = Some(self.entry.path.clone());
        self.queue.push_back(Anomaly { offset, entry, kind });
    }

    /// Tells what is odd about the map of a sparse 1.0 file, if it is one.
    pub(super) fn tell_of_map(&mut self) {
        let Some(map) = self.map_text.take() else { return };
        let (data, stored) = (self.entry.data, self.entry.stored_size);
        for kind in map.verdict(stored, &self.limits) {
            self.tell_of_entry(data, kind);
        }
    }

    /// Tells of extension headers whose member does not come.
    pub(super) fn flush_pending(&mut self) {
        if self.extensions.is_pending() {
            self.extensions.note_dangling(&mut self.entry.anomalies);
            self.extensions.clear();
            self.queue.extend(self.entry.anomalies.drain(..));
        }
    }
}
