//! The line of a text that a finding is in, with a mark under the place.

use super::guard::guard;
use crate::model::{Region, saturating_usize};

/// Two lines: number and text of the line; the mark below its part. One where there is nothing to mark.
pub(super) fn lines(region: &Region) -> Vec<String> {
    let excerpt = &region.excerpt;
    let text = guard(&excerpt.text);
    let number = region.line.to_string();
    let first = format!("{number} | {text}");
    let (start, end) = (saturating_usize(excerpt.start), saturating_usize(excerpt.end));
    // What was guarded once more no longer has its characters where they were.
    if text != excerpt.text.as_str() || start > text.chars().count() {
        return vec![first.trim_end().to_owned()];
    }
    let width = end.saturating_sub(start).max(1).min(text.chars().count().max(1));
    let gap = " ".repeat(number.len());
    vec![first.trim_end().to_owned(), format!("{gap} | {}{}", " ".repeat(start), "^".repeat(width))]
}

/// The text in three parts, the place in the middle; each is guarded.
#[cfg(feature = "explain")]
pub(super) fn parts(region: &Region) -> [String; 3] {
    let excerpt = &region.excerpt;
    let text = guard(&excerpt.text);
    let (start, end) = (saturating_usize(excerpt.start), saturating_usize(excerpt.end));
    if text != excerpt.text.as_str() {
        return [text.into_owned(), String::new(), String::new()];
    }
    let part = |from: usize, count: usize| text.chars().skip(from).take(count).collect();
    [part(0, start), part(start, end.saturating_sub(start)), part(end.max(start), usize::MAX)]
}

#[cfg(test)]
mod tests {
    use super::{lines, parts};
    use crate::model::{Excerpt, Region};

    fn region(text: &str, start: u64, end: u64) -> Region {
        let excerpt = Excerpt { text: text.to_owned(), start, end };
        Region { line: 12, column: 1, end_line: 12, end_column: 1, excerpt }
    }

    #[test]
    fn the_mark_stands_under_the_place() {
        assert_eq!(lines(&region("FROM é x", 5, 6)), ["12 | FROM é x", "   |      ^"]);
        assert_eq!(lines(&region("", 0, 0)), ["12 |", "   | ^"]);
        assert_eq!(parts(&region("FROM é x", 5, 6)), ["FROM ", "é", " x"]);
    }

    #[test]
    fn nothing_acts_on_what_shows_it() {
        let hostile = region("RUN ##[add-mask]x \x1b[2J", 4, 8);
        assert_eq!(lines(&hostile), ["12 | RUN #\\u{23}[add-mask]x \\u{1b}[2J"]);
        assert_eq!(parts(&hostile)[0], "RUN #\\u{23}[add-mask]x \\u{1b}[2J");
        // Numbers from elsewhere bound nothing.
        assert_eq!(lines(&region("ab", 1, u64::MAX)), ["12 | ab", "   |  ^^"]);
        assert_eq!(lines(&region("ab", u64::MAX, u64::MAX)), ["12 | ab"]);
    }
}
