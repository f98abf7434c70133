//! Extension headers on their way to the member that they are for.

use super::{
    block::BLOCK_SIZE,
    gnu,
    notes::note,
    pax::{Override, Scope, Values},
};
use crate::model::{Anomaly, AnomalyKind, Limits};

/// The latest extension header of one kind.
#[derive(Debug, Default)]
struct Slot {
    /// Offset of the header; none where there is no such header for the next member.
    header: Option<u64>,
    /// Its data, cut to the name for GNU's kinds.
    data: Vec<u8>,
    /// The data was over its limit and not kept.
    skipped: bool,
}

impl Slot {
    fn get(&self) -> Option<&[u8]> {
        (self.header.is_some() && !self.skipped).then_some(&self.data)
    }

    /// Takes the data of a new header and leaves the memory of the old one.
    fn put(&mut self, incoming: &mut Incoming, notes: &mut Vec<Anomaly>) {
        let Incoming { typeflag, header, skipped, .. } = *incoming;
        if self.header.is_some() {
            let same = !skipped && !self.skipped && self.data == incoming.data;
            note(notes, header, AnomalyKind::ExtensionOrder { typeflag, same });
        }
        core::mem::swap(&mut self.data, &mut incoming.data);
        self.header = Some(header);
        self.skipped = skipped;
    }
}

/// The extension header that is being read.
#[derive(Debug, Default)]
struct Incoming {
    typeflag: u8,
    header: u64,
    skipped: bool,
    data: Vec<u8>,
}

/// Extension headers that wait for their member, and what global headers said.
///
/// Bounds: `Limits::pax_size` and `Limits::long_name`.
#[derive(Debug, Default)]
pub(super) struct Extensions {
    incoming: Incoming,
    long_link: Slot,
    long_name: Slot,
    pax: Slot,
    values: Values,
    global: Values,
}

impl Extensions {
    /// An extension header begins. False where its data is over its limit and will not be read.
    pub(super) fn begin(
        &mut self,
        typeflag: u8,
        header: u64,
        size: u64,
        limits: &Limits,
        notes: &mut Vec<Anomaly>,
    ) -> bool {
        let (limit, too_large) = match typeflag {
            b'K' | b'L' => (limits.long_name, AnomalyKind::LongNameTooLarge { size }),
            _ => (limits.pax_size, AnomalyKind::PaxTooLarge { size }),
        };
        let skipped = size > limit;
        if skipped {
            note(notes, header, too_large);
        }
        self.incoming.data.clear();
        self.incoming.typeflag = typeflag;
        self.incoming.header = header;
        self.incoming.skipped = skipped;
        !skipped
    }

    /// Takes a part of its data.
    pub(super) fn push(&mut self, data: &[u8]) {
        self.incoming.data.extend_from_slice(data);
    }

    /// Its data is complete, or was skipped.
    pub(super) fn finish(&mut self, notes: &mut Vec<Anomaly>) {
        let Incoming { typeflag, header, skipped, .. } = self.incoming;
        let data_offset = header.saturating_add(BLOCK_SIZE);
        match typeflag {
            b'K' | b'L' => {
                if !skipped {
                    gnu::cut_name(&mut self.incoming.data, header, notes);
                }
                let slot = if typeflag == b'K' { &mut self.long_link } else { &mut self.long_name };
                slot.put(&mut self.incoming, notes);
            }
            b'g' => {
                if self.is_pending() {
                    note(notes, header, AnomalyKind::ExtensionOrder { typeflag, same: false });
                }
                self.read_global(data_offset, notes);
            }
            _ => {
                self.pax.put(&mut self.incoming, notes);
                self.values.clear();
                if let Some(data) = self.pax.get() {
                    self.values.read(data, Scope::Member, data_offset, notes);
                }
            }
        }
    }

    /// A later global header adds to an earlier one.
    fn read_global(&mut self, offset: u64, notes: &mut Vec<Anomaly>) {
        let (uid, gid, mtime) = (self.global.uid, self.global.gid, self.global.mtime);
        self.global.clear();
        self.global.read(&self.incoming.data, Scope::Global, offset, notes);
        let keep = |new: Override<i64>, old| if new == Override::Absent { old } else { new };
        self.global.uid = keep(self.global.uid, uid);
        self.global.gid = keep(self.global.gid, gid);
        self.global.mtime = keep(self.global.mtime, mtime);
    }

    /// Some header waits for its member.
    pub(super) fn is_pending(&self) -> bool {
        self.slots().iter().any(|(_, slot)| slot.header.is_some())
    }

    /// Forgets them, their member has come.
    pub(super) fn clear(&mut self) {
        if self.is_pending() {
            self.values.clear();
        }
        for slot in [&mut self.long_link, &mut self.long_name, &mut self.pax] {
            slot.header = None;
        }
    }

    /// Tells of those that wait in vain.
    pub(super) fn note_dangling(&self, notes: &mut Vec<Anomaly>) {
        for (typeflag, slot) in self.slots() {
            if let Some(header) = slot.header {
                note(notes, header, AnomalyKind::DanglingExtension { typeflag });
            }
        }
    }

    const fn slots(&self) -> [(u8, &Slot); 3] {
        [(b'K', &self.long_link), (b'L', &self.long_name), (b'x', &self.pax)]
    }

    /// GNU's long link target.
    pub(super) fn long_link(&self) -> Option<&[u8]> {
        self.long_link.get()
    }

    /// GNU's long name.
    pub(super) fn long_name(&self) -> Option<&[u8]> {
        self.long_name.get()
    }

    /// What the PAX header says, and its data; none where there is none.
    pub(super) fn pax(&self) -> (&Values, &[u8]) {
        (&self.values, self.pax.get().unwrap_or_default())
    }

    /// A PAX header waits for its member.
    pub(super) const fn has_pax(&self) -> bool {
        self.pax.header.is_some()
    }

    /// A GNU long name or link waits for its member.
    pub(super) const fn has_gnu(&self) -> bool {
        self.long_link.header.is_some() || self.long_name.header.is_some()
    }

    /// What global headers said.
    pub(super) const fn global(&self) -> &Values {
        &self.global
    }
}
