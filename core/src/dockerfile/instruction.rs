//! An instruction: keyword, flags, and what follows.
//!
//! Source: `BuildKit`, `frontend/dockerfile/parser` (`split_command.go`, `line_parsers.go`).

use core::ops::Range;

use super::{Fault, Span, lines::Line};

macro_rules! keywords {
    ($( $keyword:ident = $name:literal; )+) => {
        /// The instructions.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub(super) enum Keyword { $( $keyword, )+ }

        impl Keyword {
            /// The instruction of that name, in any case.
            pub(super) fn from_name(name: &str) -> Option<Self> {
                match name.to_ascii_uppercase().as_str() {
                    $( $name => Some(Self::$keyword), )+
                    _ => None,
                }
            }

            /// The name as it is usually written.
            pub(super) const fn name(self) -> &'static str {
                match self { $( Self::$keyword => $name, )+ }
            }
        }
    };
}

keywords! {
    Add = "ADD";
    Arg = "ARG";
    Cmd = "CMD";
    Copy = "COPY";
    Entrypoint = "ENTRYPOINT";
    Env = "ENV";
    Expose = "EXPOSE";
    From = "FROM";
    Healthcheck = "HEALTHCHECK";
    Label = "LABEL";
    Maintainer = "MAINTAINER";
    Onbuild = "ONBUILD";
    Run = "RUN";
    Shell = "SHELL";
    StopSignal = "STOPSIGNAL";
    User = "USER";
    Volume = "VOLUME";
    Workdir = "WORKDIR";
}

/// One instruction with its line.
#[derive(Debug)]
pub(super) struct Instruction {
    /// The line.
    pub(super) line: Line,
    parts: Parts,
    /// What stands behind `ONBUILD`.
    deferred: Option<Parts>,
}

/// Keyword, flags and the rest of a line.
#[derive(Clone, Debug)]
struct Parts {
    keyword: Keyword,
    flags: Vec<Word>,
    rest: Range<usize>,
}

/// A word, and where it stands in the line.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// The word as it is taken; flags have lost their quotes.
    pub(super) text: String,
    /// Where it stands in the line.
    pub(super) range: Range<usize>,
}

/// An instruction as it is carried out, now or in a later build.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inner<'a> {
    pub(super) keyword: Keyword,
    pub(super) flags: &'a [Word],
    pub(super) line: &'a Line,
    rest: &'a Range<usize>,
    /// It stands behind `ONBUILD`: the build of another Dockerfile carries it out.
    pub(super) deferred: bool,
}

/// A JSON list of other things than texts, which builders refuse.
#[derive(Clone, Copy, Debug)]
pub(super) struct NotTexts;

impl Instruction {
    /// Takes a line apart.
    pub(super) fn parse(line: Line) -> Result<Self, Fault> {
        let parts = Parts::parse(&line, 0..line.text.len())?;
        let deferred = match parts.keyword {
            Keyword::Onbuild => Some(Parts::parse(&line, parts.rest.clone())?),
            _ => None,
        };
        let forbidden = [Keyword::Onbuild, Keyword::From, Keyword::Maintainer];
        if let Some(inner) = deferred.as_ref().filter(|inner| forbidden.contains(&inner.keyword)) {
            let reason = format!("ONBUILD {} is not allowed", inner.keyword.name());
            return Err(Fault { reason, span: line.whole() });
        }
        Ok(Self { line, parts, deferred })
    }

    /// The instruction, or the one behind `ONBUILD`.
    pub(super) fn inner(&self) -> Inner<'_> {
        let parts = self.deferred.as_ref().unwrap_or(&self.parts);
        Inner {
            keyword: parts.keyword,
            flags: &parts.flags,
            line: &self.line,
            rest: &parts.rest,
            deferred: self.deferred.is_some(),
        }
    }
}

impl Parts {
    fn parse(line: &Line, range: Range<usize>) -> Result<Self, Fault> {
        let text = line.text.get(range.clone()).unwrap_or_default();
        let start = range.start.saturating_add(text.len().saturating_sub(text.trim_start().len()));
        let text = text.trim();
        let end = start.saturating_add(text.len());
        let length = text.find(is_blank).unwrap_or(text.len());
        let name = text.get(..length).unwrap_or(text);
        let span = line.span(start, start.saturating_add(length));
        let Some(keyword) = Keyword::from_name(name) else {
            let reason = match name {
                "" => "ONBUILD has no instruction behind it".to_owned(),
                name => format!("unknown instruction {}", crate::model::escape_str(name)),
            };
            return Err(Fault { reason, span });
        };
        let behind = text.get(length..).unwrap_or_default();
        let blanks = behind.len().saturating_sub(behind.trim_start_matches(is_blank).len());
        let arguments = start.saturating_add(length).saturating_add(blanks);
        let (flags, rest) = flags(&line.text, arguments, end);
        Ok(Self { keyword, flags, rest: rest..end })
    }
}

impl<'a> Inner<'a> {
    /// What stands behind the flags.
    pub(super) fn rest(&self) -> &'a str {
        self.line.text.get(self.rest.clone()).unwrap_or_default()
    }

    /// Where that is.
    pub(super) fn rest_span(&self) -> Span {
        self.line.span(self.rest.start, self.rest.end)
    }

    /// The source of a word.
    pub(super) fn span(&self, word: &Word) -> Span {
        self.line.span(word.range.start, word.range.end)
    }

    /// The values of a flag, each with its place; those behind the `=`.
    pub(super) fn flag(&self, name: &str) -> impl Iterator<Item = (&'a str, Span)> {
        let line = self.line;
        self.flags.iter().filter_map(move |flag| {
            let value = flag.text.strip_prefix("--")?.strip_prefix(name)?.strip_prefix('=')?;
            let Range { start, end } = flag.range;
            // Without quotes and escapes the value is the end of what is written.
            let written = line.text.get(start..end).unwrap_or_default();
            let from =
                if written.ends_with(value) { end.saturating_sub(value.len()) } else { start };
            Some((value, line.span(from, end)))
        })
    }

    /// The words of a JSON list, where it is one.
    pub(super) fn list(&self) -> Option<Result<Vec<String>, NotTexts>> {
        let rest = self.rest().trim_start();
        if !rest.starts_with('[') {
            return None;
        }
        let values: Vec<serde_json::Value> = serde_json::from_str(rest).ok()?;
        Some(values.iter().map(|value| value.as_str().map(str::to_owned).ok_or(NotTexts)).collect())
    }

    /// The words between blanks.
    pub(super) fn blank_words(&self) -> Vec<Word> {
        let mut words = Vec::new();
        let mut at = self.rest.start;
        for word in self.rest().split(is_blank) {
            let end = at.saturating_add(word.len());
            if !word.is_empty() {
                words.push(Word { text: word.to_owned(), range: at..end });
            }
            at = end.saturating_add(1);
        }
        words
    }

    /// The words between blanks outside of quotes. Quotes and escapes stay in them.
    pub(super) fn quoted_words(&self, escape: char) -> Vec<Word> {
        let mut words = Vec::new();
        let mut word: Option<Word> = None;
        let mut quote = None;
        let mut letters = self.rest().char_indices();
        while let Some((at, letter)) = letters.next() {
            let at = self.rest.start.saturating_add(at);
            if quote.is_none() && letter.is_whitespace() {
                words.extend(word.take());
                continue;
            }
            let current = word.get_or_insert(Word { text: String::new(), range: at..at });
            current.range.end = at.saturating_add(letter.len_utf8());
            if letter == escape && quote != Some('\'') {
                // An escape at the end is none.
                let Some((at, escaped)) = letters.next() else { break };
                current.text.extend([letter, escaped]);
                let at = self.rest.start.saturating_add(at);
                current.range.end = at.saturating_add(escaped.len_utf8());
                continue;
            }
            match quote {
                Some(open) if open == letter => quote = None,
                None if matches!(letter, '\'' | '"') => quote = Some(letter),
                _ => {}
            }
            current.text.push(letter);
        }
        words.extend(word.filter(|word| !word.text.is_empty()));
        words
    }
}

/// The flags from an offset on, and where the rest starts.
fn flags(line: &str, start: usize, end: usize) -> (Vec<Word>, usize) {
    let mut flags = Vec::new();
    let mut at = start;
    loop {
        let rest = line.get(at..end).unwrap_or_default();
        at = at.saturating_add(rest.len().saturating_sub(rest.trim_start().len()));
        let rest = line.get(at..end).unwrap_or_default();
        if !rest.starts_with("--") {
            return (flags, at);
        }
        let word = flag(rest, at);
        at = word.range.end;
        // `--` alone ends them.
        if word.text == "--" {
            let rest = line.get(at..end).unwrap_or_default();
            let blanks = rest.len().saturating_sub(rest.trim_start().len());
            return (flags, at.saturating_add(blanks));
        }
        flags.push(word);
    }
}

/// One flag, without its quotes and escapes. The escape is the backslash whatever the directive says.
fn flag(rest: &str, start: usize) -> Word {
    let mut text = String::new();
    let mut quote = None;
    let mut letters = rest.char_indices();
    let mut end = rest.len();
    while let Some((at, letter)) = letters.next() {
        match (quote, letter) {
            (None, blank) if blank.is_whitespace() => {
                end = at;
                break;
            }
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (_, '\\') => text.extend(letters.next().map(|(_, escaped)| escaped)),
            (_, letter) => text.push(letter),
        }
    }
    Word { text, range: start..start.saturating_add(end) }
}

/// What stands between words.
fn is_blank(letter: char) -> bool {
    matches!(letter, '\t' | '\x0b' | '\x0c' | '\r' | ' ')
}
