//! The last look at a text before it leaves: nothing in it may act on what shows it.

use core::fmt::Write as _;
use std::borrow::Cow;

use serde::Serialize;

use crate::model::is_hidden;

/// A text with hidden characters and the beginnings of log commands as `\u{…}`.
///
/// Backslashes stand as they are, so text that is escaped already passes unchanged.
pub(super) fn guard(text: &str) -> Cow<'_, str> {
    replace(text, is_hidden, |out, character| {
        // Writing to a string cannot fail.
        let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
    })
}

/// A value as JSON, indented by two spaces, with a final newline. What [`guard`] would replace becomes
/// JSON's own `\uXXXX`, so the text is read back exactly as it was.
pub(super) fn pretty_json(value: &impl Serialize) -> String {
    // Plain structs of strings, numbers and lists always serialise.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    // Within strings a newline is `\n` by now; those left are layout.
    let hidden = |character| character != '\n' && is_hidden(character);
    let mut text = replace(&text, hidden, |out, character| {
        for unit in character.encode_utf16(&mut [0; 2]) {
            // As above.
            let _ = write!(out, "\\u{unit:04x}");
        }
    })
    .into_owned();
    text.push('\n');
    text
}

/// Replaces the characters that `hidden` names, and the second `#` where two of them begin a command.
fn replace(
    text: &str,
    hidden: impl Fn(char) -> bool,
    mut write: impl FnMut(&mut String, char),
) -> Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    let mut last = '\0';
    for (at, character) in text.char_indices() {
        let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
        if hidden(character) || (last == '#' && begins_command(rest)) {
            out.push_str(before.get(kept..).unwrap_or_default());
            write(&mut out, character);
            kept = at.saturating_add(character.len_utf8());
        }
        last = character;
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// The second `#` of `##[command]` or `##name[command]`.
///
/// Source: GitHub Actions runner, `ActionCommand.TryParse`; Azure Pipelines, "Logging commands"
/// (`##vso[`); `TeamCity`, "Service Messages" (`##teamcity[`). The first reads them anywhere in a line.
fn begins_command(rest: &str) -> bool {
    rest.strip_prefix('#').is_some_and(|after| {
        after.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[')
    })
}

#[cfg(test)]
mod tests {
    use super::{guard, pretty_json};

    #[test]
    fn guarding_leaves_harmless_and_escaped_text_alone() {
        for text in ["", "dir\\image é 日本.tar", "a\\u{1b}[2J\\xff", "# x ## y ### z", "c##.cs"]
        {
            assert_eq!(guard(text), text);
        }
    }

    #[test]
    fn what_acts_on_a_terminal_or_a_log_reader_is_replaced() {
        assert_eq!(guard("a\x1b[2J\u{202e}b\n"), "a\\u{1b}[2J\\u{202e}b\\u{a}");
        assert_eq!(guard("x##[add-mask]y"), "x#\\u{23}[add-mask]y");
        assert_eq!(guard("##vso[task.x]###teamcity[y]"), "#\\u{23}vso[task.x]##\\u{23}teamcity[y]");
    }

    #[test]
    fn json_keeps_its_meaning() {
        let text = "a\x1b\n\u{7f}\u{9b}\u{202e}\u{e0041}##vso[x]\\\"é";
        let json = pretty_json(&[text]);
        let expected =
            "[\n  \"a\\u001b\\n\\u007f\\u009b\\u202e\\udb40\\udc41#\\u0023vso[x]\\\\\\\"é\"\n]\n";
        assert_eq!(json, expected);
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
    }
}
