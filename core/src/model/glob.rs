//! A pattern over the names of entries.

use super::is_hidden;

/// A pattern over names, written as reports show them.
///
/// `*` stands for any bytes within a component, `**` for any across components; `**/` also for nothing.
/// A backslash introduces what reports write so, `\\`, `\xNN` and `\u{…}`, and takes the meaning from `\*`.
/// All else stands for itself, upper and lower case apart.
///
/// Bounds: matching takes time in proportion to the name's length times the pattern's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Glob(Vec<Part>);

/// What stands for some bytes of a name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Part {
    Byte(u8),
    /// Any bytes but `/`.
    Star,
    /// Any bytes.
    Deep,
    /// Nothing, or any bytes up to a `/`; only where a component starts.
    Folders,
}

impl Glob {
    /// Reads a pattern; none where it is empty, or holds what no report shows: hidden characters as they
    /// are, other escapes.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.chars().any(is_hidden) {
            return None;
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            rest = match first {
                '\\' => parse_escape(rest, &mut parts)?,
                '*' => parse_stars(rest, &mut parts),
                _ => push_char(first, rest, &mut parts),
            };
        }
        (!parts.is_empty()).then_some(Self(parts))
    }

    /// The pattern stands for the whole name.
    pub(crate) fn matches(&self, name: &[u8]) -> bool {
        // Which parts may be the next, all at once: no choice is ever taken back.
        let mut open = vec![false; self.0.len().saturating_add(1)];
        if let Some(first) = open.first_mut() {
            *first = true;
        }
        self.skip(&mut open, true);
        for &byte in name {
            self.step(&mut open, byte);
            if !open.contains(&true) {
                return false;
            }
            self.skip(&mut open, byte == b'/');
        }
        open.last().copied().unwrap_or(false)
    }

    /// Takes a byte. From the last part to the first, so that each still sees what was open before.
    fn step(&self, open: &mut [bool], byte: u8) {
        if let Some(end) = open.last_mut() {
            *end = false;
        }
        for (at, part) in self.0.iter().enumerate().rev() {
            let Some(here) = open.get_mut(at).filter(|here| **here) else { continue };
            *here = match part {
                Part::Byte(_) => false,
                Part::Star => byte != b'/',
                Part::Deep | Part::Folders => true,
            };
            if *part == Part::Byte(byte) {
                set(open, at.saturating_add(1));
            }
        }
    }

    /// What may stand for nothing may be left out.
    fn skip(&self, open: &mut [bool], component_starts: bool) {
        for (at, part) in self.0.iter().enumerate() {
            let empty = match part {
                Part::Byte(_) => false,
                Part::Star | Part::Deep => true,
                Part::Folders => component_starts,
            };
            if empty && open.get(at) == Some(&true) {
                set(open, at.saturating_add(1));
            }
        }
    }
}

fn set(open: &mut [bool], at: usize) {
    if let Some(open) = open.get_mut(at) {
        *open = true;
    }
}

/// Stars: `**/` at the start of a component, `**`, `*`.
fn parse_stars<'a>(text: &'a str, parts: &mut Vec<Part>) -> &'a str {
    let at_component = matches!(parts.last(), None | Some(Part::Byte(b'/') | Part::Folders));
    let rest = text.trim_start_matches('*');
    let stars = text.len().saturating_sub(rest.len());
    match rest.strip_prefix('/') {
        Some(rest) if at_component && stars > 1 => {
            parts.push(Part::Folders);
            rest
        }
        _ => {
            parts.push(if stars > 1 { Part::Deep } else { Part::Star });
            rest
        }
    }
}

fn parse_escape<'a>(text: &'a str, parts: &mut Vec<Part>) -> Option<&'a str> {
    let after = text.strip_prefix('\\')?;
    if let Some(code) = after.strip_prefix("u{") {
        let (digits, rest) = code.split_once('}')?;
        push_char(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, "", parts);
        return Some(rest);
    }
    if let Some(code) = after.strip_prefix('x') {
        let (digits, rest) = code.split_at_checked(2)?;
        parts.push(Part::Byte(u8::from_str_radix(digits, 16).ok()?));
        return Some(rest);
    }
    let rest = after.strip_prefix(['\\', '*'])?;
    parts.push(Part::Byte(*after.as_bytes().first()?));
    Some(rest)
}

/// Adds a character, and gives what stands behind it.
fn push_char<'a>(character: char, text: &'a str, parts: &mut Vec<Part>) -> &'a str {
    parts.extend(character.encode_utf8(&mut [0; 4]).bytes().map(Part::Byte));
    text.strip_prefix(character).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Glob;
    use crate::model::escape;

    fn matches(pattern: &str, name: &[u8]) -> bool {
        Glob::parse(pattern).unwrap().matches(name)
    }

    #[test]
    fn stars_stay_within_a_component_and_two_do_not() {
        for (pattern, yes, no) in [
            ("bin/su", &["bin/su"][..], &["./bin/su", "bin/sud", "xbin/su", "bin/", ""][..]),
            ("bin/*", &["bin/su", "bin/"], &["bin", "bin/a/b", "usr/bin/su"]),
            ("*/su*", &["bin/su", "bin/sudo", "/su"], &["su", "usr/bin/su", "bin/su/x"]),
            ("usr/**", &["usr/", "usr/a", "usr/a/b"], &["usr", "usrx/a"]),
            ("**/su", &["su", "bin/su", "/su", "usr/bin/su"], &["xsu", "bin/xsu", "su/"]),
            ("a/**/b", &["a/b", "a/x/b", "a/x/y/b", "a//b"], &["ab", "a/xb", "xa/b"]),
            ("**/**/x", &["x", "a/x", "a/b/x"], &["ax", "a/bx"]),
            ("a**b", &["ab", "a/b", "a/x/b"], &["a/x", "b"]),
            ("**", &["", "a", "a/b"], &[]),
            ("***", &["", "a/b"], &[]),
            ("*", &["", "a"], &["a/b", "/"]),
            ("*a*b*", &["ab", "xaxbx", "abab"], &["ba", "a/b"]),
            ("A", &["A"], &["a"]),
            ("[a]?", &["[a]?"], &["ab"]),
        ] {
            for name in yes {
                assert!(matches(pattern, name.as_bytes()), "{pattern} and {name}");
            }
            for name in no {
                assert!(!matches(pattern, name.as_bytes()), "{pattern} and {name}");
            }
        }
    }

    #[test]
    fn a_name_as_a_report_shows_it_is_its_own_pattern() {
        for name in [
            &b"plain"[..],
            b"\xff\xfe/\0",
            b"a\\b\n",
            "\u{202e}\u{e0041}é日".as_bytes(),
            b"\\u{41}\\x41",
        ] {
            let shown = escape(name);
            assert!(matches(&shown, name), "{shown}");
            assert!(!matches(&shown, b"A"), "{shown}");
        }
        assert!(matches(r"a\*", b"a*") && !matches(r"a\*", b"ab"));
    }

    #[test]
    fn what_no_report_would_write_is_no_pattern() {
        for text in
            ["", "\\", "\\n", "\\x", "\\x4", "\\xzz", "\\u{}", "\\u{110000}", "\\u{41", "a\n"]
        {
            assert_eq!(Glob::parse(text), None, "{text}");
        }
    }

    /// A matcher that tries one star after the other would not come to an end.
    #[test]
    fn many_stars_are_no_trouble() {
        let pattern = "*a".repeat(200) + "b";
        assert!(!matches(&pattern, &[b'a'; 4096]));
        let pattern = "**/".repeat(200) + "b";
        assert!(!matches(&pattern, "a/".repeat(2048).as_bytes()));
    }
}
