//! Untrusted bytes as text that is safe on a terminal, in a page and in JSON.

use core::fmt::{self, Write as _};

/// Longest text, in characters of output, that [`escape`] gives.
const SHOWN: usize = 256;

/// Code points that are invisible, reorder text or have no fixed meaning, as inclusive ranges.
///
/// Source: Unicode 16 general categories Cc, Cf, Zl, Zp, Co and the property
/// `Default_Ignorable_Code_Point`. The table is our own so that a report does not change with the
/// compiler that built the tool.
const HIDDEN: &[(u32, u32)] = &[
    (0x0000, 0x001f),
    (0x007f, 0x009f),
    (0x00ad, 0x00ad),
    (0x034f, 0x034f),
    (0x0600, 0x0605),
    (0x061c, 0x061c),
    (0x06dd, 0x06dd),
    (0x070f, 0x070f),
    (0x0890, 0x0891),
    (0x08e2, 0x08e2),
    (0x115f, 0x1160),
    (0x17b4, 0x17b5),
    (0x180b, 0x180f),
    (0x200b, 0x200f),
    (0x2028, 0x202e),
    (0x2060, 0x206f),
    (0x3164, 0x3164),
    (0xe000, 0xf8ff),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
    (0xffa0, 0xffa0),
    (0xfff0, 0xfffb),
    (0xfffe, 0xffff),
    (0x1_10bd, 0x1_10bd),
    (0x1_10cd, 0x1_10cd),
    (0x1_3430, 0x1_343f),
    (0x1_bca0, 0x1_bca3),
    (0x1_d173, 0x1_d17a),
    (0xe_0000, 0xe_0fff),
    (0xf_0000, 0x10_ffff),
];

/// A byte string shown as [`escape`] says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Escaped<'a>(pub(crate) &'a [u8]);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_part(0, out)
    }
}

impl Escaped<'_> {
    /// Shows bytes of which `more` follow that are not kept. At least 2 KiB must be: all that is shown.
    pub(super) fn fmt_part(&self, more: usize, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.0.len().saturating_add(more);
        let mut shown = 0_usize;
        let mut used = 0_usize;
        for chunk in self.0.utf8_chunks() {
            for character in chunk.valid().chars() {
                if shown >= SHOWN {
                    return cut(out, length, used);
                }
                shown = shown.saturating_add(write_char(out, character)?);
                used = used.saturating_add(character.len_utf8());
            }
            for byte in chunk.invalid() {
                if shown >= SHOWN {
                    return cut(out, length, used);
                }
                write!(out, "\\x{byte:02x}")?;
                shown = shown.saturating_add(4);
                used = used.saturating_add(1);
            }
        }
        Ok(())
    }
}

/// The bytes that an escaped text stands for, where it is not cut.
pub(super) fn unescape(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        rest = if let Some(after) = after.strip_prefix('\\') {
            bytes.push(b'\\');
            after
        } else if let Some(after) = after.strip_prefix("u{") {
            let (code, after) = after.split_once('}')?;
            let character = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
            bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            after
        } else {
            let (code, after) = after.strip_prefix('x')?.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(code, 16).ok()?);
            after
        };
    }
    bytes.extend_from_slice(rest.as_bytes());
    Some(bytes)
}

/// A text that may be cut: what stands before the end that says so, and the number of bytes there.
pub(super) fn uncut(text: &str) -> Option<(&str, usize)> {
    let (shown, more) = text.strip_suffix(" bytes)")?.rsplit_once("…(+")?;
    Some((shown, more.parse().ok()?))
}

fn cut(out: &mut fmt::Formatter<'_>, length: usize, used: usize) -> fmt::Result {
    write!(out, "…(+{} bytes)", length.saturating_sub(used))
}

fn write_char(out: &mut impl fmt::Write, character: char) -> Result<usize, fmt::Error> {
    if character == '\\' {
        out.write_str("\\\\")?;
        return Ok(2);
    }
    if is_hidden(character) {
        write!(out, "\\u{{{:x}}}", u32::from(character))?;
        return Ok(8);
    }
    out.write_char(character)?;
    Ok(1)
}

/// A character that is invisible, reorders text, or that a terminal acts on: see [`HIDDEN`].
pub(crate) fn is_hidden(character: char) -> bool {
    let code = u32::from(character);
    // Most text is printable ASCII: no look at the table.
    if (0x20..0x7f).contains(&code) {
        return false;
    }
    HIDDEN.iter().any(|&(first, last)| (first..=last).contains(&code))
}

/// Untrusted bytes as text of about 256 characters at most.
///
/// Printable UTF-8 stands as it is; a backslash is doubled; control, invisible and reordering
/// characters become `\u{…}`; bytes that are not UTF-8 become `\xNN`. Longer text is cut and ends
/// with `…(+N bytes)`.
pub fn escape(bytes: &[u8]) -> String {
    Escaped(bytes).to_string()
}

/// Untrusted text in the same way: see [`escape`].
pub fn escape_str(text: &str) -> String {
    escape(text.as_bytes())
}

/// Escapes bytes of a bounded length, all of them.
pub(crate) fn escape_whole(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.utf8_chunks() {
        // Writing to a string cannot fail.
        for character in chunk.valid().chars() {
            let _ = write_char(&mut out, character);
        }
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out
}

/// A length in memory as a stream length.
#[expect(clippy::as_conversions, reason = "usize is at most 64 bits wide on every target of Rust")]
pub(crate) const fn to_u64(length: usize) -> u64 {
    length as u64
}

/// A stream length as a length in memory, or the largest one where it does not fit.
pub(crate) fn saturating_usize(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn printable_text_stands_as_it_is() {
        assert_eq!(escape("usr/share/日本 é.txt".as_bytes()), "usr/share/日本 é.txt");
    }

    #[test]
    fn what_a_terminal_would_act_on_is_escaped() {
        assert_eq!(escape(b"a\x1b[2Jb\n"), "a\\u{1b}[2Jb\\u{a}");
        assert_eq!(escape("gpj.\u{202e}exe".as_bytes()), "gpj.\\u{202e}exe");
        assert_eq!(escape(b"\xff\\"), "\\xff\\\\");
    }

    #[test]
    fn long_text_is_cut_and_says_so() {
        let shown = escape(&[b'a'; 300]);
        assert_eq!(shown, format!("{}…(+44 bytes)", "a".repeat(256)));
    }
}
