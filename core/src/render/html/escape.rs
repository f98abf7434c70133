//! Text as HTML.

use core::fmt;

use crate::render::guard::guard;

/// Text for an element or a quoted attribute: guarded, and without anything that markup is made of.
///
/// Source: HTML Living Standard, 13.1.2.3 "Attributes" and 13.1.3 "Text".
pub(super) struct Text<'a>(pub(super) &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let guarded = guard(self.0);
        let mut rest = guarded.as_ref();
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '`']) {
            let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
            out.write_str(before)?;
            let mut letters = after.chars();
            out.write_str(match letters.next() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                Some('\'') => "&#39;",
                _ => "&#96;",
            })?;
            rest = letters.as_str();
        }
        out.write_str(rest)
    }
}
