//! Patterns of `${name#…}`, `${name%…}` and `${name/…/…}`: `*` and `?`, without brackets.

use super::budget::Budget;

/// A part of a pattern.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Part {
    /// `*`.
    Any,
    /// `?`.
    One,
    Letter(char),
}

/// The value without the shortest, or with the operator twice the longest, start (`#`) or end (`%`) that the
/// pattern takes.
pub(super) fn trim(
    value: &str,
    pattern: &str,
    operator: char,
    budget: &mut Budget,
) -> Result<String, String> {
    let (longest, pattern) = match pattern.strip_prefix(operator) {
        Some(rest) => (true, rest),
        None => (false, pattern),
    };
    let mut parts = parse(pattern)?;
    let mut letters: Vec<char> = value.chars().collect();
    let from_end = operator == '%';
    if from_end {
        parts.reverse();
        letters.reverse();
    }
    let lengths = lengths(&parts, &letters, budget)?;
    let taken = if longest { lengths.last() } else { lengths.first() };
    letters.drain(..taken.copied().unwrap_or_default());
    if from_end {
        letters.reverse();
    }
    Ok(letters.into_iter().collect())
}

/// The value with the first place, or all places, that the pattern takes replaced; the longest at each.
pub(super) fn replace(
    value: &str,
    pattern: &str,
    replacement: &str,
    all: bool,
    budget: &mut Budget,
) -> Result<String, String> {
    if all && replacement.contains('$') {
        return Err("has a replacement with a dollar, which is not evaluated here".to_owned());
    }
    let parts = parse(pattern)?;
    let letters: Vec<char> = value.chars().collect();
    let mut out = String::new();
    let mut rest = letters.as_slice();
    let mut done = false;
    loop {
        let found = if done { None } else { lengths(&parts, rest, budget)?.last().copied() };
        if let Some(taken) = found {
            budget.take(replacement.len())?;
            out.push_str(replacement);
            done = !all;
            if taken > 0 {
                rest = rest.get(taken..).unwrap_or_default();
                // Nothing is not found once more behind something.
                if rest.is_empty() {
                    return Ok(out);
                }
                continue;
            }
        }
        let Some((&letter, behind)) = rest.split_first() else { return Ok(out) };
        out.push(letter);
        rest = behind;
    }
}

fn parse(pattern: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        parts.push(match letter {
            '*' => Part::Any,
            '?' => Part::One,
            '\\' => match letters.next() {
                Some(escaped @ ('*' | '?' | '\\' | '}' | '/')) => Part::Letter(escaped),
                _ => return Err("has a pattern with an unknown escape".to_owned()),
            },
            letter => Part::Letter(letter),
        });
    }
    Ok(parts)
}

/// Lengths of all starts that the pattern takes, the shortest first.
fn lengths(parts: &[Part], letters: &[char], budget: &mut Budget) -> Result<Vec<usize>, String> {
    let mut found = Vec::new();
    // Whether the first so many parts take what was read so far.
    let mut reached = vec![false; parts.len().saturating_add(1)];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    skip_any(parts, &mut reached);
    for length in 0..=letters.len() {
        if reached.last() == Some(&true) {
            found.push(length);
        }
        let Some(&letter) = letters.get(length) else { break };
        budget.take(reached.len())?;
        if !reached.contains(&true) {
            break;
        }
        let mut next = vec![false; reached.len()];
        for (at, part) in parts.iter().enumerate().filter(|&(at, _)| reached.get(at) == Some(&true))
        {
            // A dot of the builder's regular expressions takes no line end.
            let to = match part {
                Part::Any if letter != '\n' => at,
                Part::One if letter != '\n' => at.saturating_add(1),
                Part::Letter(expected) if *expected == letter => at.saturating_add(1),
                _ => continue,
            };
            if let Some(mark) = next.get_mut(to) {
                *mark = true;
            }
        }
        reached = next;
        skip_any(parts, &mut reached);
    }
    Ok(found)
}

/// `*` takes nothing too.
fn skip_any(parts: &[Part], reached: &mut [bool]) {
    for (at, part) in parts.iter().enumerate() {
        if *part == Part::Any
            && reached.get(at) == Some(&true)
            && let Some(mark) = reached.get_mut(at.saturating_add(1))
        {
            *mark = true;
        }
    }
}
