//! JSON pointers for findings.

use core::fmt::Write as _;

use crate::model::Escaped;

/// Bytes after which a pointer grows no more.
const LENGTH: usize = 512;
/// What stands for the parts that were left out.
const CUT: &str = "/…";

/// A JSON pointer that grows and shrinks as a document is walked.
///
/// Keys are untrusted: they are escaped as all text in reports is, and cut at 256 characters, before
/// `~` and `/` are written as RFC 6901 asks. A pointer of plain keys is exactly RFC 6901's.
/// Bounds: parts after the first 512 bytes are left out and shown as `/…`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pointer {
    text: String,
}

impl Pointer {
    /// The whole document.
    pub(crate) const fn new() -> Self {
        Self { text: String::new() }
    }

    /// Goes to the member of that key; gives the mark to come back with.
    pub(crate) fn push_key(&mut self, key: &str) -> usize {
        self.push(|text| {
            // Escaping first: it never makes `~` or `/` of anything else.
            for character in Escaped(key.as_bytes()).to_string().chars() {
                match character {
                    '~' => text.push_str("~0"),
                    '/' => text.push_str("~1"),
                    other => text.push(other),
                }
            }
        })
    }

    /// Goes to the item of that number; gives the mark to come back with.
    pub(crate) fn push_index(&mut self, index: u64) -> usize {
        self.push(|text| {
            // Writing to a String does not fail.
            let _ = write!(text, "{index}");
        })
    }

    fn push(&mut self, part: impl FnOnce(&mut String)) -> usize {
        let mark = self.text.len();
        if mark <= LENGTH {
            self.text.push('/');
            part(&mut self.text);
        } else if !self.text.ends_with(CUT) {
            self.text.push_str(CUT);
        }
        mark
    }

    /// Comes back to where the mark was given.
    pub(crate) fn truncate(&mut self, mark: usize) {
        self.text.truncate(mark);
    }

    /// The pointer as text.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

impl From<Pointer> for String {
    fn from(pointer: Pointer) -> Self {
        pointer.text
    }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn parts_are_escaped() {
        let mut pointer = Pointer::new();
        pointer.push_key("a/b~c");
        let mark = pointer.push_index(3);
        pointer.push_key("\u{202e}x");
        assert_eq!(pointer.as_str(), "/a~1b~0c/3/\\u{202e}x");
        pointer.truncate(mark);
        assert_eq!(pointer.as_str(), "/a~1b~0c");
    }

    #[test]
    fn length_is_bounded() {
        let mut pointer = Pointer::new();
        let long = "k".repeat(10_000);
        for _ in 0..10_000 {
            pointer.push_key(&long);
        }
        assert!(pointer.as_str().len() < 2_048, "{}", pointer.as_str().len());
        assert!(pointer.as_str().ends_with("/…"));
    }
}
