//! What a reader sees in an archive, in one form for all of them.

use std::fmt;

use ocivet_core::{
    Options, escape,
    parts::{EntryKind, EntryReader},
};

/// What a reader made of an archive.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Why it did not accept it.
    pub error: Option<String>,
    /// The entries, up to where it stopped.
    pub view: View,
}

/// The entries of an archive, in its order.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct View(pub Vec<Row>);

/// An entry as it is compared.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Row {
    name: Vec<u8>,
    kind: char,
    size: u64,
    target: Vec<u8>,
}

impl Row {
    /// Takes away what differs between readers and means nothing.
    ///
    /// - Files are of one type, whether written as `0`, NUL, `7` (contiguous) or `S` (sparse), or by a typeflag
    ///   that a reader does not know, which POSIX has treated as a file: so Python and `tar` extract GNU's
    ///   volume labels. A dumpdir (`D`) is a directory, and so is an old file (NUL) with a slash behind its name.
    /// - A directory's name has no slashes at its end: Python takes them away.
    /// - Only files have a size and only links have a target: what the fields hold otherwise, some readers
    ///   tell and some do not, and none uses it. (Data that is skipped or not shows in the entries behind it.)
    ///
    /// None for a global PAX header, which Go and `tar` list as an entry and tell their callers to pass over.
    pub fn of(name: &[u8], typeflag: u8, size: i128, target: &[u8]) -> Option<Self> {
        let kind = match typeflag {
            b'g' => return None,
            0 if name.ends_with(b"/") => '5',
            b'D' => '5',
            b'1'..=b'6' => char::from(typeflag),
            _ => '0',
        };
        let mut name = name;
        while let (true, Some(shorter)) = (kind == '5', name.strip_suffix(b"/")) {
            name = shorter;
        }
        let size = if kind == '0' { u64::try_from(size).unwrap_or(u64::MAX) } else { 0 };
        let target = if matches!(kind, '1' | '2') { target } else { &[] };
        Some(Self { name: name.to_vec(), kind, size, target: target.to_vec() })
    }
}

/// What ocivet sees.
pub fn of_ocivet(bytes: &[u8]) -> View {
    let mut rows = Vec::new();
    EntryReader::new(&Options::default()).push(bytes, &mut |entry| {
        let typeflag = match entry.kind {
            EntryKind::HardLink => b'1',
            EntryKind::Symlink => b'2',
            EntryKind::CharDevice => b'3',
            EntryKind::BlockDevice => b'4',
            EntryKind::Directory => b'5',
            EntryKind::Fifo => b'6',
            _ => b'0',
        };
        let target = entry.link_target.map_or(&[][..], |target| target.as_bytes());
        rows.extend(Row::of(entry.path.as_bytes(), typeflag, entry.size.into(), target));
    });
    View(rows)
}

impl fmt::Display for Row {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {} {}", self.kind, self.size, escape(&self.name))?;
        if matches!(self.kind, '1' | '2') {
            write!(out, " -> {}", escape(&self.target))?;
        }
        Ok(())
    }
}

/// Entries shown of a view.
const SHOWN: usize = 6;

impl fmt::Display for View {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in self.0.iter().take(SHOWN) {
            writeln!(out, "      {row}")?;
        }
        match self.0.len() {
            0 => writeln!(out, "      no entries"),
            count if count > SHOWN => writeln!(out, "      and {} more", count - SHOWN),
            _ => Ok(()),
        }
    }
}
