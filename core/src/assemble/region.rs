//! Places in a text as lines and columns, with what stands there.

use crate::model::{Excerpt, Region, escape_whole, saturating_usize, to_u64};

/// Characters of a line that an excerpt shows before the place, and behind it.
const AROUND: usize = 60;
/// Characters of the place that an excerpt shows.
const MARKED: usize = 120;

/// A text, and where its lines start.
#[derive(Debug)]
pub(super) struct TextLines<'a> {
    text: &'a [u8],
    starts: Vec<usize>,
}

impl<'a> TextLines<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        let ends = text.iter().enumerate().filter(|&(_, byte)| *byte == b'\n');
        let behind = ends.map(|(at, _)| at.saturating_add(1));
        Self { text, starts: core::iter::once(0).chain(behind).collect() }
    }

    /// The place of so many bytes from an offset on.
    pub(super) fn region(&self, offset: u64, length: u64) -> Region {
        let start = saturating_usize(offset).min(self.text.len());
        let end = start.saturating_add(saturating_usize(length)).min(self.text.len());
        let (line, line_start) = self.line(start);
        // What ends with a line has its end there, not at the start of the next one.
        let (end_line, end_start) = self.line(end.saturating_sub(1).max(start));
        Region {
            line: to_u64(line),
            column: self.column(line_start, start),
            end_line: to_u64(end_line),
            end_column: self.column(end_start, end),
            excerpt: self.excerpt(line_start, start, end),
        }
    }

    /// The line of an offset, from 1, and where it starts.
    pub(super) fn line(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&start| start <= at);
        (line, self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default())
    }

    fn column(&self, line: usize, at: usize) -> u64 {
        let before = self.text.get(line..at).unwrap_or_default();
        to_u64(characters(before).count()).saturating_add(1)
    }

    fn excerpt(&self, line: usize, start: usize, end: usize) -> Excerpt {
        let rest = self.text.get(line..).unwrap_or_default();
        let length = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        let mut stop = line.saturating_add(length);
        while stop > line && self.text.get(stop.saturating_sub(1)) == Some(&b'\r') {
            stop = stop.saturating_sub(1);
        }
        let part = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default();
        let end = end.min(stop).max(start);
        let before: Vec<String> = characters(part(line, start)).collect();
        let marked: Vec<String> = characters(part(start, end)).collect();
        let behind: Vec<String> = characters(part(end, stop)).collect();
        let mut text = String::new();
        push_end(&mut text, &before);
        let from = text.chars().count();
        push_start(&mut text, &marked, MARKED);
        let to = text.chars().count();
        push_start(&mut text, &behind, AROUND);
        Excerpt { text, start: to_u64(from), end: to_u64(to) }
    }
}

/// The last of these.
fn push_end(out: &mut String, characters: &[String]) {
    let cut = characters.len().saturating_sub(AROUND);
    if cut > 0 {
        out.push('…');
    }
    out.extend(characters.get(cut..).unwrap_or_default().iter().map(String::as_str));
}

/// The first of these.
fn push_start(out: &mut String, characters: &[String], count: usize) {
    out.extend(characters.iter().take(count).map(String::as_str));
    if characters.len() > count {
        out.push('…');
    }
}

/// The characters, each escaped; a byte that is no UTF-8 is one. A tab is as wide as a blank.
fn characters(bytes: &[u8]) -> impl Iterator<Item = String> {
    bytes.utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid().chars().map(|letter| match letter {
            '\t' => " ".to_owned(),
            letter => escape_whole(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        });
        let invalid = chunk.invalid().iter().map(|byte| escape_whole(&[*byte]));
        valid.chain(invalid)
    })
}

#[cfg(test)]
mod tests {
    use super::TextLines;
    use crate::model::{Excerpt, Region};

    #[test]
    fn places_have_lines_and_columns() {
        let text = "FROM é\u{202e}a\r\n\tADD x\n".as_bytes();
        let lines = TextLines::new(text);
        let excerpt = |text: &str, start, end| Excerpt { text: text.to_owned(), start, end };
        let at = |offset, length| lines.region(offset, length);
        // The two bytes of é and the three of the override are a column each.
        assert_eq!(
            at(10, 1),
            Region {
                line: 1,
                column: 8,
                end_line: 1,
                end_column: 9,
                excerpt: excerpt("FROM é\\u{202e}a", 14, 15),
            }
        );
        let second = at(14, 3);
        assert_eq!((second.line, second.column, second.end_column), (2, 2, 5));
        assert_eq!(second.excerpt, excerpt(" ADD x", 1, 4));
        // Over the end of a line, and of the text.
        let both = at(0, 999);
        assert_eq!((both.line, both.end_line, both.end_column), (1, 2, 8));
        assert_eq!(both.excerpt, excerpt("FROM é\\u{202e}a", 0, 15));
        let end = at(999, 1);
        assert_eq!((end.line, end.column), (3, 1));
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = "x".repeat(300);
        let region = TextLines::new(text.as_bytes()).region(150, 140);
        let expected = format!("…{}…{}", "x".repeat(180), "x".repeat(10));
        assert_eq!(region.excerpt, Excerpt { text: expected, start: 61, end: 182 });
        assert_eq!((region.column, region.end_column), (151, 291));
    }
}
