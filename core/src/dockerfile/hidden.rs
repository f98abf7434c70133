//! Text that is not what it looks like.

use super::{FAULTS, Span, directive, lines::Lines};
use crate::model::{is_hidden, sort_by_key};

/// Hidden text, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Hidden {
    /// What it is.
    pub(crate) kind: HiddenKind,
    /// Where.
    pub(crate) span: Span,
}

/// The kinds of [`Hidden`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum HiddenKind {
    /// A character that reorders what stands around it.
    Reorders(char),
    /// A character that cannot be seen.
    Invisible(char),
    /// A carriage return within a line: what stands before it is overwritten where it is shown.
    CarriageReturn,
    /// A byte that is no UTF-8.
    NoUtf8(u8),
    /// An `escape` directive below the top, which no builder reads.
    UnreadEscape,
}

/// Finds hidden text. `text` is what was read of `bytes`, of the same length.
pub(super) fn find(bytes: &[u8], text: &str) -> Vec<Hidden> {
    let mut found = Vec::new();
    let start = directive::start(text);
    let mut before = '\0';
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|&(_, next)| next);
        if at >= start
            && let Some(kind) = judge(letter, before, next, bytes.get(at).copied())
        {
            found.push(Hidden {
                kind,
                span: Span { start: at, end: at.saturating_add(letter.len_utf8()) },
            });
        }
        before = letter;
        if found.len() >= FAULTS {
            return found;
        }
    }
    unread_escape(text, &mut found);
    sort_by_key(&mut found, |hidden| hidden.span);
    found
}

fn judge(letter: char, before: char, next: Option<char>, byte: Option<u8>) -> Option<HiddenKind> {
    match letter {
        '\n' | '\t' | '\x0c' => None,
        // Before the end of the line it is a part of that, however often.
        '\r' => (!matches!(next, None | Some('\r' | '\n'))).then_some(HiddenKind::CarriageReturn),
        super::NO_UTF8 => byte
            .filter(|byte| !byte.is_ascii())
            .map_or(Some(HiddenKind::Invisible(letter)), |byte| Some(HiddenKind::NoUtf8(byte))),
        '\u{200e}'
        | '\u{200f}'
        | '\u{061c}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => Some(HiddenKind::Reorders(letter)),
        // What makes one picture of several, or chooses how one looks.
        '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' if !before.is_ascii() => None,
        // Digits and signs become keys on a keyboard: 1\u{fe0f}\u{20e3}.
        '\u{fe0f}' if next == Some('\u{20e3}') => None,
        // Fonts of terminals show pictures for these.
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => None,
        letter => is_hidden(letter).then_some(HiddenKind::Invisible(letter)),
    }
}

/// A directive for another escape is a comment once anything else was read: whoever reads the file takes lines
/// to go on that do not.
fn unread_escape(text: &str, found: &mut Vec<Hidden>) {
    let mut lines = Lines::new(text, directive::start(text), '\\');
    let mut at_top = true;
    while let Some(line) = lines.physical() {
        let is_escape = directive::is_escape(line.text);
        at_top = at_top && directive::is_directive(line.text);
        if is_escape && !at_top {
            let blanks = line.text.len().saturating_sub(line.text.trim_start().len());
            let start = line.start.saturating_add(blanks);
            let span = Span { start, end: line.start.saturating_add(line.text.len()) };
            found.push(Hidden { kind: HiddenKind::UnreadEscape, span });
        }
        if found.len() >= FAULTS {
            return;
        }
    }
}
