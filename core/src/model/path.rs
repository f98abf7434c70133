//! Names of archive entries: as written, in normal form, and as shown.

use core::fmt;

use super::{
    Escaped,
    text::{uncut, unescape},
    windows::is_windows_alias,
};

/// The name of a tar entry, as the archive spells it.
///
/// A byte string: POSIX gives names no encoding. Shown escaped and cut (see [`escape`](crate::escape)).
#[cfg_attr(feature = "transfer", derive(serde::Deserialize, serde::Serialize))]
#[derive(Clone, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct EntryPath {
    bytes: Vec<u8>,
    /// Bytes behind them that are not kept: only in places of findings.
    more: usize,
}

/// Bytes of a name that the place of a finding keeps: `PATH_MAX` of Linux. Names of archives may have a
/// megabyte, and there may be thousands of findings.
const KEPT: usize = 4096;

impl EntryPath {
    /// A name from its bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), more: 0 }
    }

    /// The bytes as the archive has them; in a finding, the first 4096 of them.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The name for the place of a finding: cut where it is longer than 4096 bytes, and shown as before.
    #[must_use]
    pub(crate) fn bounded(mut self) -> Self {
        self.more = self.more.saturating_add(self.bytes.len().saturating_sub(KEPT));
        self.bytes.truncate(KEPT);
        self.bytes.shrink_to_fit();
        self
    }

    /// Part of the name is not kept.
    pub(crate) const fn is_cut(&self) -> bool {
        self.more > 0
    }

    /// Replaces the name and keeps the memory.
    pub(crate) fn set(&mut self, bytes: &[u8]) {
        self.bytes.clear();
        self.bytes.extend_from_slice(bytes);
    }

    /// Adds bytes at the end and keeps the memory.
    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The components of the normal form: split at `/`, without empty and `.` ones, with `..` kept.
    pub(crate) fn components(&self) -> impl Iterator<Item = &[u8]> {
        components(&self.bytes)
    }

    /// The last component of the normal form; empty for the root.
    pub fn name(&self) -> &[u8] {
        let mut parts = self.bytes.rsplit(|&byte| byte == b'/');
        parts.find(|part| !matches!(*part, b"" | b".")).unwrap_or_default()
    }

    /// The normal form: components joined by one `/` each, without `.` ones, with `..` kept. Empty for the root.
    pub fn normal(&self) -> Vec<u8> {
        let mut normal = Vec::with_capacity(self.bytes.len());
        for component in self.components() {
            if !normal.is_empty() {
                normal.push(b'/');
            }
            normal.extend_from_slice(component);
        }
        normal
    }

    /// What is remarkable about the spelling.
    pub(crate) fn traits(&self) -> PathTraits {
        PathTraits::of(&self.bytes)
    }

    /// A name from its escaped form: one that is shown so. Where the form is cut, the rest is not known.
    pub(crate) fn from_escaped(text: &str) -> Option<Self> {
        let whole = || Some(Self::new(unescape(text)?));
        let shown_so = |path: &Self| path.escaped() == text;
        Self::from_cut(text).filter(shown_so).or_else(|| whole().filter(shown_so))
    }

    fn from_cut(text: &str) -> Option<Self> {
        let (shown, more) = uncut(text)?;
        let mut bytes = unescape(shown)?;
        // The first byte that was not shown, whatever it was: the others follow it.
        bytes.push(b'?');
        Some(Self { bytes, more: more.checked_sub(1)? })
    }

    /// The escaped form, for reports.
    pub fn escaped(&self) -> String {
        self.to_string()
    }
}

/// Components of a path's normal form: see [`EntryPath::components`].
pub(super) fn components(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    path.split(|&byte| byte == b'/').filter(|part| !part.is_empty() && *part != b".")
}

impl fmt::Display for EntryPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        Escaped(&self.bytes).fmt_part(self.more, out)
    }
}

impl fmt::Debug for EntryPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "EntryPath({self})")
    }
}

/// Facts about how a name is spelt, gathered in one pass so that rules need not read it again.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each read by one rule")]
pub(crate) struct PathTraits {
    /// Starts with `/`.
    pub(crate) absolute: bool,
    /// A component is `..`.
    pub(crate) parent: bool,
    /// At some component the path is above where it started.
    pub(crate) climbs: bool,
    /// Starts with `./`, or is `.`.
    pub(crate) leading_dot: bool,
    /// Has `//` or `/./` inside, or ends in `/.`.
    pub(crate) not_canonical: bool,
    /// Ends in `/`.
    pub(crate) trailing_slash: bool,
    /// Has a backslash.
    pub(crate) backslash: bool,
    /// Has a byte below 0x20, or 0x7f.
    pub(crate) control: bool,
    /// Has a byte of 0x80 or above.
    pub(crate) non_ascii: bool,
    /// Has a colon.
    pub(crate) colon: bool,
    /// A component is another file on Windows: a device, or one that ends in a dot or blank.
    pub(crate) windows_alias: bool,
    /// Number of components of the normal form.
    pub(crate) depth: usize,
    /// Length of the longest component, in bytes.
    pub(crate) longest: usize,
}

const BACKSLASH: u8 = 1;
const CONTROL: u8 = 2;
const NON_ASCII: u8 = 4;
const COLON: u8 = 8;

/// The class of each byte: every byte of every name is looked up.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0_u8;
    let mut rest: &mut [u8] = &mut classes;
    while let [class, behind @ ..] = rest {
        *class = match byte {
            b'\\' => BACKSLASH,
            0..0x20 | 0x7f => CONTROL,
            0x80.. => NON_ASCII,
            b':' => COLON,
            _ => 0,
        };
        byte = byte.wrapping_add(1);
        rest = behind;
    }
    classes
};

fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or_default()
}

impl PathTraits {
    /// Reads the traits of a name.
    pub(crate) fn of(path: &[u8]) -> Self {
        let mut traits = Self {
            absolute: path.first() == Some(&b'/'),
            trailing_slash: path.len() > 1 && path.last() == Some(&b'/'),
            leading_dot: path.starts_with(b"./") || path == b".",
            ..Self::default()
        };
        let seen = traits.read_components(path);
        traits.backslash = seen & BACKSLASH != 0;
        traits.control = seen & CONTROL != 0;
        traits.non_ascii = seen & NON_ASCII != 0;
        traits.colon = seen & COLON != 0;
        traits
    }

    /// Reads the components, and gives the classes of all bytes.
    fn read_components(&mut self, path: &[u8]) -> u8 {
        let mut seen = 0;
        let mut level = 0_usize;
        let body = path.strip_suffix(b"/").unwrap_or(path);
        let ends = |byte: &u8| {
            seen |= class(*byte);
            *byte == b'/'
        };
        for (number, part) in body.split(ends).enumerate() {
            match part {
                b"" | b"." => self.not_canonical |= number != 0,
                b".." => {
                    self.parent = true;
                    self.climbs |= level == 0;
                    level = level.saturating_sub(1);
                    self.depth = self.depth.saturating_add(1);
                }
                _ => {
                    level = level.saturating_add(1);
                    self.depth = self.depth.saturating_add(1);
                }
            }
            self.longest = self.longest.max(part.len());
            self.windows_alias |= is_windows_alias(part);
        }
        // `//etc` is absolute with an empty first component: one leading slash is the plain form.
        self.not_canonical |= path.starts_with(b"//");
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::{EntryPath, PathTraits};

    #[test]
    fn normal_form_drops_empty_and_dot_but_keeps_parent() {
        assert_eq!(EntryPath::new(*b"./a//b/./c/").normal(), b"a/b/c");
        assert_eq!(EntryPath::new(*b"/a/../b").normal(), b"a/../b");
        assert_eq!(EntryPath::new(*b"./").normal(), b"");
        assert_eq!(EntryPath::new(*b"a/b/./").name(), b"b");
        assert_eq!(EntryPath::new(*b"./").name(), b"");
    }

    #[test]
    fn names_in_places_are_cut_and_shown_as_before() {
        let path = EntryPath::new("\u{65e5}\u{202e}".repeat(300_000).into_bytes());
        let bounded = path.clone().bounded();
        assert_eq!(bounded.as_bytes().len(), 4096);
        assert_eq!(bounded.escaped(), path.escaped());
        assert_eq!(bounded.clone().bounded().escaped(), path.escaped());
        assert_eq!(EntryPath::new(*b"a/b").bounded(), EntryPath::new(*b"a/b"));
    }

    #[test]
    fn names_are_read_from_their_escaped_form() {
        let long = "\u{65e5}\u{202e}\\".repeat(3000).into_bytes();
        let names = [
            &b""[..],
            &[7; 40],
            b"a/b",
            b"a\\x41\\",
            b"\xff\xe6\x97",
            "a…(+9 bytes)".as_bytes(),
            &[b'a'; 256],
            &[0xe6; 257],
            &long,
        ];
        for name in names {
            let shown = EntryPath::new(name).escaped();
            assert_eq!(EntryPath::from_escaped(&shown).unwrap().escaped(), shown);
        }
        assert_eq!(
            EntryPath::from_escaped("a\\u{202e}\\xff").unwrap().as_bytes(),
            b"a\xe2\x80\xae\xff"
        );
        for bad in ["\\", "\\x4", "\\u{202e", "\\u{zz}", "\\n"] {
            assert_eq!(EntryPath::from_escaped(bad), None, "{bad}");
        }
    }

    #[test]
    fn climbing_is_seen_wherever_it_happens() {
        for (path, climbs) in
            [(&b"a/../b"[..], false), (b"a/../../b", true), (b"../a", true), (b"..a/b", false)]
        {
            assert_eq!(PathTraits::of(path).climbs, climbs, "{}", String::from_utf8_lossy(path));
        }
    }

    #[test]
    fn spelling_is_judged_apart_from_a_leading_dot() {
        assert!(!PathTraits::of(b"./a/b/").not_canonical);
        assert!(PathTraits::of(b"./a/b/").leading_dot);
        assert!(PathTraits::of(b"a//b").not_canonical);
        assert!(PathTraits::of(b"a/./b").not_canonical);
        assert!(!PathTraits::of(b"/a").not_canonical);
        assert!(PathTraits::of(b"//a").not_canonical);
    }
}
