//! The rules' texts as HTML: headings, paragraphs and code, which is all that they hold.

use core::fmt::Write as _;

use super::escape::Text;

/// Writes an explanation; its `##` headings become headings of the least rank.
pub(super) fn write(out: &mut String, markdown: &str) {
    let mut paragraph: Vec<&str> = Vec::new();
    for line in markdown.lines().chain([""]) {
        let heading = line.strip_prefix("## ");
        if heading.is_none() && !line.trim().is_empty() {
            paragraph.push(line.trim());
            continue;
        }
        if !paragraph.is_empty() {
            out.push_str("<p>");
            inline(out, &paragraph.join(" "));
            out.push_str("</p>\n");
            paragraph.clear();
        }
        if let Some(heading) = heading {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "<h6>{}</h6>", Text(heading));
        }
    }
}

/// Text with code between backticks.
pub(super) fn inline(out: &mut String, text: &str) {
    let mut parts = text.split('`').peekable();
    let mut code = false;
    while let Some(part) = parts.next() {
        // A backtick without its partner stands for itself.
        let _ = match (code, parts.peek().is_some()) {
            (true, true) => write!(out, "<code>{}</code>", Text(part)),
            (true, false) => write!(out, "{}{}", Text("`"), Text(part)),
            (false, _) => write!(out, "{}", Text(part)),
        };
        code = !code;
    }
}

#[cfg(test)]
mod tests {
    use super::{inline, write};

    #[test]
    fn headings_paragraphs_and_code_are_all_there_is() {
        let mut html = String::new();
        write(&mut html, "## What <it> finds\nOne `a<b` line\nand another.\n\nNext *one*.\n");
        assert_eq!(
            html,
            "<h6>What &lt;it&gt; finds</h6>\n<p>One <code>a&lt;b</code> line and another.</p>\n\
             <p>Next *one*.</p>\n"
        );
    }

    #[test]
    fn a_lone_backtick_is_no_code() {
        let mut html = String::new();
        inline(&mut html, "a ` b <script>");
        assert_eq!(html, "a &#96; b &lt;script&gt;");
    }
}
