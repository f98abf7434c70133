//! A cursor over a valid JSON text.

use std::borrow::Cow;

use crate::model::to_u64;

use super::{lexer, string};

/// What a value is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum JsonKind {
    /// `[…]`.
    Array,
    /// `true` or `false`.
    Boolean,
    /// `null`.
    Null,
    /// A number.
    Number,
    /// `{…}`.
    Object,
    /// A string.
    String,
}

impl JsonKind {
    /// The name in messages, with its article.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Array => "an array",
            Self::Boolean => "a boolean",
            Self::Null => "null",
            Self::Number => "a number",
            Self::Object => "an object",
            Self::String => "a string",
        }
    }
}

/// A value of a text that [`validate`](super::validate) found valid.
///
/// Reading a text that is not valid gives something, never a panic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JsonValue<'a> {
    text: &'a [u8],
    start: usize,
    end: usize,
}

/// The value that a valid text is.
pub(crate) fn root(text: &[u8]) -> JsonValue<'_> {
    let start = lexer::skip_space(text, 0);
    JsonValue { text, start, end: lexer::skip_value(text, start) }
}

/// Bytes that the value or key at an offset of a valid text takes.
pub(crate) fn length_at(text: &[u8], offset: u64) -> Option<u64> {
    let start = usize::try_from(offset).ok().filter(|&start| start < text.len())?;
    Some(to_u64(lexer::skip_value(text, start).saturating_sub(start)))
}

impl<'a> JsonValue<'a> {
    /// Bytes from the start of the document to the value's first.
    pub(crate) const fn start(&self) -> usize {
        self.start
    }

    /// The value as written.
    pub(crate) fn raw(&self) -> &'a [u8] {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    /// What it is, by its first byte.
    pub(crate) fn kind(&self) -> JsonKind {
        match self.raw().first() {
            Some(b'[') => JsonKind::Array,
            Some(b'{') => JsonKind::Object,
            Some(b'"') => JsonKind::String,
            Some(b't' | b'f') => JsonKind::Boolean,
            Some(b'-' | b'0'..=b'9') => JsonKind::Number,
            _ => JsonKind::Null,
        }
    }

    /// The text of a string, unescaped.
    pub(crate) fn as_str(&self) -> Option<Cow<'a, str>> {
        match self.raw() {
            [b'"', contents @ .., b'"'] => Some(string::unescape(contents)),
            _ => None,
        }
    }

    /// The value of a number that is written as a plain integer and fits.
    ///
    /// Differs: JavaScript and Python also take `2.0` and `2e0` for 2; Go takes neither for an integer.
    pub(crate) fn as_u64(&self) -> Option<u64> {
        match self.kind() {
            JsonKind::Number => string::as_text(self.raw()).parse().ok(),
            _ => None,
        }
    }

    /// The key and value pairs of an object in order, duplicates included; nothing for anything else.
    pub(crate) fn members(&self) -> impl Iterator<Item = (JsonValue<'a>, JsonValue<'a>)> + use<'a> {
        let mut inner = Inner::of(self, JsonKind::Object);
        core::iter::from_fn(move || {
            let key = inner.next()?;
            Some((key, inner.next()?))
        })
    }

    /// The items of an array in order; nothing for anything else.
    pub(crate) fn items(&self) -> impl Iterator<Item = JsonValue<'a>> + use<'a> {
        let mut inner = Inner::of(self, JsonKind::Array);
        core::iter::from_fn(move || inner.next())
    }
}

/// The values inside one object or array, keys of the object among them.
struct Inner<'a> {
    text: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Inner<'a> {
    fn of(value: &JsonValue<'a>, kind: JsonKind) -> Self {
        let end = if value.kind() == kind { value.end.saturating_sub(1) } else { value.start };
        Self { text: value.text, at: value.start.saturating_add(1), end }
    }

    fn next(&mut self) -> Option<JsonValue<'a>> {
        let rest = self.text.get(self.at..self.end)?;
        // A valid text has only white space, one comma or one colon here.
        let between = rest
            .iter()
            .position(|byte| !matches!(byte, b',' | b':' | b' ' | b'\t' | b'\n' | b'\r'))?;
        let start = self.at.saturating_add(between);
        self.at = lexer::skip_value(self.text, start);
        Some(JsonValue { text: self.text, start, end: self.at })
    }
}
