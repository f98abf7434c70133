//! The input's name as a URI reference.

use core::fmt::Write as _;

/// A relative reference that is never empty, never has a scheme and never climbs.
///
/// Separators are `/` and `\`, since names come from Windows too. Empty, `.` and `..` segments are left out;
/// `-`, the standard input, stands as it is.
///
/// Source: RFC 3986, 4.2 "Relative Reference" and 2.3 "Unreserved Characters".
pub(super) fn relative_uri(name: &str) -> String {
    let mut uri = String::new();
    for segment in name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")) {
        if !uri.is_empty() {
            uri.push('/');
        }
        push_segment(&mut uri, segment);
    }
    if uri.is_empty() { "input".to_owned() } else { uri }
}

fn push_segment(uri: &mut String, segment: &str) {
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::relative_uri;

    #[test]
    fn any_name_becomes_a_relative_reference() {
        for (name, uri) in [
            ("image.tar", "image.tar"),
            ("/srv/images/a b.tar", "srv/images/a%20b.tar"),
            ("C:\\images\\a.tar", "C%3A/images/a.tar"),
            ("../../etc/./passwd", "etc/passwd"),
            ("//host/x?y#z", "host/x%3Fy%23z"),
            ("http://x/y", "http%3A/x/y"),
            ("é\u{202e}%", "%C3%A9%E2%80%AE%25"),
            ("-", "-"),
            ("", "input"),
            ("/", "input"),
        ] {
            assert_eq!(relative_uri(name), uri);
        }
    }
}
