//! The frame of a text that is signed where it stands, and nothing of the signature itself.
//!
//! Source: RFC 9580, section 7, "Cleartext Signature Framework".
//! Differs: of headers only `Hash` is taken, a line that begins with a dash must be escaped, and one file holds
//! one signed text: whatever else stands there could be taken for signed by those who look at it.

use super::list::Span;

const BEGIN: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &str = "-----BEGIN PGP SIGNATURE-----";
const END: &str = "-----END PGP SIGNATURE-----";

/// A file with a signed text.
#[derive(Debug, Default)]
pub(super) struct Clearsigned<'a> {
    /// The lines that are signed, as they are signed, and where they stand.
    pub(super) lines: Vec<(Span, &'a str)>,
    /// The armoured signatures.
    pub(super) signature: &'a str,
    /// Text that is not signed.
    pub(super) outside: Vec<Span>,
    /// Why it is no signed text after all, and where.
    pub(super) fault: Option<(Span, &'static str)>,
}

enum Part {
    Outside,
    Headers,
    Text,
    Signature { start: usize },
}

/// Reads a file that holds a signed text; none where no line says that it does.
pub(super) fn read(text: &str) -> Option<Clearsigned<'_>> {
    let mut read = Clearsigned::default();
    let mut part = Part::Outside;
    let mut seen = false;
    for (span, line) in lines(text, '\n') {
        let line = line.trim_end_matches(['\r', ' ', '\t']);
        let mut fault = |reason| {
            read.fault.get_or_insert((span, reason));
        };
        part = match part {
            Part::Outside if line == BEGIN => {
                if seen {
                    fault("there is a second signed text");
                }
                seen = true;
                Part::Headers
            }
            Part::Outside => {
                if !line.trim().is_empty() {
                    read.outside.push(span);
                }
                Part::Outside
            }
            Part::Headers if line.is_empty() => Part::Text,
            Part::Headers => {
                if !line.starts_with("Hash: ") {
                    fault("a line between the head and the signed text is not signed");
                }
                Part::Headers
            }
            Part::Text if line == SIGNATURE => Part::Signature { start: span.start() },
            Part::Text => {
                if line.starts_with('-') && !line.starts_with("- ") {
                    fault("a line that begins with a dash is not escaped");
                }
                read.lines.push((span, line.strip_prefix("- ").unwrap_or(line)));
                Part::Text
            }
            Part::Signature { start } if line == END => {
                read.signature = text.get(start..span.end()).unwrap_or_default();
                Part::Outside
            }
            Part::Signature { start } => Part::Signature { start },
        };
    }
    if !matches!(part, Part::Outside) {
        let end = Span::new(text.len(), 0);
        read.fault.get_or_insert((end, "the file ends within the signed text"));
    }
    seen.then_some(read)
}

impl Clearsigned<'_> {
    /// The text as it was signed: lines without blanks at their ends, joined by CRLF.
    pub(super) fn signed(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|(_, line)| *line).collect();
        lines.join("\r\n")
    }
}

/// The lines of a text and where they stand, without their ends.
pub(super) fn lines(text: &str, end: char) -> impl Iterator<Item = (Span, &str)> {
    let mut offset = 0_usize;
    text.split_inclusive(end).map(move |line| {
        let start = offset;
        offset = offset.saturating_add(line.len());
        let line = line.strip_suffix(end).unwrap_or(line);
        (Span::new(start, line.len()), line)
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    fn file(text: &str) -> String {
        format!(
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{text}-----BEGIN PGP SIGNATURE-----\n\nAAAA\n\
             -----END PGP SIGNATURE-----\n"
        )
    }

    #[test]
    fn the_signed_lines_are_those_that_were_signed() {
        let text = file("a  \t\n\n- -b\n- c\r\n");
        let read = read(&text).unwrap();
        let lines: Vec<&str> = read.lines.iter().map(|(_, line)| *line).collect();
        assert_eq!(lines, ["a", "", "-b", "c"]);
        assert!(read.fault.is_none() && read.outside.is_empty());
        assert!(
            read.signature.starts_with("-----BEGIN PGP SIGNATURE")
                && read.signature.ends_with("-----")
        );
        for (span, line) in &read.lines {
            assert!(text[span.start()..span.end()].contains(line));
        }
    }

    #[test]
    fn what_could_be_taken_for_signed_is_a_fault_or_told() {
        let fault = |text: &str| read(text).unwrap().fault.map(|(_, reason)| reason);
        assert!(fault(&(file("a\n") + &file("b\n"))).unwrap().contains("second"));
        assert!(fault(&file("-a\n")).unwrap().contains("dash"));
        assert!(
            fault(&file("a\n").replace("Hash: SHA256", "Comment: b"))
                .unwrap()
                .contains("not signed")
        );
        for cut in ["Hash", "a\n", "AAAA"] {
            let text = file("a\n");
            let end = text.find(cut).unwrap();
            assert!(fault(&text[..end]).unwrap().contains("ends within"), "{cut}");
        }
        let outside = format!("before\n\n{}after\n", file("a\n"));
        let read = read(&outside).unwrap();
        let texts: Vec<&str> =
            read.outside.iter().map(|span| &outside[span.start()..span.end()]).collect();
        assert_eq!(texts, ["before", "after"]);
        assert!(super::read("a\nb\n").is_none());
    }
}
