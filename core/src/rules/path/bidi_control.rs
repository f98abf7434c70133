use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A name with one of the Unicode characters U+202A to U+202E or U+2066 to U+2069, which change
    /// the order in which text is shown.
    ///
    /// ## Why it matters
    /// A person sees another name than the computer: `gpj.` with U+202E before it and `exe` behind
    /// it is shown as if it ended in `.jpg`. Source text is disguised in the same way
    /// (CVE-2021-42574).
    ///
    /// ## What to do
    /// Read the name in the escaped form that this report shows, and find out why it is there.
    ///
    /// ## When it is fine
    /// Rarely: names in right-to-left scripts do without these characters.
    BIDI_CONTROL = "path/bidi-control";
    summary: "entry name holds a character that reorders text";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["CVE-2021-42574", "Unicode Standard Annex 9"];
    check: Entry(Facts::NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if !cx.traits.non_ascii {
        return;
    }
    if let Some(code) = cx.entry.path.as_bytes().windows(3).find_map(reordering) {
        out.report(|| Seen::new(cx.place(), format!("name {} holds U+{code:04X}", cx.entry.path)));
    }
}

/// The code point, if these three bytes are the UTF-8 of one that reorders text.
fn reordering(bytes: &[u8]) -> Option<u16> {
    match *bytes {
        [0xe2, 0x80, last @ 0xaa..=0xae] => Some(0x2000 | u16::from(last & 0x3f)),
        [0xe2, 0x81, last @ 0xa6..=0xa9] => Some(0x2040 | u16::from(last & 0x3f)),
        _ => None,
    }
}
