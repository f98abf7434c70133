//! Here-documents: text behind an instruction's line that is no instruction.
//!
//! Source: `BuildKit`, `frontend/dockerfile/parser/parser.go`. Builders before 2021 and those of other makes know
//! none, and read the text as instructions.

use super::{
    Ambiguity, AmbiguityKind, Fault,
    budget::Budget,
    expand::{self, Nothing, Style},
    instruction::{Instruction, Keyword},
    lines::{Line, Lines},
};

/// What ends a here-document.
#[derive(Debug)]
struct HereDoc {
    terminator: String,
    /// Tabs before the terminator do not count.
    tabs: bool,
}

/// Passes over the here-documents of an instruction.
pub(super) fn skip(
    lines: &mut Lines<'_>,
    source: &str,
    instruction: &Instruction,
    budget: &mut Budget,
    faults: &mut Vec<Fault>,
    ambiguities: &mut Vec<Ambiguity>,
) {
    let line = &instruction.line;
    if !may_hold(instruction) || !line.text.contains("<<") {
        return;
    }
    let whole = line.whole();
    let docs = match find(&line.text, budget) {
        Ok(docs) => docs,
        Err(reason) => {
            faults.push(Fault { reason: format!("here-document {reason}"), span: whole });
            return;
        }
    };
    if docs.is_empty() {
        return;
    }
    let start = lines.at();
    for doc in &docs {
        if !skip_one(lines, doc) {
            let terminator = crate::model::escape_str(&doc.terminator);
            let reason = format!("here-document has no end, which is a line {terminator}");
            faults.push(Fault { reason, span: whole });
        }
    }
    let text = source.get(..lines.at()).unwrap_or(source);
    if reads_as_instructions(Lines::new(text, start, lines.escape)) {
        ambiguities.push(Ambiguity { kind: AmbiguityKind::HereDocument, span: whole });
    }
}

/// `ADD`, `COPY` and `RUN` may, unless what follows is a JSON list.
fn may_hold(instruction: &Instruction) -> bool {
    let inner = instruction.inner();
    matches!(inner.keyword, Keyword::Add | Keyword::Copy | Keyword::Run) && inner.list().is_none()
}

fn find(line: &str, budget: &mut Budget) -> Result<Vec<HereDoc>, String> {
    let yes = true;
    let style = Style {
        escape: '\\',
        keep_quotes: yes,
        keep_escapes: yes,
        keep_unset: yes,
        here_blanks: yes,
    };
    // A line that cannot be split into words has none.
    let Ok(expanded) = expand::expand(line, style, &Nothing, budget) else { return Ok(Vec::new()) };
    let docs = expanded.words.iter().filter_map(|word| of_word(word, budget).transpose());
    docs.collect()
}

/// `3<<-EOF`: a descriptor, what strips tabs, and the terminator, perhaps with quotes.
fn of_word(word: &str, budget: &mut Budget) -> Result<Option<HereDoc>, String> {
    let digits = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let Some(rest) = digits.strip_prefix("<<") else { return Ok(None) };
    let (rest, tabs) = match rest.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '\x0c']);
    if rest.is_empty() || rest.contains('<') {
        return Ok(None);
    }
    let style = Style { keep_unset: true, ..Style::plain('\\') };
    let mut words = expand::expand(rest, style, &Nothing, budget)?.words;
    // More than one word is none, and neither is none.
    let one = words.pop().filter(|_| words.is_empty());
    Ok(one.map(|terminator| HereDoc { terminator, tabs }))
}

/// Passes over one, and says whether it ends.
fn skip_one(lines: &mut Lines<'_>, doc: &HereDoc) -> bool {
    while let Some(line) = lines.physical() {
        let text = if doc.tabs { line.text.trim_start_matches('\t') } else { line.text };
        if text == doc.terminator {
            return true;
        }
    }
    false
}

/// A builder that knows no here-documents would take all of the text.
fn reads_as_instructions(mut lines: Lines<'_>) -> bool {
    let mut any = false;
    while let Some(line) = lines.line(&mut |_| {}) {
        if !has_keyword(&line) {
            return false;
        }
        any = true;
    }
    any
}

fn has_keyword(line: &Line) -> bool {
    let word = line.text.split_whitespace().next().unwrap_or_default();
    Keyword::from_name(word).is_some()
}

/// Looks for lines that end in two escapes: older builders go on behind them.
pub(super) fn check_doubled(
    lines: &Lines<'_>,
    instruction: &Instruction,
    ambiguities: &mut Vec<Ambiguity>,
) {
    let Some(span) = instruction.line.doubled else { return };
    // Where nothing follows both read the same, and where no instruction does neither goes on.
    let next = lines.clone().line(&mut |_| {});
    if next.is_some_and(|next| has_keyword(&next)) {
        ambiguities.push(Ambiguity { kind: AmbiguityKind::DoubledEscape, span });
    }
}
