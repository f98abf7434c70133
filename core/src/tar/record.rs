//! The records of PAX extended headers.
//!
//! Source: POSIX.1-2024 pax, "pax Extended Header".

use core::str;

/// A part of a header's data.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    /// The bytes.
    pub(super) fn of(self, bytes: &[u8]) -> &[u8] {
        bytes.get(self.start..self.end).unwrap_or_default()
    }
}

/// `LEN KEY=VALUE\n`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Record<'b> {
    /// Offset of LEN from the start of the header's data.
    pub(super) start: usize,
    /// Length of LEN and its space.
    head: usize,
    pub(super) key: &'b [u8],
    pub(super) value: &'b [u8],
}

impl Record<'_> {
    /// Where the value is: it ends in front of the newline.
    pub(super) fn value_span(&self) -> Span {
        let start = self.key_span().end.saturating_add(1);
        Span { start, end: start.saturating_add(self.value.len()) }
    }

    /// Where the key is: it ends in front of the equals sign.
    pub(super) fn key_span(&self) -> Span {
        let start = self.start.saturating_add(self.head);
        Span { start, end: start.saturating_add(self.key.len()) }
    }
}

/// A place where no record is; the rest of the header is not read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Malformed {
    pub(super) start: usize,
    pub(super) reason: &'static str,
}

/// The records of a header, up to its end or to the first thing that is none.
#[derive(Clone, Debug)]
pub(super) struct Records<'b> {
    bytes: &'b [u8],
    start: usize,
}

impl<'b> Records<'b> {
    pub(super) const fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, start: 0 }
    }

    fn read(&self) -> Result<(Record<'b>, usize), &'static str> {
        let rest = self.bytes.get(self.start..).unwrap_or_default();
        let (length, head) = read_length(rest)?;
        let record = rest.get(..length).ok_or("its length runs past the end of the header")?;
        let body = record.get(head..).ok_or("its length ends within the length field")?;
        let body = body.strip_suffix(b"\n").ok_or("no newline where its length says")?;
        let (key, value) = split_pair(body)?;
        Ok((Record { start: self.start, head, key, value }, self.start.saturating_add(length)))
    }
}

impl<'b> Iterator for Records<'b> {
    type Item = Result<Record<'b>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.start >= self.bytes.len() {
            return None;
        }
        let start = self.start;
        match self.read() {
            Ok((record, end)) => {
                self.start = end;
                Some(Ok(record))
            }
            Err(reason) => {
                self.start = self.bytes.len();
                Some(Err(Malformed { start, reason }))
            }
        }
    }
}

/// The key of a line that a reader which splits at newlines takes for a record.
pub(super) fn embedded_key(line: &[u8]) -> Option<&[u8]> {
    let (length, head) = read_length(line).ok()?;
    if length != line.len().saturating_add(1) {
        return None;
    }
    split_pair(line.get(head..)?).ok().map(|(key, _)| key)
}

/// The decimal length in front of a record, and how many bytes it takes with its space.
fn read_length(bytes: &[u8]) -> Result<(usize, usize), &'static str> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = bytes.split_at_checked(digits).unwrap_or_default();
    match number.first() {
        None => return Err("no length"),
        Some(b'0') => return Err("its length begins with a zero"),
        Some(_) => {}
    }
    if rest.first() != Some(&b' ') {
        return Err("no space behind its length");
    }
    let length = str::from_utf8(number).ok().and_then(|number| number.parse().ok());
    Ok((length.ok_or("its length is no number of bytes")?, digits.saturating_add(1)))
}

fn split_pair(body: &[u8]) -> Result<(&[u8], &[u8]), &'static str> {
    let equals = body.iter().position(|&byte| byte == b'=').ok_or("no equals sign")?;
    match body.split_at_checked(equals) {
        Some(([], _)) => Err("no key"),
        Some((key, _)) if key.contains(&b'\n') => Err("a newline in its key"),
        Some((key, [_, value @ ..])) => Ok((key, value)),
        _ => Err("no equals sign"),
    }
}
