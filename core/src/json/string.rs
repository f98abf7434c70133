//! The contents of JSON strings.

use core::cmp::Ordering;
use core::str;
use std::borrow::Cow;

use super::lexer;

/// The contents of a string (what stands between its quotes) as text.
///
/// The string is valid: see [`lexer::string`]. Anything else gives replacement characters.
pub(super) fn unescape(contents: &[u8]) -> Cow<'_, str> {
    if !contents.contains(&b'\\') {
        return String::from_utf8_lossy(contents);
    }
    let bytes: Vec<u8> = Unescaped::new(contents).collect();
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// Compares two strings' contents after unescaping, byte by byte, without memory.
pub(super) fn compare(left: &[u8], right: &[u8]) -> Ordering {
    if left.contains(&b'\\') || right.contains(&b'\\') {
        Unescaped::new(left).cmp(Unescaped::new(right))
    } else {
        left.cmp(right)
    }
}

/// Whether Go's decoder takes `key` for the ASCII name `field`.
///
/// Source: Go `encoding/json`, `foldName`: keys are equal if all their characters are equal under
/// simple folding; besides the two cases of a letter these are U+212A for `k` and U+017F for `s`.
pub(super) fn folds_to(key: &str, field: &str) -> bool {
    let folded = key.chars().map(|character| match character {
        '\u{212a}' => 'k',
        '\u{17f}' => 's',
        other => other.to_ascii_lowercase(),
    });
    folded.eq(field.chars().map(|character| character.to_ascii_lowercase()))
}

/// The bytes of a string's contents after unescaping.
struct Unescaped<'a> {
    rest: &'a [u8],
    /// UTF-8 of a character that was escaped: `pending[next..length]` is still to be given.
    pending: [u8; 4],
    next: usize,
    length: usize,
}

impl<'a> Unescaped<'a> {
    const fn new(contents: &'a [u8]) -> Self {
        Self { rest: contents, pending: [0; 4], next: 0, length: 0 }
    }

    /// Reads the escape at the start of `rest`.
    fn step_escape(&mut self) {
        let (character, used) = match self.rest.get(1) {
            Some(b'u') => self.unicode(),
            Some(b'b') => ('\u{8}', 2),
            Some(b'f') => ('\u{c}', 2),
            Some(b'n') => ('\n', 2),
            Some(b'r') => ('\r', 2),
            Some(b't') => ('\t', 2),
            Some(&other) => (char::from(other), 2),
            None => (char::REPLACEMENT_CHARACTER, 1),
        };
        self.length = character.encode_utf8(&mut self.pending).len();
        self.next = 0;
        self.rest = self.rest.get(used..).unwrap_or_default();
    }

    fn unicode(&self) -> (char, usize) {
        let Some(first) = lexer::code_unit(self.rest, 0) else {
            return (char::REPLACEMENT_CHARACTER, 2);
        };
        let units = [Some(first), lexer::code_unit(self.rest, 6)];
        let decoded = char::decode_utf16(units.into_iter().flatten()).next();
        let character = decoded.and_then(Result::ok).unwrap_or(char::REPLACEMENT_CHARACTER);
        (character, if character > '\u{ffff}' { 12 } else { 6 })
    }
}

impl Iterator for Unescaped<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        loop {
            if self.next < self.length {
                let byte = self.pending.get(self.next).copied();
                self.next = self.next.saturating_add(1);
                return byte;
            }
            let (&byte, after) = self.rest.split_first()?;
            if byte != b'\\' {
                self.rest = after;
                return Some(byte);
            }
            self.step_escape();
        }
    }
}

/// The text of bytes that were found to be UTF-8.
pub(super) fn as_text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use core::cmp::Ordering;

    use super::{compare, folds_to, unescape};

    #[test]
    fn escapes_are_read() {
        assert_eq!(
            unescape(br#"a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00z"#),
            "a\"\\/\u{8}\u{c}\n\r\té😀z"
        );
        assert_eq!(unescape("日本".as_bytes()), "日本");
    }

    #[test]
    fn two_spellings_of_one_key_are_equal() {
        assert_eq!(compare(br"\u0064igest", b"digest"), Ordering::Equal);
        assert_eq!(compare(br"\ud83d\ude00", "😀".as_bytes()), Ordering::Equal);
        assert_eq!(compare(b"a", br"\u0062"), Ordering::Less);
    }

    #[test]
    fn case_is_folded_as_go_does() {
        assert!(folds_to("MEDIATYPE", "mediaType"));
        assert!(folds_to("layer\u{17f}", "layers"));
        assert!(folds_to("chec\u{212a}", "check"));
        assert!(!folds_to("layer", "layers"));
        assert!(!folds_to("éS", "Es"));
    }
}
