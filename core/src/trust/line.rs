//! One line of a list of checksums.
//!
//! Source: GNU coreutils manual, "md5sum invocation" and "cksum output modes"; BSD's `md5(1)`, whose form
//! `cksum --tag`, `shasum --tag` and `openssl dgst` write too.

use crate::model::{Digest, DigestAlgorithm};

/// What a checksum was made by.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Algorithm {
    /// SHA-256, SHA-384 or SHA-512.
    Strong(DigestAlgorithm),
    /// Others can be given the same sum: MD5, SHA-1.
    Weak(&'static str),
    /// Not computed here; escaped by whoever shows it.
    Other(String),
}

/// What a line says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Line {
    /// A checksum of a file.
    Sum { algorithm: Algorithm, value: String, name: String },
    /// A comment on the size of a file, as Fedora writes it: `# NAME: 123 bytes`.
    Size { name: String, bytes: u64 },
    /// Nothing: a blank line or another comment.
    Nothing,
    /// None of these.
    Malformed,
}

/// Reads a line without its end. `escapes` where names may be escaped, as they are but in lists that end lines
/// by NUL.
pub(super) fn read(line: &str, escapes: bool) -> Line {
    if line.trim().is_empty() {
        return Line::Nothing;
    }
    if let Some(comment) = line.strip_prefix('#') {
        return size(comment).unwrap_or(Line::Nothing);
    }
    let (is_escaped, rest) = match line.strip_prefix('\\') {
        Some(rest) if escapes => (true, rest),
        _ => (false, line),
    };
    let Some((algorithm, value, name)) = tagged(rest).or_else(|| plain(rest)) else {
        return Line::Malformed;
    };
    let name = if is_escaped { unescape(name) } else { Some(name.to_owned()) };
    match name.filter(|name| !name.is_empty()) {
        Some(name) => Line::Sum { algorithm, value: value.to_ascii_lowercase(), name },
        None => Line::Malformed,
    }
}

/// The digest of a strong algorithm.
pub(super) fn digest(algorithm: &Algorithm, value: &str) -> Option<Digest> {
    let Algorithm::Strong(algorithm) = algorithm else { return None };
    Digest::parse(&format!("{}:{value}", algorithm.name())).ok()
}

/// ` NAME: 123 bytes`.
fn size(comment: &str) -> Option<Line> {
    let (name, count) = comment.strip_suffix(" bytes")?.rsplit_once(": ")?;
    let is_number = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    let bytes = is_number.then(|| count.parse().ok()).flatten()?;
    Some(Line::Size { name: name.strip_prefix(' ')?.to_owned(), bytes })
}

/// `SHA256 (NAME) = HEX`, or without the blanks as `openssl dgst` writes it.
fn tagged(line: &str) -> Option<(Algorithm, &str, &str)> {
    let (tag, rest) = line.split_once('(')?;
    let (spaced, tag) = tag.strip_suffix(' ').map_or((false, tag), |tag| (true, tag));
    let (name, value) = rest.rsplit_once(if spaced { ") = " } else { ")= " })?;
    let (algorithm, length) = by_tag(tag)?;
    (is_hex(value) && length.is_none_or(|length| value.len() == length))
        .then_some((algorithm, value, name))
}

/// `HEX  NAME` or `HEX *NAME`.
fn plain(line: &str) -> Option<(Algorithm, &str, &str)> {
    let (value, rest) = line.split_once(' ')?;
    let name = rest.strip_prefix([' ', '*'])?;
    let algorithm = match value.len() {
        32 => Algorithm::Weak("MD5"),
        40 => Algorithm::Weak("SHA-1"),
        56 => Algorithm::Other("SHA-224".to_owned()),
        64 => Algorithm::Strong(DigestAlgorithm::Sha256),
        96 => Algorithm::Strong(DigestAlgorithm::Sha384),
        128 => Algorithm::Strong(DigestAlgorithm::Sha512),
        _ => return None,
    };
    is_hex(value).then_some((algorithm, value, name))
}

/// The algorithm of a tag, and how many digits its values have where that is known.
fn by_tag(tag: &str) -> Option<(Algorithm, Option<usize>)> {
    let name = tag.to_ascii_uppercase().replace("SHA2-", "SHA").replace("SHA-", "SHA");
    Some(match name.as_str() {
        "SHA256" => (Algorithm::Strong(DigestAlgorithm::Sha256), Some(64)),
        "SHA384" => (Algorithm::Strong(DigestAlgorithm::Sha384), Some(96)),
        "SHA512" => (Algorithm::Strong(DigestAlgorithm::Sha512), Some(128)),
        "MD5" => (Algorithm::Weak("MD5"), Some(32)),
        "SHA1" => (Algorithm::Weak("SHA-1"), Some(40)),
        _ if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-/".contains(&byte))
            && name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic()) =>
        {
            (Algorithm::Other(tag.to_owned()), None)
        }
        _ => return None,
    })
}

fn is_hex(value: &str) -> bool {
    value.len() >= 32
        && value.len().is_multiple_of(2)
        && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A name with `\\`, `\n` and `\r` written out; nothing else may be escaped.
fn unescape(name: &str) -> Option<String> {
    let mut plain = String::new();
    let mut letters = name.chars();
    while let Some(letter) = letters.next() {
        plain.push(match letter {
            '\\' => match letters.next()? {
                '\\' => '\\',
                'n' => '\n',
                'r' => '\r',
                _ => return None,
            },
            letter => letter,
        });
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, Line, read};
    use crate::model::DigestAlgorithm;

    const HEX: &str = "E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn name(line: &str) -> Option<String> {
        match read(line, true) {
            Line::Sum { algorithm: Algorithm::Strong(DigestAlgorithm::Sha256), value, name } => {
                assert_eq!(value, HEX.to_ascii_lowercase());
                Some(name)
            }
            Line::Malformed => None,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn both_forms_are_read() {
        for (line, expected) in [
            ("@  a.tar", "a.tar"),
            ("@ *a.tar", "a.tar"),
            // The third blank belongs to the name.
            ("@   a", " a"),
            ("@  a (b) = c", "a (b) = c"),
            ("SHA256 (a.tar) = @", "a.tar"),
            ("SHA256 (a) = b) = @", "a) = b"),
            ("SHA256 ( a) = @", " a"),
            ("SHA2-256(a.tar)= @", "a.tar"),
            ("\\@  a\\nb\\\\c\\rd", "a\nb\\c\rd"),
            ("\\SHA256 (a\\\\b) = @", "a\\b"),
        ] {
            assert_eq!(name(&line.replace('@', HEX)).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn what_fits_no_form_is_malformed() {
        for line in [
            "@",
            "@ ",
            "@  ",
            "@ a",
            "@\ta",
            "@f  a",
            "SHA256 (a) =@",
            "SHA256 (a) = @ff",
            "SHA512 (a) = @",
            "SHA256 () = @",
            "(a) = @",
            "\\@  a\\",
            "\\@  a\\x",
            "some text",
            " @  a",
        ] {
            assert_eq!(name(&line.replace('@', HEX)), None, "{line}");
        }
    }

    #[test]
    fn algorithms_are_told_apart() {
        for (line, expected) in [
            (format!("{}  a", "a".repeat(32)), Algorithm::Weak("MD5")),
            (format!("SHA1 (a) = {}", "a".repeat(40)), Algorithm::Weak("SHA-1")),
            (format!("{}  a", "a".repeat(56)), Algorithm::Other("SHA-224".to_owned())),
            (format!("BLAKE2b (a) = {}", "a".repeat(128)), Algorithm::Other("BLAKE2b".to_owned())),
            (format!("{}  a", "a".repeat(96)), Algorithm::Strong(DigestAlgorithm::Sha384)),
            (
                format!("SHA512 (a) = {}", "a".repeat(128)),
                Algorithm::Strong(DigestAlgorithm::Sha512),
            ),
        ] {
            let Line::Sum { algorithm, .. } = read(&line, true) else { panic!("{line}") };
            assert_eq!(algorithm, expected);
        }
    }

    #[test]
    fn sizes_stand_in_comments() {
        let size = |line| match read(line, true) {
            Line::Size { name, bytes } => Some((name, bytes)),
            Line::Nothing => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(size("# a b: c.tar: 12 bytes"), Some(("a b: c.tar".to_owned(), 12)));
        for line in
            ["# a: 12", "# a: -1 bytes", "#a: 1 bytes", "# a: 99999999999999999999 bytes", "#", ""]
        {
            assert_eq!(size(line), None, "{line}");
        }
    }
}
