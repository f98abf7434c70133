//! The header of one gzip member.
//!
//! Source: RFC 1952, sections 2.3 and 2.3.1.

use crc32fast::Hasher;

use super::super::facts::Facts;
use super::super::source::Source;
use crate::model::{FramingKind, Limits, to_u64};

/// FLG bit: a checksum of the header follows.
const FHCRC: u8 = 1 << 1;
/// FLG bit: an extra field follows.
const FEXTRA: u8 = 1 << 2;
/// FLG bit: the file's name follows.
const FNAME: u8 = 1 << 3;
/// FLG bit: a comment follows.
const FCOMMENT: u8 = 1 << 4;
/// FLG bits without a meaning.
const RESERVED: u8 = 0xe0;

/// Bytes of a name that are kept.
const NAME_KEPT: usize = 256;

/// A header as far as it is read.
#[derive(Debug)]
pub(super) struct Header {
    field: Field,
    flags: u8,
    crc: Hasher,
}

/// The field that comes next.
#[derive(Debug)]
enum Field {
    Fixed,
    ExtraLength,
    Extra { left: u16 },
    Name(Name),
    Comment,
    Checksum,
    End,
}

impl Header {
    pub(super) fn new() -> Self {
        Self { field: Field::Fixed, flags: 0, crc: Hasher::new() }
    }

    /// Reads on: true when the header is over, false when the stream ends before.
    pub(super) fn read(&mut self, source: &mut Source<'_, '_>, facts: &mut Facts) -> Option<bool> {
        loop {
            let whole = match &self.field {
                Field::Fixed => self.step_fixed(source, facts)?,
                Field::ExtraLength => self.step_extra_length(source, facts)?,
                Field::Extra { left } => self.step_extra(source, *left)?,
                Field::Name(_) => self.step_name(source, facts)?,
                Field::Comment => self.step_comment(source)?,
                Field::Checksum => self.step_checksum(source, facts)?,
                Field::End => return Some(true),
            };
            if !whole {
                return Some(false);
            }
        }
    }

    fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    fn after_extra(&self, offset: u64) -> Field {
        if self.has(FNAME) { Field::Name(Name::new(offset)) } else { self.after_name() }
    }

    fn after_name(&self) -> Field {
        if self.has(FCOMMENT) { Field::Comment } else { self.after_comment() }
    }

    fn after_comment(&self) -> Field {
        if self.has(FHCRC) { Field::Checksum } else { Field::End }
    }

    fn step_fixed(&mut self, source: &mut Source<'_, '_>, facts: &mut Facts) -> Option<bool> {
        let offset = source.offset();
        let fixed = source.peek(10)?;
        self.crc.update(fixed);
        let &[_, _, _, flags, _, _, _, _, _, _] = fixed else { return Some(short(source)) };
        source.consume(10);
        self.flags = flags;
        if self.has(RESERVED) {
            facts.note(offset.saturating_add(3), FramingKind::ReservedBits);
        }
        let extra = self.has(FEXTRA);
        self.field = if extra { Field::ExtraLength } else { self.after_extra(source.offset()) };
        Some(true)
    }

    fn step_extra_length(
        &mut self,
        source: &mut Source<'_, '_>,
        facts: &mut Facts,
    ) -> Option<bool> {
        let offset = source.offset();
        let length = source.peek(2)?;
        self.crc.update(length);
        let Ok(length) = <[u8; 2]>::try_from(length) else { return Some(short(source)) };
        source.consume(2);
        let left = u16::from_le_bytes(length);
        if u64::from(left) > Limits::HEADER_EXTRA {
            facts.note(offset, FramingKind::HeaderExtra { bytes: left.into() });
        }
        self.field = Field::Extra { left };
        Some(true)
    }

    fn step_extra(&mut self, source: &mut Source<'_, '_>, left: u16) -> Option<bool> {
        if left == 0 {
            self.field = self.after_extra(source.offset());
            return Some(true);
        }
        let some = source.available()?;
        let some = some.get(..left.into()).unwrap_or(some);
        self.crc.update(some);
        let length = some.len();
        source.consume(length);
        let used = u16::try_from(length).unwrap_or(u16::MAX);
        self.field = Field::Extra { left: left.saturating_sub(used) };
        Some(used > 0)
    }

    fn step_name(&mut self, source: &mut Source<'_, '_>, facts: &mut Facts) -> Option<bool> {
        let (text, ends) = self.text(source)?;
        let Field::Name(name) = &mut self.field else { return Some(false) };
        name.push(text);
        let length = text.len();
        if ends && name.is_odd() {
            facts.note(
                name.offset,
                FramingKind::HeaderName { name: core::mem::take(&mut name.kept) },
            );
        }
        Some(self.end_text(source, length, ends, Self::after_name))
    }

    fn step_comment(&mut self, source: &mut Source<'_, '_>) -> Option<bool> {
        let (text, ends) = self.text(source)?;
        let length = text.len();
        Some(self.end_text(source, length, ends, Self::after_comment))
    }

    /// Some of a text, and whether its final NUL follows.
    fn text<'s>(&mut self, source: &'s mut Source<'_, '_>) -> Option<(&'s [u8], bool)> {
        let some = source.available()?;
        let end = some.iter().position(|byte| *byte == 0);
        let text = some.get(..end.unwrap_or(some.len())).unwrap_or_default();
        self.crc.update(text);
        if end.is_some() {
            self.crc.update(&[0]);
        }
        Some((text, end.is_some()))
    }

    fn end_text(
        &mut self,
        source: &mut Source<'_, '_>,
        length: usize,
        ends: bool,
        next: fn(&Self) -> Field,
    ) -> bool {
        source.consume(length.saturating_add(usize::from(ends)));
        if ends {
            self.field = next(self);
        }
        ends || length > 0
    }

    fn step_checksum(&mut self, source: &mut Source<'_, '_>, facts: &mut Facts) -> Option<bool> {
        let offset = source.offset();
        let Ok(stated) = <[u8; 2]>::try_from(source.peek(2)?) else { return Some(short(source)) };
        source.consume(2);
        let [low, high, _, _] = self.crc.clone().finalize().to_le_bytes();
        if stated != [low, high] {
            facts.note(offset, FramingKind::HeaderChecksum);
        }
        self.field = Field::End;
        Some(true)
    }
}

/// Uses up the rest of a stream that ends within a field, so that the offset is that of its end.
fn short(source: &mut Source<'_, '_>) -> bool {
    let left = source.available().map_or(0, <[u8]>::len);
    source.consume(left);
    false
}

/// FNAME as far as it is read.
#[derive(Debug)]
struct Name {
    offset: u64,
    kept: Vec<u8>,
    length: u64,
    odd: bool,
}

impl Name {
    const fn new(offset: u64) -> Self {
        Self { offset, kept: Vec::new(), length: 0, odd: false }
    }

    fn push(&mut self, text: &[u8]) {
        let room = NAME_KEPT.saturating_sub(self.kept.len());
        self.kept.extend_from_slice(text.get(..room).unwrap_or(text));
        self.length = self.length.saturating_add(to_u64(text.len()));
        self.odd |= text.iter().any(|byte| matches!(byte, b'/' | b'\\' | 0..0x20 | 0x7f));
    }

    /// It names a place other than a file beside the archive.
    fn is_odd(&self) -> bool {
        self.odd || (self.length == 2 && self.kept == b"..")
    }
}
