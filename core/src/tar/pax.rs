//! PAX extended headers: what their records say, and what is odd about them.
//!
//! Source: POSIX.1-2024 pax, "pax Extended Header"; GNU tar manual, "Storing Sparse Files".

use super::{
    header::MAX_SIZE,
    notes::note,
    record::{Malformed, Record, Records, Span, embedded_key},
    sparse::SparseKeys,
};
use crate::model::{Anomaly, AnomalyKind, HeaderField, escape, to_u64};

/// Whom a header's records are for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Scope {
    /// All members that follow (`g`).
    Global,
    /// The next member (`x`).
    Member,
}

/// A record's value for a number: `Delete` is the empty value, which takes an earlier one away.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Override<T> {
    /// No record.
    #[default]
    Absent,
    /// A record without a value.
    Delete,
    /// A value.
    Value(T),
}

impl<T: Copy> Override<T> {
    /// This one's value, else the weaker one's, else the header's.
    pub(super) const fn over(self, weaker: Self, header: T) -> T {
        match (self, weaker) {
            (Self::Value(value), _) | (Self::Absent, Self::Value(value)) => value,
            _ => header,
        }
    }
}

/// What the records of one header say. Texts are parts of the header's data, which is kept beside it.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub(super) path: Option<Span>,
    pub(super) link_path: Option<Span>,
    pub(super) sparse_name: Option<Span>,
    pub(super) size: Option<u64>,
    pub(super) uid: Override<i64>,
    pub(super) gid: Override<i64>,
    pub(super) mtime: Override<i64>,
    pub(super) xattrs: Vec<Span>,
    pub(super) sparse: SparseKeys,
    /// star's size of a sparse file that is written out, which libarchive heeds.
    pub(super) star_size: Option<u64>,
    /// The keys, to find repeated ones.
    keys: Vec<(Span, u64)>,
}

/// Where a record is: what notes about it need.
struct Context<'n> {
    scope: Scope,
    at: u64,
    notes: &'n mut Vec<Anomaly>,
}

impl Context<'_> {
    fn note(&mut self, kind: AnomalyKind) {
        note(self.notes, self.at, kind);
    }
}

impl Values {
    /// Forgets everything and keeps the memory.
    pub(super) fn clear(&mut self) {
        let Self { xattrs, keys, .. } = core::mem::take(self);
        *self = Self { xattrs, keys, ..Self::default() };
        self.xattrs.clear();
        self.keys.clear();
    }

    /// Reads a whole header's data, which begins at `offset` of the stream.
    ///
    /// The last record of a key counts. Nothing is read behind a malformed record: readers that go on
    /// after one disagree on where.
    pub(super) fn read(
        &mut self,
        bytes: &[u8],
        scope: Scope,
        offset: u64,
        notes: &mut Vec<Anomaly>,
    ) {
        for record in Records::new(bytes) {
            let start = match record {
                Ok(Record { start, .. }) | Err(Malformed { start, .. }) => start,
            };
            let at = offset.saturating_add(to_u64(start));
            let mut context = Context { scope, at, notes };
            match record {
                Ok(record) => self.take(&record, &mut context),
                Err(Malformed { reason, .. }) => context.note(AnomalyKind::PaxMalformed { reason }),
            }
        }
        self.note_duplicates(bytes, notes);
    }

    fn note_duplicates(&mut self, bytes: &[u8], notes: &mut Vec<Anomaly>) {
        self.keys.sort_unstable_by(|(one, first), (other, second)| {
            one.of(bytes).cmp(other.of(bytes)).then(first.cmp(second))
        });
        for pair in self.keys.windows(2) {
            let [(first, _), (second, at)] = pair else { continue };
            let key = second.of(bytes);
            // Sparse 0.0 has these once for each region.
            let many = matches!(key, b"GNU.sparse.offset" | b"GNU.sparse.numbytes");
            if first.of(bytes) == key && !many {
                note(notes, *at, AnomalyKind::PaxDuplicateKey(escape(key)));
            }
        }
    }

    fn take(&mut self, record: &Record<'_>, context: &mut Context<'_>) {
        let Record { key, value, .. } = *record;
        let span = record.value_span();
        self.keys.push((record.key_span(), context.at));
        note_steering(key, value, context);
        match key {
            b"path" => self.path = name(key, value, span, context),
            b"linkpath" => self.link_path = name(key, value, span, context),
            b"GNU.sparse.name" => self.sparse_name = name(key, value, span, context),
            b"uname" | b"gname" => note_nul(key, value, context),
            b"size" => self.size = size(key, value, context),
            b"uid" => self.uid = number(key, value, whole, context),
            b"gid" => self.gid = number(key, value, whole, context),
            b"mtime" => self.mtime = number(key, value, seconds, context),
            b"atime" | b"ctime" | b"LIBARCHIVE.creationtime" => {
                number(key, value, seconds, context);
            }
            b"SCHILY.realsize" => self.star_size = size(key, value, context),
            b"SUN.holesdata" => {
                context.note(AnomalyKind::SparseDialect { by: "the PAX record SUN.holesdata" });
            }
            b"hdrcharset" => context.note(AnomalyKind::PaxHdrcharset),
            b"GNU.volume.offset" => context.note(AnomalyKind::GnuMultivolume),
            _ => self.take_prefixed(record, context),
        }
    }

    fn take_prefixed(&mut self, record: &Record<'_>, context: &mut Context<'_>) {
        let Record { key, value, .. } = *record;
        if let Some(prefix) = xattr_prefix(key) {
            let Span { start, end } = record.key_span();
            self.xattrs.push(Span { start: start.saturating_add(prefix.len()), end });
        } else if let Some(name) = key.strip_prefix(b"GNU.sparse.")
            && !self.sparse.take(name, value)
        {
            context.note(AnomalyKind::PaxBadValue(escape(key)));
        }
    }
}

/// The prefix of an extended attribute's key.
fn xattr_prefix(key: &[u8]) -> Option<&'static [u8]> {
    let prefixes: [&[u8]; 2] = [b"SCHILY.xattr.", b"LIBARCHIVE.xattr."];
    prefixes.into_iter().find(|prefix| key.starts_with(prefix))
}

/// The key says which entry this is or where the next one begins.
fn steers(key: &[u8]) -> bool {
    matches!(key, b"path" | b"linkpath" | b"size") || key.starts_with(b"GNU.sparse.")
}

/// The steering key of a line that begins with a number, whatever number that is.
///
/// node-tar and Rust's `tar` take a line for a record with a sign or zeros in front of its length, node-tar also
/// with any character behind it, and it counts three bytes where one is not UTF-8.
fn embedded_steering(line: &[u8]) -> Option<&[u8]> {
    let number = line.get(line.iter().position(u8::is_ascii_alphanumeric)?..)?;
    let key = number.get(..number.iter().position(|&byte| byte == b'=')?)?;
    let mut tails = (0..key.len()).filter_map(|at| key.get(at..));
    key.first()?.is_ascii_digit().then(|| tails.find(|tail| steers(tail)))?
}

/// Tells of keys that a global header should not have, and of records inside a value.
fn note_steering(key: &[u8], value: &[u8], context: &mut Context<'_>) {
    let xattr = xattr_prefix(key).is_some();
    if context.scope == Scope::Global && (xattr || steers(key)) {
        context.note(AnomalyKind::PaxGlobalOverride(escape(key)));
    }
    if !value.contains(&b'\n') {
        return;
    }
    for line in value.split(|&byte| byte == b'\n').skip(1) {
        let steering = embedded_steering(line);
        // Attributes are binary, and hold anything but a record that steers.
        if let Some(key) = steering.or_else(|| embedded_key(line).filter(|_| !xattr)) {
            let steers = steering.is_some();
            context.note(AnomalyKind::PaxEmbeddedRecord { key: escape(key), steers });
        }
    }
}

fn note_nul(key: &[u8], value: &[u8], context: &mut Context<'_>) {
    if value.contains(&0) {
        context.note(AnomalyKind::PaxNul(escape(key)));
    }
}

fn name(key: &[u8], value: &[u8], span: Span, context: &mut Context<'_>) -> Option<Span> {
    note_nul(key, value, context);
    if value.is_empty() {
        context.note(AnomalyKind::PaxEmptyValue(escape(key)));
        return None;
    }
    Some(span)
}

fn size(key: &[u8], value: &[u8], context: &mut Context<'_>) -> Option<u64> {
    if value.is_empty() {
        context.note(AnomalyKind::PaxEmptyValue(escape(key)));
        return None;
    }
    let Some(size) = decimal(value) else {
        context.note(AnomalyKind::PaxBadValue(escape(key)));
        if value.strip_prefix(b"-").is_some_and(|digits| decimal(digits).is_some()) {
            context.note(AnomalyKind::NumberNegative(HeaderField::Size));
        }
        return None;
    };
    if size > MAX_SIZE {
        context.note(AnomalyKind::NumberOverflow(HeaderField::Size));
    }
    Some(size)
}

fn number(
    key: &[u8],
    value: &[u8],
    parse: fn(&[u8]) -> Option<i64>,
    context: &mut Context<'_>,
) -> Override<i64> {
    if value.is_empty() {
        return Override::Delete;
    }
    let Some(value) = parse(value) else {
        context.note(AnomalyKind::PaxBadValue(escape(key)));
        return Override::Absent;
    };
    Override::Value(value)
}

/// Decimal digits alone, saturated at 63 bits.
pub(super) fn decimal(value: &[u8]) -> Option<u64> {
    if value.is_empty() {
        return None;
    }
    value.iter().try_fold(0_u64, |number, &byte| {
        let digit = byte.is_ascii_digit().then(|| byte.wrapping_sub(b'0'))?;
        let number = number.saturating_mul(10).saturating_add(u64::from(digit));
        Some(number.min(i64::MAX.unsigned_abs()))
    })
}

/// Decimal digits, with a minus sign where the number is below zero: an odd owner is for its own rule.
fn whole(value: &[u8]) -> Option<i64> {
    let (digits, negative) = match value.strip_prefix(b"-") {
        Some(digits) => (digits, true),
        None => (value, false),
    };
    let number = i64::try_from(decimal(digits)?).ok()?;
    Some(if negative { number.saturating_neg() } else { number })
}

/// Seconds with a fraction, rounded towards the past.
fn seconds(value: &[u8]) -> Option<i64> {
    let Some(point) = value.iter().position(|&byte| byte == b'.') else { return whole(value) };
    let (number, fraction) = value.split_at_checked(point)?;
    let fraction = fraction.get(1..)?;
    if !fraction.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let part = fraction.iter().any(|&digit| digit != b'0');
    let down = i64::from(part && number.starts_with(b"-"));
    whole(number).map(|number| number.saturating_sub(down))
}
