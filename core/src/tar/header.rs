//! A header block: its layout, its fields, and what is odd about them.
//!
//! Source: POSIX.1-2024 pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"; star(4).

use core::ops::Range;

use memchr::memchr;
use tar::{GnuHeader, OldHeader};

use super::{
    block::{BLOCK_SIZE, Block},
    number::{self, NumberFault},
};
use crate::model::{Anomaly, AnomalyKind, HeaderField, Layout};

use super::notes::note;

/// A header block whose sum fits.
#[derive(Debug)]
pub(super) struct Header<'b> {
    whole: &'b tar::Header,
    fields: &'b OldHeader,
    layout: Layout,
    /// The name field up to its NUL.
    name: &'b [u8],
    /// The linkname field up to its NUL.
    link_name: &'b [u8],
    /// The magic and version are known ones.
    plain_magic: bool,
    /// star's signature stands at the end of the block.
    star: bool,
}

/// The numbers of a header, saturated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers {
    pub(super) mode: u64,
    pub(super) uid: i64,
    pub(super) gid: i64,
    pub(super) mtime: i64,
    pub(super) size: u64,
    /// The size field holds only NULs and spaces.
    pub(super) size_blank: bool,
    pub(super) device: (u64, u64),
}

/// Where node-tar reads numbers: mode, owners, size, time and checksum; under the magic of POSIX also the device; and
/// in the end of the prefix field two times.
const NUMBERS: [Range<usize>; 10] = [
    100..108,
    108..116,
    116..124,
    124..136,
    136..148,
    148..156,
    329..337,
    337..345,
    476..488,
    488..500,
];

/// Largest size that does not wrap 63 bits when it is rounded up to a block.
pub(super) const MAX_SIZE: u64 = i64::MAX.unsigned_abs().wrapping_sub(BLOCK_SIZE.wrapping_sub(1));

/// Typeflags of headers that belong to the next member, or to all that follow.
pub(super) const fn is_extension(typeflag: u8) -> bool {
    matches!(typeflag, b'K' | b'L' | b'g' | b'x')
}

/// The block was a header once, whatever its sum: it has a magic that tar writers use, or an octal number with
/// a NUL in the place of the checksum, which no text has.
pub(super) fn is_damaged(block: &Block) -> bool {
    let fields = Header::whole(block).as_old();
    let sum = number::read(&fields.cksum);
    let has_sum = sum.fault.is_none() && sum.value > 0 && fields.cksum.contains(&0);
    has_sum || tail(fields, 0, 5) == b"ustar"
}

impl<'b> Header<'b> {
    fn whole(block: &'b Block) -> &'b tar::Header {
        tar::Header::from_byte_slice(block)
    }

    pub(super) fn new(block: &'b Block) -> Self {
        let whole = Self::whole(block);
        let fields = whole.as_old();
        let star = block.ends_with(b"tar\0");
        let (layout, plain_magic) = match tail(fields, 0, 8) {
            b"ustar\x0000" | b"ustar\0\0\0" => (Layout::Ustar, true),
            b"ustar  \0" => (Layout::Gnu, true),
            b"\0\0\0\0\0\0\0\0" => (Layout::V7, true),
            magic if magic.starts_with(b"ustar\0") => (Layout::Ustar, false),
            // star's first layout has its file type where others have the magic.
            _ if star => (Layout::V7, true),
            _ => (Layout::Unknown, false),
        };
        let [name, link_name] = [&fields.name, &fields.linkname].map(|field| text(field));
        Self { whole, fields, layout, name, link_name, plain_magic, star }
    }

    pub(super) const fn layout(&self) -> Layout {
        self.layout
    }

    pub(super) const fn typeflag(&self) -> u8 {
        let [typeflag] = self.fields.linkflag;
        typeflag
    }

    /// The name field up to its NUL.
    pub(super) const fn name(&self) -> &'b [u8] {
        self.name
    }

    /// The linkname field up to its NUL.
    pub(super) const fn link_name(&self) -> &'b [u8] {
        self.link_name
    }

    /// The prefix that belongs in front of the name: only a ustar header has one.
    pub(super) fn prefix(&self) -> &'b [u8] {
        match self.layout {
            Layout::Ustar => text(self.prefix_field()),
            _ => &[],
        }
    }

    /// GNU's view of the block, under its magic.
    pub(super) fn gnu(&self) -> Option<&'b GnuHeader> {
        self.whole.as_gnu()
    }

    /// GNU's size of a sparse file that is written out; none where the field is empty.
    pub(super) fn gnu_size(&self) -> Option<u64> {
        let field = &self.gnu()?.realsize;
        (field.first() != Some(&0)).then(|| unsigned(number::read(field).value))
    }

    fn prefix_field(&self) -> &'b [u8] {
        tail(self.fields, 88, 155)
    }

    /// Reads the numbers, and tells what is odd about the header.
    pub(super) fn read(&self, offset: u64, notes: &mut Vec<Anomaly>) -> Numbers {
        // Rust's `tar` takes a header for an extension only where the magic says who defined it.
        let extension = is_extension(self.typeflag())
            && self.whole.as_ustar().is_none()
            && self.whole.as_gnu().is_none();
        let of_long_name = matches!(self.typeflag(), b'K' | b'L')
            && matches!(self.layout, Layout::Ustar)
            && self.plain_magic;
        if extension && of_long_name {
            note(notes, offset, AnomalyKind::MagicOfLongName);
        } else if extension || !self.plain_magic {
            note(notes, offset, AnomalyKind::Magic { extension });
        }
        self.check_texts(offset, notes);
        let mut field = |field: HeaderField, bytes: &[u8]| read_field(field, bytes, offset, notes);
        // Its value was looked at before; a header gets here with digits that fit and junk behind them.
        field(HeaderField::Checksum, &self.fields.cksum);
        let mode = field(HeaderField::Mode, &self.fields.mode);
        let uid = field(HeaderField::Uid, &self.fields.uid);
        let gid = field(HeaderField::Gid, &self.fields.gid);
        let mtime = field(HeaderField::Mtime, &self.fields.mtime);
        let size = field(HeaderField::Size, &self.fields.size);
        let mut device = (0, 0);
        if self.has_owner_names() {
            let major = field(HeaderField::DeviceMajor, tail(self.fields, 72, 8));
            let minor = field(HeaderField::DeviceMinor, tail(self.fields, 80, 8));
            device = (unsigned(major), unsigned(minor));
        }
        let size_blank = self.fields.size.iter().all(|&byte| byte == 0 || byte == b' ');
        Numbers { mode: unsigned(mode), uid, gid, mtime, size: unsigned(size), size_blank, device }
    }

    /// Why node-tar takes the header for none, and what follows it for headers.
    pub(super) fn dropped(&self, signed: bool) -> Option<&'static str> {
        let (typeflag, target) = (self.typeflag(), !self.link_name.is_empty());
        let link = matches!(typeflag, b'1' | b'2');
        if signed {
            return Some("its checksum is one of signed bytes");
        }
        if target && !link && !matches!(typeflag, b'g' | b'x') {
            return Some("it is no link and has a link target");
        }
        if link && !target {
            return Some("it is a link without a target of its own");
        }
        if is_extension(typeflag) && self.name.is_empty() && self.prefix().is_empty() {
            return Some("it has no name");
        }
        // It reads four bytes more than the field has, and takes the typeflag for a digit.
        let [.., last] = self.fields.cksum;
        let full = last.is_ascii_digit() && self.fields.cksum.iter().all(u8::is_ascii_digit);
        if full && matches!(typeflag, b'0'..=b'7') {
            return Some("its checksum has no end");
        }
        self.has_unsafe_number().then_some("it has a number in base-256 beyond 53 bits")
    }

    /// A number in base-256 that is not so short that node-tar takes it.
    fn has_unsafe_number(&self) -> bool {
        let block = self.whole.as_bytes();
        let first = |field: &Range<usize>| block.get(field.start).copied().unwrap_or_default();
        // Nearly no header has base-256 at all.
        let any = NUMBERS.iter().fold(0, |any, field| any | first(field));
        any & 0x80 != 0 && self.has_unsafe_base_256(block)
    }

    #[cold]
    fn has_unsafe_base_256(&self, block: &Block) -> bool {
        let posix = tail(self.fields, 0, 8) == b"ustar\x0000";
        // Behind a short prefix it looks for times, whoever wrote the header.
        let read = match (posix, tail(self.fields, 218, 1)) {
            (true, [0]) => 10,
            (true, _) => 8,
            (false, _) => 6,
        };
        let mut fields = NUMBERS.iter().take(read).filter_map(|field| block.get(field.clone()));
        fields.any(number::is_unsafe)
    }

    /// The fields behind the magic are what POSIX says.
    const fn has_owner_names(&self) -> bool {
        matches!(self.layout, Layout::Ustar | Layout::Gnu)
    }

    fn check_texts(&self, offset: u64, notes: &mut Vec<Anomaly>) {
        let mut check = |field: HeaderField, bytes: &[u8], text: &[u8]| {
            let behind = bytes.get(text.len()..).unwrap_or_default();
            if behind.iter().fold(0, |any, &byte| any | byte) != 0 {
                note(notes, offset, AnomalyKind::FieldTail(field));
            }
        };
        check(HeaderField::Name, &self.fields.name, self.name);
        check(HeaderField::LinkName, &self.fields.linkname, self.link_name);
        if self.has_owner_names() {
            for (field, start) in [(HeaderField::UserName, 8), (HeaderField::GroupName, 40)] {
                let bytes = tail(self.fields, start, 32);
                check(field, bytes, text(bytes));
            }
        }
        // The name of an extension header names nothing.
        if !is_extension(self.typeflag()) && self.prefix_is_odd() {
            let kind = match self.layout {
                Layout::Gnu => AnomalyKind::PrefixWithGnuMagic,
                _ => AnomalyKind::PrefixWithoutUstar,
            };
            note(notes, offset, kind);
        }
    }

    /// There is text in the place of the prefix field, and readers disagree on whether it is one.
    fn prefix_is_odd(&self) -> bool {
        let prefix = self.prefix_field();
        let text = prefix.first().is_some_and(|&byte| byte != 0);
        match self.layout {
            // star's prefix has 131 bytes with the NUL at its end; its times follow.
            Layout::Ustar if self.star => prefix.get(130).is_some_and(|&byte| byte != 0),
            Layout::Ustar => text && tail(self.fields, 6, 2) != b"00",
            Layout::Gnu => text && self.gnu().is_some_and(|gnu| !is_time(&gnu.atime, &gnu.ctime)),
            Layout::V7 | Layout::Unknown => text,
        }
    }
}

/// GNU's access and change times, as an incremental archive has them.
fn is_time(access: &[u8], change: &[u8]) -> bool {
    let is_number = |field: &[u8]| {
        matches!(number::read(field).fault, None | Some(NumberFault::Blank | NumberFault::Encoding))
    };
    is_number(access) && is_number(change)
}

/// Part of what follows `linkname`, by its distance from there.
fn tail(fields: &OldHeader, start: usize, length: usize) -> &[u8] {
    let rest = fields.pad.get(start..).unwrap_or_default();
    rest.get(..length).unwrap_or_default()
}

/// A text field up to its NUL.
fn text(field: &[u8]) -> &[u8] {
    // Most fields are empty: these need no search.
    if field.first() == Some(&0) {
        return &[];
    }
    let length = memchr(0, field).unwrap_or(field.len());
    field.get(..length).unwrap_or_default()
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

pub(super) fn read_field(
    field: HeaderField,
    bytes: &[u8],
    offset: u64,
    notes: &mut Vec<Anomaly>,
) -> i64 {
    let number = number::read(bytes);
    if let Some(fault) = number.fault {
        note_fault(field, fault, offset, notes);
    }
    if field == HeaderField::Size {
        if number.value < 0 {
            note(notes, offset, AnomalyKind::NumberNegative(field));
        }
        if unsigned(number.value) > MAX_SIZE && number.fault.is_none() {
            note(notes, offset, AnomalyKind::NumberOverflow(field));
        }
    }
    number.value
}

#[cold]
fn note_fault(field: HeaderField, fault: NumberFault, offset: u64, notes: &mut Vec<Anomaly>) {
    let kind = match fault {
        // Blank is how old writers leave out what they do not know; a size is looked at once the kind is known.
        NumberFault::Blank => return,
        NumberFault::Encoding => AnomalyKind::NumberEncoding(field),
        NumberFault::Invalid | NumberFault::Minus => AnomalyKind::NumberInvalid(field),
        NumberFault::Overflow => AnomalyKind::NumberOverflow(field),
    };
    note(notes, offset, kind);
    if fault == NumberFault::Minus && field == HeaderField::Size {
        note(notes, offset, AnomalyKind::NumberNegative(field));
    }
}
