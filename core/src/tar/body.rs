//! Steps through what lies between headers: data, padding, maps, and what is no header at all.

use super::{
    TarParser,
    block::{BLOCK_SIZE, Block, is_zero, padded, padding},
    checksum::{self, Sum},
    end::Trailer,
    member::{self, Body},
    notes::note,
    sparse::OldMap,
    step::{Owner, State, Step},
};
use crate::model::{AnomalyKind, GoesOn, saturating_usize, to_u64};

impl TarParser {
    pub(super) fn step_data<'c>(
        &mut self,
        input: &mut &'c [u8],
        remaining: u64,
    ) -> Option<Step<'c>> {
        if remaining == 0 {
            self.tell_of_map();
            self.state = State::Ended(Body::Empty);
            return Some(Step::Silent);
        }
        let data = self.take(input, remaining)?;
        if let Some(map) = &mut self.map_text {
            map.read(data, &self.limits);
        }
        self.state = State::Data { remaining: less(remaining, data) };
        Some(Step::Data(data))
    }

    pub(super) fn step_ended(&mut self, body: Body) -> Step<'static> {
        self.state = match body {
            Body::Data(_) | Body::Empty => self.padding_state(Owner::Entry),
            Body::Skip(remaining) => State::Skip { remaining, owner: Owner::Entry },
            Body::Suspect(size) => State::Judge(size),
        };
        Step::EntryEnd
    }

    pub(super) fn step_extension<'c>(
        &mut self,
        input: &mut &'c [u8],
        remaining: u64,
    ) -> Option<Step<'c>> {
        if remaining == 0 {
            self.finish_extension();
            return Some(Step::Silent);
        }
        let data = self.take(input, remaining)?;
        self.extensions.push(data);
        self.state = State::Extension { remaining: less(remaining, data) };
        Some(Step::Silent)
    }

    fn finish_extension(&mut self) {
        self.extensions.finish(&mut self.entry.anomalies);
        // A global header belongs to no entry, and neither does what is odd about it.
        if let Some(mark) = self.global_mark.take() {
            self.queue.extend(self.entry.anomalies.drain(mark..));
        }
        self.state = self.padding_state(Owner::Extension);
    }

    pub(super) fn step_skip<'c>(
        &mut self,
        input: &mut &'c [u8],
        remaining: u64,
        owner: Owner,
    ) -> Option<Step<'c>> {
        if remaining > 0 {
            let data = self.take(input, remaining)?;
            self.state = State::Skip { remaining: less(remaining, data), owner };
        } else if owner == Owner::Extension {
            self.finish_extension();
        } else {
            self.state = self.padding_state(owner);
        }
        Some(Step::Silent)
    }

    /// Reads on to the end of the block; headers and data begin at one.
    fn padding_state(&self, owner: Owner) -> State {
        match padding(self.reader.offset) {
            0 => State::HEADER,
            remaining => State::Padding { remaining, first: None, owner },
        }
    }

    pub(super) fn step_padding<'c>(
        &mut self,
        input: &mut &'c [u8],
        remaining: u64,
        first: Option<u64>,
        owner: Owner,
    ) -> Option<Step<'c>> {
        let offset = self.reader.offset;
        let bytes = self.take(input, remaining)?;
        let first = first.or_else(|| first_not_zero(offset, bytes));
        match less(remaining, bytes) {
            0 => {
                self.end_padding(first, owner);
                self.state = State::HEADER;
            }
            remaining => self.state = State::Padding { remaining, first, owner },
        }
        Some(Step::Silent)
    }

    pub(super) fn end_padding(&mut self, first: Option<u64>, owner: Owner) {
        let Some(offset) = first else { return };
        match owner {
            Owner::Entry => self.tell_of_entry(offset, AnomalyKind::PaddingNotZero),
            Owner::Extension if self.extensions.is_pending() => {
                note(&mut self.entry.anomalies, offset, AnomalyKind::PaddingNotZero);
            }
            Owner::Extension => self.tell(offset, AnomalyKind::PaddingNotZero),
        }
    }

    pub(super) fn step_judge(&mut self, input: &mut &[u8], size: u64) -> Option<Step<'static>> {
        let block = self.reader.take_block(input)?;
        let offset = self.reader.offset.saturating_sub(BLOCK_SIZE);
        let suspect = self.suspect(size);
        let sum = checksum::verify(&block);
        if let Sum::Fits { signed } = sum {
            self.reader.probes.add(offset.saturating_add(padded(size)), suspect, &self.limits);
            self.read_header(&block, offset, signed, None);
        } else if is_zero(&*block) {
            self.reader.probes.add(offset.saturating_add(padded(size)), suspect, &self.limits);
            self.read_zero_block(false);
        } else {
            self.queue.push_back(suspect.anomaly(GoesOn::WithData));
            self.skip_first_block(&block, offset, size);
        }
        Some(Step::Silent)
    }

    /// Goes on within data that begins with `block`, which was read already.
    fn skip_first_block(&mut self, block: &Block, offset: u64, size: u64) {
        let used = saturating_usize(size);
        let rest = block.get(used..).unwrap_or_default();
        self.end_padding(first_not_zero(offset.saturating_add(size), rest), Owner::Entry);
        let remaining = size.saturating_sub(BLOCK_SIZE);
        self.state = State::Skip { remaining, owner: Owner::Entry };
    }

    pub(super) fn step_old_map(
        &mut self,
        input: &mut &[u8],
        mut map: OldMap,
        body: Body,
    ) -> Option<Step<'static>> {
        let block = self.reader.take_block(input)?;
        let offset = self.reader.offset.saturating_sub(BLOCK_SIZE);
        map.read(&block, offset, &self.limits, &mut self.entry.anomalies);
        self.read_old_map(map, body);
        Some(Step::Silent)
    }

    pub(super) fn read_old_map(&mut self, map: OldMap, body: Body) {
        if map.is_extended() {
            self.state = State::OldMap { map, body };
            return;
        }
        self.entry.data = self.reader.offset;
        member::set_real_size(&mut self.entry, map.real_size, Some(map.map.regions()));
        let (header, stored) = (self.entry.header, self.entry.stored_size);
        map.finish(header, stored, &self.limits, &mut self.entry.anomalies);
        self.announce(body);
    }

    pub(super) fn step_resync(&mut self, input: &mut &[u8], zeros: u64) -> Option<Step<'static>> {
        let block = self.reader.take_block(input)?;
        let offset = self.reader.offset.saturating_sub(BLOCK_SIZE);
        match checksum::verify(&block) {
            Sum::Fits { signed } => self.read_header(&block, offset, signed, None),
            Sum::Wrong { .. } => {
                let zeros = if is_zero(&*block) { zeros.saturating_add(1) } else { 0 };
                self.state = State::Resync { zeros };
            }
        }
        Some(Step::Silent)
    }

    pub(super) fn step_trailer(
        &mut self,
        input: &mut &[u8],
        mut trailer: Trailer,
    ) -> Option<Step<'static>> {
        let block = self.reader.take_block(input)?;
        if is_zero(&*block) {
            return Some(Step::Silent);
        }
        let offset = self.reader.offset.saturating_sub(BLOCK_SIZE);
        if let Sum::Fits { signed } = checksum::verify(&block) {
            self.queue.extend(trailer.finish(offset));
            self.read_header(&block, offset, signed, Some(AnomalyKind::EntryAfterEnd));
        } else {
            trailer.read(offset, &*block);
            self.state = State::Trailer(trailer);
        }
        Some(Step::Silent)
    }

    pub(super) fn step_lost(&mut self, input: &mut &[u8]) -> Option<Step<'static>> {
        self.take(input, u64::MAX).map(|_| Step::Silent)
    }
}

/// What remains when `taken` has passed.
fn less(remaining: u64, taken: &[u8]) -> u64 {
    remaining.saturating_sub(to_u64(taken.len()))
}

fn first_not_zero(offset: u64, bytes: &[u8]) -> Option<u64> {
    if is_zero(bytes) {
        return None;
    }
    let index = bytes.iter().position(|&byte| byte != 0)?;
    Some(offset.saturating_add(to_u64(index)))
}
