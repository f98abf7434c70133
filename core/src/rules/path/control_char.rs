use crate::rules::{
    EntryContext, Facts, Findings,
    rule::{Seen, rule},
};

rule! {
    /// ## What it finds
    /// A name with a byte below 0x20 or the byte 0x7f. A NUL is told by `path/nul-byte`.
    ///
    /// ## Why it matters
    /// A tool that prints the name as it is lets the archive write to the terminal or into a log:
    /// an escape sequence can erase a line, a line feed can begin a forged one. Scripts that read
    /// one name a line take it for two.
    ///
    /// ## What to do
    /// Look at the name in the escaped form that this report shows before you print it elsewhere.
    ///
    /// ## When it is fine
    /// `Icon\r`, which the Finder of macOS makes in folders that have an icon of their own.
    CONTROL_CHAR = "path/control-char";
    summary: "entry name holds a control character";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["POSIX.1-2024 XBD, Filename", "CWE-150"];
    check: Entry(Facts::NAME, check);
}

fn check(cx: &EntryContext<'_>, out: &mut Findings) {
    if !cx.traits.control {
        return;
    }
    let control = |&&byte: &&u8| (1..0x20).contains(&byte) || byte == 0x7f;
    if let Some(byte) = cx.entry.path.as_bytes().iter().find(control) {
        out.report(|| {
            let message = format!("name {} holds the control character {byte:#04x}", cx.entry.path);
            Seen::new(cx.place(), message)
        });
    }
}
