//! The grammar, part by part. Every function takes the part and where it starts in the whole text.

use core::net::Ipv6Addr;

use super::error::{ReferenceError, ReferencePart as Part};
use crate::model::is_hidden;

/// Longest domain and path with the slash between them, in bytes.
pub(super) const NAME_LENGTH: usize = 255;
/// Longest tag, in bytes.
const TAG_LENGTH: usize = 128;

/// Whether a part can be one, and what is wrong with it if not.
pub(super) type Checked = Result<(), ReferenceError>;

const fn wrong(part: Part, offset: usize, reason: &'static str) -> Checked {
    Err(ReferenceError::new(part, offset, reason))
}

/// What no part of a reference can hold.
pub(super) fn check_characters(text: &str) -> Checked {
    if text.is_empty() {
        return wrong(Part::Whole, 0, "is empty");
    }
    for (offset, character) in text.char_indices() {
        let reason = match character {
            '\n' | '\r' => "has a line break",
            _ if is_hidden(character) => "has a character that cannot be seen",
            _ if character.is_whitespace() => "has a blank",
            _ if !character.is_ascii() => "has a letter that is not ASCII",
            _ => continue,
        };
        return wrong(Part::Whole, offset, reason);
    }
    match text.find("://") {
        Some(offset) => {
            wrong(Part::Whole, offset, "has a scheme: leave out what stands before the registry")
        }
        None => Ok(()),
    }
}

/// `domain-component ("." domain-component)*` or an IPv6 address in brackets, and perhaps a port.
pub(super) fn check_domain(text: &str, start: usize) -> Checked {
    let (host, port) = match text.strip_prefix('[') {
        Some(inner) => {
            let Some((address, rest)) = inner.split_once(']') else {
                return wrong(Part::Domain, start, "has a bracket that is not closed");
            };
            if address.parse::<Ipv6Addr>().is_err() {
                return wrong(Part::Domain, start.saturating_add(1), "is no IPv6 address");
            }
            let end = text.len().saturating_sub(rest.len());
            match (rest.is_empty(), rest.strip_prefix(':')) {
                (true, _) => (None, None),
                (false, None) => {
                    let reason = "has text behind the bracket that is no port";
                    return wrong(Part::Domain, start.saturating_add(end), reason);
                }
                (false, Some(port)) => (None, Some(port)),
            }
        }
        None => match text.split_once(':') {
            Some((host, port)) => (Some(host), Some(port)),
            None => (Some(text), None),
        },
    };
    if let Some(host) = host {
        check_host(host, start)?;
    }
    let Some(port) = port else { return Ok(()) };
    let offset = start.saturating_add(text.len().saturating_sub(port.len()));
    let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || port.parse::<u16>().is_ok_and(|port| port == 0) {
        return wrong(Part::Port, offset, "is no number from 1 to 65535");
    }
    if port.parse::<u16>().is_err() {
        return wrong(Part::Port, offset, "is over 65535");
    }
    Ok(())
}

fn check_host(host: &str, start: usize) -> Checked {
    let mut offset = start;
    for label in host.split('.') {
        let bytes = label.as_bytes();
        let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
            return wrong(Part::Domain, offset, "has an empty component");
        };
        if *first == b'-' || *last == b'-' {
            return wrong(Part::Domain, offset, "has a component that starts or ends with a dash");
        }
        let other = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-');
        if let Some(at) = other {
            let reason = "has a character other than letters, digits, dashes and dots";
            return wrong(Part::Domain, offset.saturating_add(at), reason);
        }
        offset = offset.saturating_add(label.len()).saturating_add(1);
    }
    Ok(())
}

/// `path-component ("/" path-component)*`.
pub(super) fn check_path(path: &str, start: usize) -> Checked {
    let mut offset = start;
    for component in path.split('/') {
        check_component(component.as_bytes(), offset)?;
        offset = offset.saturating_add(component.len()).saturating_add(1);
    }
    Ok(())
}

/// `[a-z0-9]+ (separator [a-z0-9]+)*`, where a separator is `.`, `_`, `__` or dashes.
fn check_component(component: &[u8], start: usize) -> Checked {
    if component.is_empty() {
        return wrong(Part::Path, start, "has an empty component");
    }
    let mut separator: &[u8] = &[];
    // The start counts as a separator that is complete.
    let mut after_separator = true;
    for (at, byte) in component.iter().enumerate() {
        let offset = start.saturating_add(at);
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {
                after_separator = false;
                separator = &[];
            }
            b'.' | b'_' | b'-' => {
                if after_separator && separator.is_empty() {
                    return wrong(
                        Part::Path,
                        offset,
                        "has a component that starts with a separator",
                    );
                }
                let from = at.saturating_sub(separator.len());
                separator = component.get(from..=at).unwrap_or_default();
                let legal = matches!(separator, b"." | b"_" | b"__")
                    || separator.iter().all(|byte| *byte == b'-');
                if !legal {
                    return wrong(Part::Path, offset, "has separators that do not go together");
                }
                after_separator = true;
            }
            b'A'..=b'Z' => return wrong(Part::Path, offset, "has a capital letter"),
            _ => {
                let reason = "has a character other than small letters, digits and . _ -";
                return wrong(Part::Path, offset, reason);
            }
        }
    }
    if after_separator {
        let end = start.saturating_add(component.len().saturating_sub(separator.len()));
        return wrong(Part::Path, end, "has a component that ends with a separator");
    }
    Ok(())
}

/// `[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}`.
pub(super) fn check_tag(tag: &str, start: usize) -> Checked {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    match tag.as_bytes().first() {
        None => return wrong(Part::Tag, start, "is empty"),
        Some(first) if !is_word(*first) => {
            return wrong(Part::Tag, start, "does not start with a letter, a digit or _");
        }
        Some(_) => {}
    }
    let other = tag.bytes().position(|byte| !is_word(byte) && byte != b'.' && byte != b'-');
    if let Some(at) = other {
        let reason = "has a character other than letters, digits and _ . -";
        return wrong(Part::Tag, start.saturating_add(at), reason);
    }
    if tag.len() > TAG_LENGTH {
        return wrong(Part::Tag, start.saturating_add(TAG_LENGTH), "is longer than 128 bytes");
    }
    Ok(())
}
