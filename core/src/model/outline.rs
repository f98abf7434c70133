//! What is kept of a layer's paths once its index is gone: enough to put the layers of an image together.

/// The paths of one layer, packed: some twenty bytes an entry.
///
/// Records stand in the order in which the layer's index met them, a directory before what is in it. They
/// are numbered from 1; 0 is the root.
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Outline {
    bytes: Vec<u8>,
    count: u32,
    has_whiteouts: bool,
    links: Vec<OutlineLink>,
}

/// A hard link whose target is not in its own layer.
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct OutlineLink {
    /// Its record's number.
    pub(crate) number: u32,
    /// Offset of its entry.
    pub(crate) offset: u64,
    /// The target as written.
    pub(crate) target: Box<[u8]>,
}

/// What a record is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum OutlineKind {
    /// A directory; where no entry made it, one that entries below it imply.
    Directory,
    /// A symlink.
    Symlink,
    /// Anything else.
    Other,
}

/// One path of a layer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct OutlineRecord<'a> {
    /// What it is.
    pub(crate) kind: OutlineKind,
    /// An entry made it.
    pub(crate) explicit: bool,
    /// A directory whose entry comes after one below it.
    pub(crate) late: bool,
    /// The number of the directory it is in.
    pub(crate) parent: u32,
    /// Offset of the last entry that made it; 0 without one.
    pub(crate) offset: u64,
    /// Its name in that directory.
    pub(crate) name: &'a [u8],
    /// Target of a symlink.
    pub(crate) target: &'a [u8],
}

/// Memory of an [`OutlineLink`] besides its target, in bytes: stated, so that every machine counts alike.
const LINK: usize = 40;

const SYMLINK: u8 = 1;
const OTHER: u8 = 1 << 1;
const EXPLICIT: u8 = 1 << 2;
const LATE: u8 = 1 << 3;

impl Outline {
    /// Adds the next record.
    pub(crate) fn push(&mut self, record: &OutlineRecord<'_>) {
        self.count = self.count.saturating_add(1);
        let kind = match record.kind {
            OutlineKind::Directory => 0,
            OutlineKind::Symlink => SYMLINK,
            OutlineKind::Other => OTHER,
        };
        let explicit = if record.explicit { EXPLICIT } else { 0 };
        let late = if record.late { LATE } else { 0 };
        self.bytes.push(kind | explicit | late);
        self.put(u64::from(self.count.wrapping_sub(record.parent)));
        self.put_bytes(record.name);
        if record.explicit {
            // Entries start at multiples of 512: the zero bits go to the top, where they cost nothing.
            self.put(record.offset.rotate_right(9));
        }
        if record.kind == OutlineKind::Symlink {
            self.put_bytes(record.target);
        }
    }

    /// Adds a hard link whose target is not in the layer.
    pub(crate) fn push_link(&mut self, link: OutlineLink) {
        self.links.push(link);
    }

    /// Says that the layer has whiteouts.
    pub(crate) const fn note_whiteout(&mut self) {
        self.has_whiteouts = true;
    }

    /// Gives back memory that was set aside for more records.
    pub(crate) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.links.shrink_to_fit();
    }

    /// Memory held, in bytes, as a measure that does not depend on the machine.
    pub(crate) fn size(&self) -> u64 {
        let links = self.links.iter().map(|link| link.target.len().saturating_add(LINK));
        super::to_u64(links.fold(self.bytes.len(), usize::saturating_add))
    }

    /// The number of records.
    pub(crate) const fn count(&self) -> u32 {
        self.count
    }

    /// Some entry's name begins as a whiteout's does.
    pub(crate) const fn has_whiteouts(&self) -> bool {
        self.has_whiteouts
    }

    /// The hard links whose targets are not in the layer.
    pub(crate) fn links(&self) -> &[OutlineLink] {
        &self.links
    }

    /// The record with a number that starts at a byte, and where the next one starts. The first starts at 0.
    pub(crate) fn read(&self, number: u32, start: usize) -> Option<(OutlineRecord<'_>, usize)> {
        let mut rest = self.bytes.get(start..)?;
        let (&flags, after) = rest.split_first()?;
        rest = after;
        let up = u32::try_from(take(&mut rest)?).ok()?;
        let name = take_bytes(&mut rest)?;
        let explicit = flags & EXPLICIT != 0;
        let offset = if explicit { take(&mut rest)?.rotate_left(9) } else { 0 };
        let kind = match flags & (SYMLINK | OTHER) {
            0 => OutlineKind::Directory,
            SYMLINK => OutlineKind::Symlink,
            _ => OutlineKind::Other,
        };
        let target =
            if kind == OutlineKind::Symlink { take_bytes(&mut rest)? } else { Default::default() };
        let late = flags & LATE != 0;
        let parent = number.checked_sub(up)?;
        let record = OutlineRecord { kind, explicit, late, parent, offset, name, target };
        Some((record, self.bytes.len().saturating_sub(rest.len())))
    }

    /// Writes a number, seven bits a byte, the lowest first.
    fn put(&mut self, mut value: u64) {
        while value > 0x7f {
            self.bytes.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.bytes.push(value.to_le_bytes()[0]);
    }

    fn put_bytes(&mut self, bytes: &[u8]) {
        self.put(super::to_u64(bytes.len()));
        self.bytes.extend_from_slice(bytes);
    }
}

fn take(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    let mut shift = 0_u32;
    loop {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        value |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(value);
        }
        shift = shift.saturating_add(7);
    }
}

fn take_bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(take(rest)?).ok()?;
    let (bytes, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Outline, OutlineKind, OutlineRecord};

    #[test]
    fn records_come_back_as_they_were() {
        let long = vec![b'n'; 300];
        let record = |kind, explicit, late, parent, offset, name, target| OutlineRecord {
            kind,
            explicit,
            late,
            parent,
            offset,
            name,
            target,
        };
        let records = [
            record(OutlineKind::Directory, false, false, 0, 0, b"usr".as_slice(), b"".as_slice()),
            record(OutlineKind::Directory, true, true, 1, u64::MAX, &long, b""),
            record(OutlineKind::Symlink, true, false, 0, 512, b"lib", b"usr/lib"),
            record(OutlineKind::Symlink, true, false, 2, 513, b"", b""),
            record(OutlineKind::Other, true, false, 4, 1 << 40, b"x", b""),
        ];
        let mut outline = Outline::default();
        for record in &records {
            outline.push(record);
        }
        let mut start = 0;
        for (record, number) in records.iter().zip(1..) {
            let (seen, next) = outline.read(number, start).unwrap();
            assert_eq!(seen, *record);
            start = next;
        }
        assert_eq!(outline.read(6, start), None);
        assert_eq!((outline.count(), outline.size()), (5, crate::model::to_u64(start)));
    }
}
