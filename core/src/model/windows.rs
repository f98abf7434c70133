//! What names mean on Windows.
//!
//! Source: Microsoft, "Naming Files, Paths, and Namespaces".

/// Starts with a drive, such as `C:`: absolute, or relative to that drive's own current directory.
///
/// Slashes and `.` components before it do not count: a reader that strips them still finds the drive.
pub(crate) fn has_drive(path: &[u8]) -> bool {
    let first = super::path::components(path).next().unwrap_or_default();
    matches!(first, [letter, b':', ..] if letter.is_ascii_alphabetic())
}

/// Has a `..` component that only shows when backslashes separate components, too.
pub(crate) fn has_backslash_parent(path: &[u8]) -> bool {
    path.split(|&byte| byte == b'/')
        .filter(|part| part.contains(&b'\\'))
        .any(|part| part.split(|&byte| byte == b'\\').any(|name| name == b".."))
}

/// The component is opened as something else: a device (`NUL`, `com1.txt`), or, as Windows drops dots and
/// blanks at the end of a name, the file without them.
pub(crate) fn is_windows_alias(component: &[u8]) -> bool {
    match component {
        [] | b"." | b".." => false,
        [.., b'.' | b' '] => true,
        // Looked at for every component of every entry: only these letters begin a device's name.
        [first, ..] => {
            matches!(first | 0x20, b'a' | b'c' | b'l' | b'n' | b'p') && is_device(component)
        }
    }
}

fn is_device(component: &[u8]) -> bool {
    let end = component.iter().position(|byte| b".:".contains(byte)).unwrap_or(component.len());
    let stem = component.get(..end).unwrap_or_default().trim_ascii_end();
    let plain = [&b"CON"[..], b"PRN", b"AUX", b"NUL", b"CONIN$", b"CONOUT$"];
    plain.iter().any(|name| stem.eq_ignore_ascii_case(name)) || is_port(stem)
}

/// `COM1` to `COM9` and `LPT1` to `LPT9`, with superscript digits as well.
fn is_port(stem: &[u8]) -> bool {
    let Some((name, number)) = stem.split_at_checked(3) else { return false };
    let named = name.eq_ignore_ascii_case(b"COM") || name.eq_ignore_ascii_case(b"LPT");
    named
        && (matches!(number, [b'1'..=b'9'])
            || ["¹", "²", "³"].iter().any(|digit| digit.as_bytes() == number))
}

#[cfg(test)]
mod tests {
    use super::{has_backslash_parent, has_drive, is_windows_alias};

    #[test]
    fn drives_are_found_behind_what_readers_strip() {
        for path in ["C:/x", "c:x", "/C:/x", ".//z:"] {
            assert!(has_drive(path.as_bytes()), "{path}");
        }
        for path in ["a/C:/x", "man3/App::Cpan.3pm", "ab:", "1:x", ""] {
            assert!(!has_drive(path.as_bytes()), "{path}");
        }
    }

    #[test]
    fn a_backslash_matters_beside_two_dots_only() {
        for path in ["a\\..\\b", "..\\b", "a/b\\.."] {
            assert!(has_backslash_parent(path.as_bytes()), "{path}");
        }
        for path in ["a/../b", "dev-disk-by\\x2dlabel.swap", "a\\..b", "a\\b/../c"] {
            assert!(!has_backslash_parent(path.as_bytes()), "{path}");
        }
    }

    #[test]
    fn devices_and_loose_ends_are_aliases() {
        for name in
            ["NUL", "aux.c", "com1", "LPT9.tar.gz", "con .x", "x.", "x ", "...", "COM\u{b9}"]
        {
            assert!(is_windows_alias(name.as_bytes()), "{name}");
        }
        for name in ["", ".", "..", "null", "auxiliary.c", "com0", "com10", "console", ".x", "lpt"]
        {
            assert!(!is_windows_alias(name.as_bytes()), "{name}");
        }
    }
}
