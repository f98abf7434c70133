//! Lines as the builder reads them: continuations joined, comments left out, and where each byte stands.
//!
//! Source: `BuildKit`, `frontend/dockerfile/parser`, whose reading this follows to the letter: what decides
//! between one instruction and two must not be a matter of taste.

use super::Span;

/// A line of an instruction with what continues it.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// The text without escapes and line ends between its parts.
    pub(super) text: String,
    /// Where parts start: in `text`, and in the source.
    parts: Vec<(usize, usize)>,
    /// The first line that ends in two escapes, which older builders take for a continuation.
    pub(super) doubled: Option<Span>,
}

/// Reads physical lines.
#[derive(Clone, Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    /// Ends a line that goes on.
    pub(super) escape: char,
}

/// A line of the source without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Physical<'a> {
    /// Offset of `text` in the source.
    pub(super) start: usize,
    /// What it holds; carriage returns before the end are part of the end.
    pub(super) text: &'a str,
    /// Bytes with its end.
    pub(super) length: usize,
}

impl Line {
    /// The source of a part of the text.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let first = self.source(start);
        let last =
            if end > start { self.source(end.saturating_sub(1)).saturating_add(1) } else { first };
        Span { start: first, end: last.max(first) }
    }

    /// All of it.
    pub(super) fn whole(&self) -> Span {
        self.span(0, self.text.trim_end().len())
    }

    fn source(&self, at: usize) -> usize {
        let part = self.parts.partition_point(|&(start, _)| start <= at).saturating_sub(1);
        let (start, source) = self.parts.get(part).copied().unwrap_or_default();
        source.saturating_add(at.saturating_sub(start))
    }

    fn push(&mut self, source: usize, text: &str) {
        self.parts.push((self.text.len(), source));
        self.text.push_str(text);
    }
}

impl<'a> Lines<'a> {
    /// A reader that starts at an offset.
    pub(super) const fn new(text: &'a str, at: usize, escape: char) -> Self {
        Self { text, at, escape }
    }

    /// Where it is.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// The next line of the source.
    pub(super) fn physical(&mut self) -> Option<Physical<'a>> {
        let start = self.at;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').map_or(rest.len(), |end| end.saturating_add(1));
        self.at = start.saturating_add(length);
        let text = rest.get(..length).unwrap_or(rest).trim_end_matches(['\r', '\n']);
        Some(Physical { start, text, length })
    }

    /// The next instruction's line; None at the end. Every line that is read goes to `seen`.
    pub(super) fn line(&mut self, seen: &mut dyn FnMut(Physical<'a>)) -> Option<Line> {
        loop {
            let first = self.physical()?;
            seen(first);
            let mut line = Line::default();
            let start = first.text.trim_start();
            if is_comment(start) {
                continue;
            }
            let source = first.start.saturating_add(first.text.len().saturating_sub(start.len()));
            let mut goes_on = self.add(&mut line, source, start);
            if !goes_on && line.text.is_empty() {
                continue;
            }
            while goes_on && let Some(next) = self.physical() {
                seen(next);
                if !is_comment(next.text) && !next.text.trim_start().is_empty() {
                    goes_on = self.add(&mut line, next.start, next.text);
                }
            }
            return Some(line);
        }
    }

    /// Adds a part, and says whether the line goes on behind it.
    ///
    /// The last escape continues the line unless another one stands before it.
    fn add(&self, line: &mut Line, source: usize, text: &str) -> bool {
        let body = text.trim_end_matches([' ', '\t']);
        let Some(body) = body.strip_suffix(self.escape) else {
            line.push(source, text);
            return false;
        };
        if body.ends_with(self.escape) {
            let end = source.saturating_add(body.len()).saturating_add(self.escape.len_utf8());
            let start = end.saturating_sub(self.escape.len_utf8().saturating_mul(2));
            line.doubled.get_or_insert(Span { start, end });
            line.push(source, text);
            return false;
        }
        line.push(source, body);
        true
    }
}

/// A line that holds a comment, wherever it stands.
pub(super) fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}
