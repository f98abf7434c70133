//! A list of checksums.

use std::collections::BTreeMap;

use super::{
    clearsign::{self, Clearsigned},
    line::{self, Algorithm, Line},
};
use crate::model::{Digest, Place, Stream, sort_by_key, to_u64};

/// Bytes of a text.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Span {
    start: usize,
    length: usize,
}

/// What a line says of a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Entry {
    /// The name, without `./` before it.
    pub(crate) name: String,
    /// What the sum was made by.
    pub(crate) algorithm: Algorithm,
    /// The sum, in lower case.
    pub(crate) value: String,
    /// The line.
    pub(crate) span: Span,
}

/// What is wrong with a line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum LineFault {
    /// It has neither form.
    Malformed,
    /// The name leads elsewhere: it is absolute or has `..`.
    PathEscape(String),
    /// The name stands in an earlier line with another sum of the same kind.
    Duplicate(String),
    /// It is not signed, in a file that holds a signed text.
    Unsigned,
    /// The signed text is none, and nothing of it is used.
    Unreadable(&'static str),
}

/// A list of checksums, as far as it may be used.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChecksumList {
    /// What it says, in its order.
    pub(crate) entries: Vec<Entry>,
    /// Sizes of files, in bytes, from comments.
    pub(crate) sizes: BTreeMap<String, (u64, Span)>,
    /// What is wrong with it, in its order.
    pub(crate) faults: Vec<(Span, LineFault)>,
    /// The text that is signed, as it was signed, and the signatures.
    pub(crate) signed: Option<(String, String)>,
    /// It holds a signed text.
    pub(crate) is_signed: bool,
}

impl Span {
    pub(super) const fn new(start: usize, length: usize) -> Self {
        Self { start, length }
    }

    pub(super) const fn start(self) -> usize {
        self.start
    }

    pub(super) const fn end(self) -> usize {
        self.start.saturating_add(self.length)
    }

    /// The place in the list.
    pub(crate) fn place(self) -> Place {
        Place::span(Stream::Checksums, to_u64(self.start), to_u64(self.length))
    }
}

impl Entry {
    /// The digest, where the algorithm is one that counts.
    pub(crate) fn digest(&self) -> Option<Digest> {
        line::digest(&self.algorithm, &self.value)
    }
}

impl ChecksumList {
    /// Longest list, in bytes: 16 MiB, some 100,000 files.
    pub(crate) const LONGEST: usize = 16 << 20;

    /// Reads a list. Of one that is signed where it stands only what is signed counts.
    pub(crate) fn read(text: &str) -> Self {
        let mut list = Self::default();
        if let Some(clearsigned) = clearsign::read(text) {
            list.read_signed(&clearsigned);
        } else if text.contains('\0') {
            // `sha256sum -z`: names stand as they are.
            list.read_lines(clearsign::lines(text, '\0'), false);
        } else {
            let lines = clearsign::lines(text, '\n');
            list.read_lines(lines.map(|(span, line)| (span, line.trim_end_matches('\r'))), true);
        }
        sort_by_key(&mut list.faults, |(span, _)| *span);
        list
    }

    fn read_signed(&mut self, text: &Clearsigned<'_>) {
        self.is_signed = true;
        self.faults.extend(text.outside.iter().map(|span| (*span, LineFault::Unsigned)));
        if let Some((span, reason)) = text.fault {
            self.faults.push((span, LineFault::Unreadable(reason)));
            return;
        }
        self.signed = Some((text.signed(), text.signature.to_owned()));
        self.read_lines(text.lines.iter().copied(), true);
    }

    fn read_lines<'a>(&mut self, lines: impl Iterator<Item = (Span, &'a str)>, escapes: bool) {
        let mut seen: BTreeMap<(String, Algorithm), String> = BTreeMap::new();
        for (span, line) in lines {
            match line::read(line, escapes) {
                Line::Nothing => {}
                Line::Malformed => self.faults.push((span, LineFault::Malformed)),
                Line::Size { name, bytes } => {
                    let name = plain(&name).to_owned();
                    let earlier = self.sizes.insert(name.clone(), (bytes, span));
                    if earlier.is_some_and(|(earlier, _)| earlier != bytes) {
                        self.faults.push((span, LineFault::Duplicate(name)));
                    }
                }
                Line::Sum { algorithm, value, name } => {
                    if leads_elsewhere(&name) {
                        self.faults.push((span, LineFault::PathEscape(name)));
                        continue;
                    }
                    let name = plain(&name).to_owned();
                    let key = (name.clone(), algorithm.clone());
                    match seen.get(&key) {
                        Some(earlier) if *earlier == value => continue,
                        Some(_) => self.faults.push((span, LineFault::Duplicate(name.clone()))),
                        None => {
                            seen.insert(key, value.clone());
                        }
                    }
                    self.entries.push(Entry { name, algorithm, value, span });
                }
            }
        }
    }
}

/// A name without `./` before it.
fn plain(mut name: &str) -> &str {
    while let Some(rest) = name.strip_prefix("./") {
        name = rest.trim_start_matches('/');
    }
    name
}

fn leads_elsewhere(name: &str) -> bool {
    name.starts_with('/') || name.split('/').any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ChecksumList, LineFault};

    fn line(digit: &str, name: &str) -> String {
        format!("{}  {name}\n", digit.repeat(64))
    }

    fn names(list: &ChecksumList) -> Vec<&str> {
        list.entries.iter().map(|entry| entry.name.as_str()).collect()
    }

    #[test]
    fn names_are_plain_and_stay_where_they_are() {
        let text =
            line("a", "./a") + &line("b", ".//./b/c") + &line("c", "/etc/d") + &line("d", "x/../e");
        let list = ChecksumList::read(&text);
        assert_eq!(names(&list), ["a", "b/c"]);
        let faults: Vec<_> = list.faults.iter().map(|(_, fault)| fault.clone()).collect();
        let escape = |name: &str| LineFault::PathEscape(name.to_owned());
        assert_eq!(faults, [escape("/etc/d"), escape("x/../e")]);
    }

    #[test]
    fn a_name_twice_is_a_fault_unless_both_say_the_same() {
        let twice = |first, second| {
            ChecksumList::read(&(line(first, "a") + &line(second, "./a"))).faults.len()
        };
        assert_eq!((twice("a", "a"), twice("a", "b")), (0, 1));
        let both = line("a", "a") + &format!("{}  a\n", "b".repeat(128));
        assert!(ChecksumList::read(&both).faults.is_empty());
        let sizes = ChecksumList::read("# a: 1 bytes\n# a: 2 bytes\n");
        assert_eq!(sizes.faults.len(), 1);
    }

    #[test]
    fn lists_with_nul_hold_names_as_they_are() {
        let text = format!("{}  a\nb\\n\0{}  c\0", "a".repeat(64), "b".repeat(64));
        assert_eq!(names(&ChecksumList::read(&text)), ["a\nb\\n", "c"]);
    }

    #[test]
    fn crlf_ends_lines_too() {
        assert_eq!(names(&ChecksumList::read(&line("a", "a").replace('\n', "\r\n"))), ["a"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(-----(BEGIN|END) PGP (SIGNED MESSAGE|SIGNATURE)-----|[a-f0-9]{64}|[ -~\n\r\0é(=])*") {
            let list = ChecksumList::read(&text);
            for span in list.entries.iter().map(|entry| entry.span).chain(list.faults.iter().map(|it| it.0)) {
                prop_assert!(text.get(span.start()..span.end()).is_some());
            }
        }
    }
}
