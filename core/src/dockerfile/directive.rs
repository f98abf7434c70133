//! Directives in the comments at the top: which program reads the file, and what continues a line.
//!
//! Source: `BuildKit`, `frontend/dockerfile/parser/directives.go`.

use super::{Fault, Span, lines::Lines};

/// What the top of a file says.
#[derive(Clone, Debug, Default)]
pub(super) struct Directives {
    /// The image of the program that reads the rest, and where it is named.
    pub(super) syntax: Option<(String, Span)>,
    /// Ends a line that goes on, where it is not the backslash.
    pub(super) escape: Option<char>,
}

/// A comment of the form `name = value`.
struct Directive<'a> {
    name: String,
    value: &'a str,
    /// Bytes before the value.
    before: usize,
}

/// Reads the directives; what is wrong with them goes to `faults`.
pub(super) fn read(text: &str, faults: &mut Vec<Fault>) -> Directives {
    let mut found = Directives::default();
    let mut seen: Vec<String> = Vec::new();
    let start = start(text);
    let mut lines = Lines::new(text, start, '\\');
    while let Some(line) = lines.physical() {
        // The builder leaves out blanks before the comment for all but the syntax.
        let Some(directive) = parse(line.text.trim_start(), "#") else { break };
        let indent = line.text.len().saturating_sub(line.text.trim_start().len());
        let value = line.start.saturating_add(indent).saturating_add(directive.before);
        let span = Span { start: value, end: value.saturating_add(directive.value.len()) };
        if seen.contains(&directive.name) {
            let reason = format!("directive {} comes twice", directive.name);
            faults.push(Fault { reason, span });
            break;
        }
        match (directive.name.as_str(), directive.value) {
            ("syntax", value) => {
                found.syntax = Some((first_word(value).to_owned(), word(span, value)));
            }
            ("escape", "`") => found.escape = Some('`'),
            ("escape", "\\") => found.escape = Some('\\'),
            ("escape", _) => {
                let reason = "directive escape is neither a backslash nor a backtick".to_owned();
                faults.push(Fault { reason, span });
            }
            _ => {}
        }
        seen.push(directive.name);
    }
    if found.syntax.is_none() {
        found.syntax = other_syntax(text);
    }
    found
}

/// The comment of a directive, wherever it stands: whoever writes one below the top believes it to be read.
pub(super) fn is_escape(line: &str) -> bool {
    parse(line.trim_start(), "#").is_some_and(|directive| directive.name == "escape")
}

/// A comment that is read as a directive as long as nothing else stands above it.
pub(super) fn is_directive(line: &str) -> bool {
    parse(line.trim_start(), "#").is_some()
}

/// Where lines start: a byte order mark is left out.
pub(super) fn start(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// The syntax in the other forms that the builder looks for before it reads anything else: below a `#!`
/// line, as `// syntax=…` and as the value of a JSON object.
fn other_syntax(text: &str) -> Option<(String, Span)> {
    let mut at = start(text);
    let body = text.get(at..)?;
    if body.starts_with("#!") {
        at = at.saturating_add(body.find('\n').map_or(body.len(), |end| end.saturating_add(1)));
    }
    ["#", "//"]
        .into_iter()
        .find_map(|comment| commented(text, at, comment))
        .or_else(|| json(text, at))
}

fn commented(text: &str, at: usize, comment: &str) -> Option<(String, Span)> {
    let mut lines = Lines::new(text, at, '\\');
    loop {
        let line = lines.physical()?;
        let directive = parse(line.text, comment)?;
        if directive.name == "syntax" {
            let value = line.start.saturating_add(directive.before);
            let span = Span { start: value, end: value.saturating_add(directive.value.len()) };
            return Some((first_word(directive.value).to_owned(), word(span, directive.value)));
        }
    }
}

fn json(text: &str, at: usize) -> Option<(String, Span)> {
    let body = text.get(at..)?;
    if !body.trim_start().starts_with('{') {
        return None;
    }
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(body).ok()?;
    let value = object.get("syntax")?.as_str()?;
    Some((value.to_owned(), Span { start: at, end: text.len() }))
}

/// `comment name = value`, where the name is one of those that are known.
fn parse<'a>(line: &'a str, comment: &str) -> Option<Directive<'a>> {
    let body = line.strip_prefix(comment)?.trim_start();
    let (name, value) = body.split_once('=')?;
    let name = name.trim_end().to_ascii_lowercase();
    let value = value.trim();
    let known = ["check", "escape", "syntax"].contains(&name.as_str());
    if !known || value.is_empty() {
        return None;
    }
    let behind = line.trim_end().len();
    Some(Directive { name, value, before: behind.saturating_sub(value.len()) })
}

/// A syntax ends at the first blank: what follows is for the program.
fn first_word(value: &str) -> &str {
    value.split(' ').next().unwrap_or_default()
}

fn word(span: Span, value: &str) -> Span {
    Span { start: span.start, end: span.start.saturating_add(first_word(value).len()) }
}
